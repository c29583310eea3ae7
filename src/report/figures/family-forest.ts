import type { FamilyTest } from '../../pathway/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { listed, plural, pvalue } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, RULE, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';
import { DOWN, UP } from './volcano.ts';

const [WIDTH, LABEL, LINE, TOP] = [720, 268, 19, 38];
const MOST_FAMILIES = 20;
const KINDS = [
  { kind: 'all', heading: 'Pathway' },
  { kind: 'system', heading: 'Transmitter systems' },
  { kind: 'cascade', heading: 'Steps of transmission' },
  { kind: 'family', heading: 'Families' },
] as const;
const NEUTRAL: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'circle' };

type FamilyLine = FamilyTest | string;

/** Each set's member genes as ticks, its mean with a 95 % interval, and the adjusted p of the sample-based tests. */
export function familyForestFigure(
  families: readonly FamilyTest[],
  foldChangeOf: (gene: string) => number,
  contrast: string,
  level: number,
  data: string,
): Figure | null {
  const lines = linesOf(families);
  const tested = lines.filter((line) => typeof line !== 'string');
  if (tested.length === 0) return null;
  const right = WIDTH - 150;
  const scale = linearScale(domainOf(tested), [LABEL, right], 6);
  const bottom = TOP + lines.length * LINE + 6;
  const rows = lines.map((line, i) => familyLine(line, scale, TOP + (i + 0.5) * LINE, foldChangeOf, level));
  const head = svg`${note(right + 66, 14, 'FDR, shift', 'end')}${note(WIDTH - 2, 14, 'FDR, any', 'end')}${note(right + 66, 27, 'as a whole', 'end')}${note(WIDTH - 2, 27, 'direction', 'end')}`;
  const hits = tested.filter((family) => family.padj < level);
  const left = families.length - tested.length;
  return {
    id: 'family-forest',
    title: 'Receptor families tested as sets',
    summary: `${plural(tested.length, 'set')} in ${contrast}. ${hits.length === 0 ? 'None shifts as a whole' : `Shifted as a whole: ${listed(hits.slice(0, 8).map((family) => `${family.label} (${family.direction})`))}`} at a false discovery rate of ${level}.`,
    caption: `Mean log2 fold change of each set with its 95 % interval, which respects the correlation of the genes between animals; gray ticks: member genes (those beyond the axis are not drawn). Triangles: false discovery rate below ${level}. “Any direction” also finds sets whose members move in opposite directions. In brackets: genes tested of those in the catalogue.${left > 0 ? ` The ${plural(left, 'family', 'families')} with larger p are in the table.` : ''}`,
    width: WIDTH,
    height: bottom + 42,
    body: svg`<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${head}${rows}${bottomAxis(scale, bottom, 'log2 fold change')}`,
    data,
  };
}

/** Sets under their headings: pathway, systems and steps as declared, families by p. */
function linesOf(families: readonly FamilyTest[]): FamilyLine[] {
  return KINDS.flatMap(({ kind, heading }) => {
    const own = families.filter((family) => family.kind === kind && Number.isFinite(family.meanLog2FoldChange));
    const ranked = [...own].sort((a, b) => a.pvalue - b.pvalue);
    const shown = kind === 'family' ? ranked.slice(0, MOST_FAMILIES) : kind === 'system' ? ranked : own;
    return shown.length === 0 ? [] : [heading, ...shown];
  });
}

function domainOf(families: readonly FamilyTest[]): [number, number] {
  const [low, high] = extent(
    families.map((family) => family.meanLog2FoldChange),
    [0],
  );
  const reach = Math.max(high - low, 0.2);
  const [lowest, highest] = extent(
    families.map((family) => family.low),
    families.map((family) => family.high),
    [low, high],
  );
  return padded([Math.max(lowest, low - reach), Math.min(highest, high + reach)], 0.04);
}

function familyLine(line: FamilyLine, scale: Scale, y: number, foldChangeOf: (gene: string) => number, level: number): Markup {
  if (typeof line === 'string') return words(0, y + 5, line, 'start', TYPE.label, 600);
  const hit = line.padj < level;
  const style = hit ? (line.meanLog2FoldChange > 0 ? UP : DOWN) : NEUTRAL;
  const [left, right] = scale.range;
  const ticks = line.genes
    .map((gene) => scale(foldChangeOf(gene)))
    .filter((x) => x >= left && x <= right)
    .map((x) => svg`M${x} ${y - 6}v12`);
  const size = ` (${line.size}/${line.declared})`;
  const label = `${fitText(line.label, TYPE.tick, (LABEL - 20) / (hit ? 1.06 : 1) - textWidth(size, TYPE.tick))}${size}`;
  const at = { x: scale(line.meanLog2FoldChange), low: scale(line.low), high: scale(line.high), y };
  return svg`${words(12, y + 4, label, 'start', TYPE.tick, hit ? 600 : 400)}
    <path d="${ticks}" class="s-tick" stroke="#c2c2c2" stroke-width="1"/>${intervalBar(style, at, scale.range, 4.4)}${words(right + 66, y + 4, pvalue(line.padj), 'end', TYPE.tick, hit ? 600 : 400)}${words(WIDTH - 2, y + 4, pvalue(line.mixedPadj), 'end', TYPE.tick, line.mixedPadj < level ? 600 : 400)}`;
}
