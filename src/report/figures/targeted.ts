import type { TargetedRow, TargetedTable } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, plural, pvalue } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [WIDTH, LABEL, NUMBERS, LINE, TOP] = [720, 150, 220, 20, 44];
const MOST = 40;
const OWN: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' };
const RNA: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'ring' };

/** Changes by a targeted assay with their intervals, and the RNA-seq estimate of the same gene beside each. */
export function targetedFigure(table: TargetedTable, id: string, data: string): Figure | null {
  const rows = table.analytes.filter((row) => Number.isFinite(row.estimate)).slice(0, MOST);
  if (rows.length === 0) return null;
  const right = WIDTH - NUMBERS;
  const ends = rows.flatMap((row) => [row.low, row.high, row.rnaLog2FoldChange, 0]);
  const scale = linearScale(padded(extent(ends), 0.06), [LABEL, right], 5);
  const bottom = TOP + rows.length * LINE + 4;
  const key = svg`${marks(OWN, [{ x: LABEL + 6, y: 10 }], 4)}${words(LABEL + 15, 14, fitText(table.label, TYPE.tick, 200))}${marks(RNA, [{ x: LABEL + 236, y: 10 }], 4)}${words(LABEL + 246, 14, 'RNA-seq, same gene')}`;
  const head = svg`${note(right + 12, TOP - 10, 'direction')}${note(right + 102, TOP - 10, 'r with RNA, within')}${note(WIDTH - 1, TOP - 10, 'p', 'end')}`;
  const shown =
    table.analytes.length > rows.length ? ` The first ${rows.length} of ${table.analytes.length} analytes are drawn.` : '';
  return {
    id,
    title: `${table.label}: ${table.contrast}`,
    summary: `${plural(table.analytes.length, 'analyte')}; ${table.sameDirection} of ${table.bothMeasured} that RNA-seq measured too point the same way.`,
    caption: `log2 difference at equal sex with 95 % interval, and the RNA-seq estimate of the same gene. ${table.sameDirection} of ${table.bothMeasured} point the same way; "uncertain" where one of the two does not exclude zero. r with RNA, within: correlation of the two measurements over animals after removing group means.${shown}`,
    width: WIDTH,
    height: bottom + 42,
    body: svg`<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${key}${head}${rows.map((row, i) => analyteLine(row, scale, TOP + (i + 0.5) * LINE))}${bottomAxis(scale, bottom, 'log2 difference')}`,
    data,
  };
}

function analyteLine(row: TargetedRow, scale: Scale, y: number): Markup {
  const [left, right] = scale.range;
  const bar = intervalBar(OWN, { x: scale(row.estimate), low: scale(row.low), high: scale(row.high), y }, scale.range, 4);
  const rna = Number.isFinite(row.rnaLog2FoldChange) ? marks(RNA, [{ x: scale(row.rnaLog2FoldChange), y }], 4.4) : null;
  return svg`${words(0, y + 4, fitText(row.analyte, TYPE.tick, left - 12))}${bar}${rna}${words(right + 12, y + 4, row.agreement)}${words(right + 102, y + 4, fixed(row.rRnaWithin, 2))}${words(WIDTH - 1, y + 4, pvalue(row.pvalue), 'end')}`;
}
