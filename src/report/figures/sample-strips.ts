import { type Markup, svg } from '../text/markup.ts';
import { heatCells } from './heat.ts';
import { note, words } from './marks.ts';
import { type SampleGroups, type Strip, stripShade } from './sample-groups.ts';
import { MUTED, RULE, styleOf, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

export const STRIP_HEIGHT = 9;
const GAP = 2;

/** Height of the strips of the groups and of further properties. */
export function stripsHeight(strips: readonly Strip[]): number {
  return (1 + strips.length) * (STRIP_HEIGHT + GAP);
}

/**
 * Strips above (or below) a heat map: the samples' groups in color, further properties in grays.
 *
 * @param order the sample in each column
 */
export function drawStrips(
  groups: SampleGroups,
  strips: readonly Strip[],
  order: ArrayLike<number>,
  at: { x: number; y: number; width: number },
): Markup {
  const colors = groups.names.map((name) => styleOf(groups.styles, name).color);
  const rows = [
    { name: groups.factor, colors, colorOf: (sample: number) => groups.names.indexOf(groups.of[sample] ?? '') },
    ...strips.map(({ name, levels, codes }) => ({
      name,
      colors: levels.map((_, l) => stripShade(l, levels.length)),
      colorOf: (sample: number) => codes[sample],
    })),
  ];
  return svg`${rows.map((row, i) => {
    const y = at.y + i * (STRIP_HEIGHT + GAP);
    const cells = heatCells({
      rows: 1,
      columns: order.length,
      x: at.x,
      y,
      width: at.width,
      height: STRIP_HEIGHT,
      colors: row.colors,
      colorOf: (_, column) => row.colorOf(order[column]),
    });
    return svg`${cells}${note(at.x + at.width + 5, y + STRIP_HEIGHT - 1, fitText(row.name, TYPE.small, 62))}`;
  })}`;
}

/** What the colors and grays of the strips mean, in rows no wider than `width`; with its height. */
export function stripLegend(
  groups: SampleGroups,
  strips: readonly Strip[],
  x: number,
  y: number,
  width: number,
): { body: Markup; height: number } {
  const rows = [
    { name: groups.factor, entries: groups.names.map((name) => ({ name, color: styleOf(groups.styles, name).color })) },
    ...strips.map(({ name, levels }) => ({
      name,
      entries: levels.map((level, l) => ({ name: level, color: stripShade(l, levels.length) })),
    })),
  ];
  let line = y;
  const body = rows.map(({ name, entries }) => {
    let left = x + Math.max(56, textWidth(name, TYPE.small) + 10);
    const start = left;
    const drawn = [note(x, line, name)];
    for (const entry of entries) {
      const size = 20 + textWidth(entry.name, TYPE.tick);
      if (left > start && left + size > x + width) {
        left = start;
        line += 16;
      }
      drawn.push(
        svg`<rect x="${left}" y="${line - 8}" width="9" height="9" fill="${entry.color}" stroke="${RULE}" stroke-width="0.5"/>`,
        words(left + 13, line, entry.name),
      );
      left += size;
    }
    line += 17;
    return svg`${drawn}`;
  });
  return { body: svg`${body}`, height: line - y };
}

/** Names of the samples below columns, turned upright; nothing when there are too many to read. */
export function columnNames(
  names: readonly string[],
  order: ArrayLike<number>,
  at: { x: number; y: number; width: number },
): Markup | null {
  const step = at.width / order.length;
  if (step < 7) return null;
  const size = Math.min(TYPE.small, step);
  return svg`<g font-size="${size}" text-anchor="end" class="muted" fill="${MUTED}">${Array.from(
    { length: order.length },
    (_, i) =>
      svg`<text transform="translate(${at.x + (i + 0.5) * step + size * 0.35} ${at.y + 4}) rotate(-90)">${names[order[i]]}</text>`,
  )}</g>`;
}

/** Room that {@link columnNames} takes. */
export function columnNamesHeight(names: readonly string[], columns: number, width: number): number {
  const step = width / columns;
  if (step < 7) return 8;
  return 10 + names.reduce((most, name) => Math.max(most, textWidth(name, Math.min(TYPE.small, step))), 0);
}
