import type { EnrichmentRow, FamilyTest } from '../../pathway/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { listed, pEquals, plural, pvalue, significant } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { GRID, type GroupStyle, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';
import { DOWN, UP } from './volcano.ts';

const [WIDTH, LABEL, LINE, TOP] = [720, 236, 21, 58];
const PVALUES = 176;
const NEUTRAL: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'circle' };

interface Line {
  row: EnrichmentRow;
  test: FamilyTest | undefined;
}

/** Preranked enrichment of the declared sets: NES as position, genes as size, the sample-based test as color. */
export function enrichmentDotsFigure(lines: readonly Line[], contrast: string, level: number, data: string): Figure | null {
  if (lines.length === 0) return null;
  const [low, high] = extent(
    lines.map(({ row }) => row.NES),
    [-1, 1],
  );
  const scale = linearScale(padded([low, high], 0.08), [LABEL, WIDTH - PVALUES], 6);
  const largest = Math.max(...lines.map(({ row }) => row.size));
  const bottom = TOP + lines.length * LINE + 4;
  const hits = lines.filter(({ test }) => test !== undefined && test.padj < level);
  const body = lines.map((line, i) => dotLine(line, scale, TOP + (i + 0.5) * LINE, largest, level));
  return {
    id: 'enrichment-dots',
    title: `Preranked enrichment of the declared sets: ${contrast}`,
    summary: `${plural(lines.length, 'set')}; ${hits.length === 0 ? 'none' : listed(hits.slice(0, 6).map(({ row, test }) => `${row.pathway} (NES ${significant(row.NES, 2)}, ${pEquals(test?.padj ?? NaN, 'sample-based FDR')})`))} below the false discovery rate of ${significant(level, 2)} by the sample-based test.`,
    caption: `Normalized enrichment score; area: genes ranked. Colored triangles: false discovery rate of the sample-based test below ${significant(level, 2)}. Gene permutation takes genes as independent, which makes its p-values too small; it is printed for comparison with other papers and decides nothing.`,
    width: WIDTH,
    height: bottom + 44,
    body: svg`${heads()}${sizeKey(largest)}<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${body}${bottomAxis(scale, bottom, 'normalized enrichment score (NES)')}`,
    data,
  };
}

function heads(): Markup {
  const [first, second] = [WIDTH - 88, WIDTH - 2];
  return svg`${words(first, 32, 'FDR, sample-', 'end', TYPE.small, 600)}${words(first, 44, 'based test', 'end', TYPE.small, 600)}${note(second, 32, 'FDR, gene', 'end')}${note(second, 44, 'permutation', 'end')}`;
}

const radiusOf = (size: number, largest: number): number => 2.6 + 5.4 * Math.sqrt(size / largest);

/** Three example sizes. */
function sizeKey(largest: number): Markup {
  const sizes = [...new Set([Math.max(5, Math.round(largest / 20)), Math.max(5, Math.round(largest / 4)), largest])];
  let x = LABEL + 6;
  return svg`${note(0, 16, 'genes ranked:')}${sizes.map((size, i) => {
    const at = i === 0 ? 78 : x;
    x = at + 54;
    return svg`${marks(NEUTRAL, [{ x: at, y: 12 }], radiusOf(size, largest))}${note(at + 12, 16, String(size))}`;
  })}`;
}

function dotLine({ row, test }: Line, scale: Scale, y: number, largest: number, level: number): Markup {
  const hit = test !== undefined && test.padj < level;
  const style = hit ? (row.NES > 0 ? UP : DOWN) : NEUTRAL;
  const weight = hit ? 600 : 400;
  const [left, right] = scale.range;
  return svg`<path d="M${left} ${y}H${right}" class="grid" stroke="${GRID}"/>${words(0, y + 4, fitText(row.pathway, TYPE.tick, (LABEL - 12) / (hit ? 1.06 : 1)), 'start', TYPE.tick, weight)}${marks(style, [{ x: scale(row.NES), y }], radiusOf(row.size, largest))}${words(WIDTH - 88, y + 4, pvalue(test?.padj ?? NaN), 'end', TYPE.tick, weight)}${note(WIDTH - 2, y + 4, pvalue(row.padj), 'end', TYPE.tick)}`;
}
