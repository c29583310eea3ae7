import type { LeadingEdge } from '../data/leading-edges.ts';
import { type Markup, svg } from '../text/markup.ts';
import { listed, pEquals, plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { type GroupStyle, INK, styleOf, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';
import { LEVELS, type Swatch, swatchColor, swatchTone } from './uncertainty-palette.ts';

const [LABEL, ROW, TOP, MOST_NAMES, GAP] = [84, 14, 62, 40, 6];
/** z at the ends of the colors. */
const LIMIT = 2;
const FULL = LEVELS.length - 1;

/** The genes that drive a set, one row each, in every sample of the comparison. */
export function leadingEdgeFigure(
  edge: LeadingEdge,
  id: string,
  styles: ReadonlyMap<string, GroupStyle>,
  contrast: string,
  data: string,
): Figure {
  const { curve, genes, samples, z, left } = edge;
  const cell = Math.max(7, Math.min(34, Math.floor((720 - LABEL - GAP) / samples.length)));
  const second = samples.findIndex((sample) => sample.group !== samples[0].group);
  const xOf = (s: number): number => LABEL + s * cell + (second > 0 && s >= second ? GAP : 0);
  const bottom = TOP + genes.length * ROW;
  const width = Math.max(xOf(samples.length - 1) + cell + 2, 420);
  const named = samples.length <= MOST_NAMES;
  const rows = genes.map((gene, g) => {
    const y = TOP + g * ROW;
    const cells = samples.map((_, s) => square(xOf(s), y, cell, z[g * samples.length + s]));
    return svg`<text x="${LABEL - 6}" y="${y + 10.5}" text-anchor="end" font-size="${TYPE.small}" font-style="italic" class="ink" fill="${INK}">${fitText(gene, TYPE.small, LABEL - 10)}
      </text>${cells}`;
  });
  const longest = named ? Math.max(...samples.map((sample) => textWidth(sample.name, 9))) : 0;
  const room = named ? Math.min(72, longest) + 12 : 10;
  return {
    id,
    title: `Genes that drive ${curve.row.pathway}`,
    summary: `Leading edge of ${curve.row.pathway} in ${contrast}, ${plural(genes.length + left, 'gene')}: ${listed(genes.slice(0, 8))}${genes.length + left > 8 ? ' and others' : ''}; ${pEquals(curve.test?.pvalue ?? NaN, 'sample-based p')}.`,
    caption: `Expression of each gene of the leading edge in each sample, standardized over these samples (z), strongest gene first. They were chosen because they differ, so that some difference between the groups must show; what is to be seen is whether all samples of a group agree.${left > 0 ? ` ${plural(left, 'further gene is', 'further genes are')} in the table of the running scores.` : ''}`,
    width,
    height: bottom + room,
    body: svg`${words(0, 14, `${curve.row.pathway}: leading edge`, 'start', TYPE.title, 600)}${key(width)}${heads(edge, xOf, cell, styles)}${rows}${named ? samples.map(({ name }, s) => sampleName(name, xOf(s) + cell / 2, bottom + 6)) : null}`,
    data,
  };
}

function square(x: number, y: number, cell: number, z: number): Markup {
  const { bins } = LEVELS[FULL];
  const bin = Math.min(bins - 1, Math.max(0, Math.floor(((z / LIMIT + 1) / 2) * bins)));
  const swatch: Swatch = { level: FULL, bin };
  return svg`<rect x="${x}" y="${y}" width="${cell - 1}" height="${ROW - 1}" class="f-${swatchTone(swatch)}" fill="${swatchColor(swatch)}"/>`;
}

/** The groups over their samples. */
function heads(
  { samples }: LeadingEdge,
  xOf: (s: number) => number,
  cell: number,
  styles: ReadonlyMap<string, GroupStyle>,
): Markup {
  const groups = [...new Set(samples.map((sample) => sample.group))];
  return svg`${groups.map((group) => {
    const own = samples.flatMap((sample, s) => (sample.group === group ? [s] : []));
    const [x1, x2] = [xOf(own[0]), xOf(own[own.length - 1]) + cell - 1];
    const style = styleOf(styles, group);
    const name = fitText(group ?? '', TYPE.tick, x2 - x1 - 14);
    return svg`${marks(style, [{ x: x1 + 5, y: 45 }], 4)}${words(x1 + 14, 49, name)}<path d="M${x1} 57H${x2}" class="s-${style.tone}" stroke="${style.color}" stroke-width="2"/>`;
  })}`;
}

function sampleName(name: string, x: number, y: number): Markup {
  return svg`<text transform="translate(${x + 3} ${y}) rotate(-90)" text-anchor="end" font-size="9" class="muted" fill="#5c5c5c">${fitText(name, 9, 72)}
    </text>`;
}

/** The colors and what they mean. */
function key(width: number): Markup {
  const { bins } = LEVELS[FULL];
  const left = width - bins * 14 - 62;
  const boxes = Array.from({ length: bins }, (_, bin) => {
    const swatch: Swatch = { level: FULL, bin };
    return svg`<rect x="${left + bin * 14}" y="20" width="13" height="9" class="f-${swatchTone(swatch)}" fill="${swatchColor(swatch)}"/>`;
  });
  return svg`${boxes}${note(left - 6, 28, `z −${LIMIT} or less`, 'end', 9)}${note(left + bins * 14 + 5, 28, `+${LIMIT} or more`, 'start', 9)}`;
}
