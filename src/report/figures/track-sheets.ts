import { MISSING_POSITION, SKETCH_CELLS, SKETCH_SIDE, type TrackSheet, type TrackSketch } from '../../behavior/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { type Markup, svg } from '../text/markup.ts';
import { plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { note, words } from './marks.ts';
import { GRID, OKABE_ITO, RULE, styleOf, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [WIDTH, SIDE, GAP, LABEL, HEADING] = [720, 54, 6, 13, 20];
/** Drawing units per px inside a thumbnail: paths are whole numbers of half px. */
const FINE = 2;
/** Time in a cell over that of an even spread, from which each shade is used. */
const SHADES = [1, 2, 4, 8] as const;

/** One animal of a contact sheet. */
interface Thumbnail {
  animal: string;
  sketch: TrackSketch;
}

/** A contact sheet of every animal's path, arm by arm. */
export function trackFigure(
  sheet: TrackSheet,
  title: string,
  arms: ReadonlyMap<string, string>,
  order: ArmOrder,
  id: string,
): Figure {
  const body = contactSheet(sheet, arms, order, ({ sketch }, arm) => {
    const { tone, color } = styleOf(order.styles, arm);
    return svg`${sketch.placed ? outline(sheet.arena) : null}<path d="${pathOf(sketch.path)}" class="s-${tone}" stroke="${color}" stroke-width="1" stroke-linejoin="round" fill="none"/>`;
  });
  return {
    id,
    title: `${title}: paths, ${sheet.session}`,
    summary: `Paths of ${plural(sheet.animals.length, 'animal')} in the ${title.toLowerCase()} at ${sheet.session}, ${armsWith(sheet, arms, order)}.`,
    caption: `Path of the body of every animal, in the arena ${zoneWords(sheet.arena)}; thinned to at most 220 points each.`,
    ...body,
    data: 'behavior-measures',
  };
}

/** A contact sheet of where every animal spent its time. */
export function heatFigure(
  sheet: TrackSheet,
  title: string,
  arms: ReadonlyMap<string, string>,
  order: ArmOrder,
  id: string,
): Figure {
  const cells = cellsIn(sheet.arena);
  const body = contactSheet(
    sheet,
    arms,
    order,
    ({ sketch }) =>
      svg`<g transform="translate(0 ${(SIDE * FINE) / SKETCH_CELLS / 2}) scale(${(SIDE * FINE) / SKETCH_CELLS})">${SHADES.map(
        (from) => {
          const path = shadePath(sketch.occupancy, (10_000 / cells) * from);
          return path === '' ? null : svg`<path d="${path}" class="s-c2" stroke="${OKABE_ITO.blue}" stroke-opacity="0.3"/>`;
        },
      )}</g>${sketch.placed ? outline(sheet.arena) : null}`,
  );
  return {
    id,
    title: `${title}: heat maps, ${sheet.session}`,
    summary: `Where ${plural(sheet.animals.length, 'animal')} spent the time in the ${title.toLowerCase()} at ${sheet.session}, ${armsWith(sheet, arms, order)}.`,
    caption: `Time of every animal in squares of a sixteenth of the side, darker from once, twice, four and eight times what an even spread would give. Lines: the arena ${zoneWords(sheet.arena)}.`,
    ...body,
    data: 'behavior-measures',
  };
}

/** Thumbnails in rows, a heading for each arm. */
function contactSheet(
  sheet: TrackSheet,
  arms: ReadonlyMap<string, string>,
  order: ArmOrder,
  draw: (one: Thumbnail, arm: string) => Markup,
): Pick<Figure, 'width' | 'height' | 'body'> {
  const perRow = Math.floor((WIDTH + GAP) / (SIDE + GAP));
  const all = sheet.animals.map((animal, i): Thumbnail => ({ animal, sketch: sheet.sketches[i] }));
  let y = 0;
  const groups = order.arms.map((arm) => {
    const own = all.filter((one) => arms.get(one.animal) === arm);
    if (own.length === 0) return null;
    y += HEADING;
    const heading = words(0, y - 6, fitText(arm, TYPE.label, WIDTH), 'start', TYPE.label, 600);
    const top = y;
    const thumbnails = own.map((one, i) => {
      const at = { x: (i % perRow) * (SIDE + GAP), y: top + Math.floor(i / perRow) * (SIDE + LABEL + GAP) };
      return svg`<g transform="translate(${at.x} ${at.y})"><g transform="scale(${1 / FINE})">${draw(one, arm)}</g>${note(SIDE / 2, SIDE + 10, fitText(one.animal, TYPE.small, SIDE), 'middle')}</g>`;
    });
    y += Math.ceil(own.length / perRow) * (SIDE + LABEL + GAP);
    return svg`${heading}${thumbnails}`;
  });
  return { width: WIDTH, height: y, body: svg`${groups}` };
}

/** Drawing units of a share of the side; up is up. */
const unit = (share: number): number => Math.round(SIDE * FINE * share);

/** The path in whole drawing units, with relative moves; broken where the animal was not seen, steps below a px joined. */
function pathOf(path: Int16Array): string {
  let text = '';
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < path.length; i += 2) {
    if (path[i] === MISSING_POSITION) {
      lastX = NaN;
      continue;
    }
    const [x, y] = [unit(path[i] / SKETCH_SIDE), unit(1 - path[i + 1] / SKETCH_SIDE)];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < FINE) continue;
    if (Number.isNaN(lastX)) text += `M${x} ${y}l`;
    else
      text += `${/[\dl]$/.test(text) && (x < lastX || text.endsWith('l')) ? '' : ' '}${x - lastX}${y < lastY ? '' : ' '}${y - lastY}`;
    [lastX, lastY] = [x, y];
  }
  return text.replace(/l(?=M|$)/g, '');
}

/** Horizontal strokes over the runs of cells of at least a shade, with relative moves in units of a cell. */
function shadePath(occupancy: Uint16Array, least: number): string {
  let text = '';
  let [atX, atY] = [0, 0];
  for (let row = 0; row < SKETCH_CELLS; row++) {
    const dark = (column: number): boolean => occupancy[row * SKETCH_CELLS + column] >= least;
    for (let column = 0; column < SKETCH_CELLS; column++) {
      if (!dark(column)) continue;
      const start = column;
      while (column + 1 < SKETCH_CELLS && dark(column + 1)) column++;
      const y = SKETCH_CELLS - 1 - row;
      text += `m${start - atX}${y < atY ? '' : ' '}${y - atY}h${column + 1 - start}`;
      [atX, atY] = [column + 1, y];
    }
  }
  return text;
}

type ArenaShape = TrackSheet['arena'];

/** Number of cells of the square that the arena covers, by which an even spread is told. */
function cellsIn({ shape, width, height, armWidth }: ArenaShape): number {
  const all = SKETCH_CELLS * SKETCH_CELLS;
  if (shape === 'circle' || shape === 'ring') return (all * Math.PI) / 4;
  const share = shape === 'plus' ? armWidth * (2 - armWidth) : width * height;
  return shape !== null && share > 0 ? all * share : all;
}

/** The arena and the zone that counts, as lines. */
function outline({ shape, width, height, centerFraction, armWidth, openAxis }: ArenaShape): Markup {
  const rectangle = (w: number, h: number): string =>
    `M${unit(0.5 - w / 2)} ${unit(0.5 - h / 2)}h${unit(w)}v${unit(h)}h-${unit(w)}z`;
  const circle = (d: number): string =>
    `M${unit(0.5 - d / 2)} ${unit(0.5)}a${unit(d / 2)} ${unit(d / 2)} 0 1 0 ${unit(d)} 0a${unit(d / 2)} ${unit(d / 2)} 0 1 0 -${unit(d)} 0z`;
  const line = (d: string, stroke: string, tone: string): Markup =>
    svg`<path d="${d}" class="${tone}" stroke="${stroke}" stroke-width="1.4" fill="none"/>`;
  const needed = shape === 'plus' ? [armWidth] : shape === 'circle' ? [centerFraction] : [width, height, centerFraction];
  if (!needed.every(Number.isFinite)) return svg``;
  if (shape === 'plus') {
    const arms =
      openAxis === 'x' ? [rectangle(1, armWidth), rectangle(armWidth, 1)] : [rectangle(armWidth, 1), rectangle(1, armWidth)];
    return svg`${line(arms[0], GRID, 'grid')}${line(arms[1], RULE, 'rule')}`;
  }
  if (shape === 'circle') return svg`${line(circle(1), RULE, 'rule')}${line(circle(centerFraction), GRID, 'grid')}`;
  if (shape === 'ring') return line(circle(1), RULE, 'rule');
  return shape === null
    ? svg``
    : svg`${line(rectangle(width, height), RULE, 'rule')}${line(rectangle(width * centerFraction, height * centerFraction), GRID, 'grid')}`;
}

function zoneWords({ shape, openAxis }: ArenaShape): string {
  if (shape === 'plus') return `(closed arms dark, open arms pale, along ${openAxis})`;
  return shape === 'rectangle' || shape === 'circle' ? '(inner line: the center)' : '';
}

function armsWith(sheet: TrackSheet, arms: ReadonlyMap<string, string>, order: ArmOrder): string {
  const counted = order.arms.map((arm) => ({ arm, n: sheet.animals.filter((animal) => arms.get(animal) === arm).length }));
  return counted
    .filter(({ n }) => n > 0)
    .map(({ arm, n }) => `${n} of ${arm}`)
    .join(', ');
}
