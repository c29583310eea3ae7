import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { listed, plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { calledGenes, strongest } from './gene-points.ts';
import { colorBar, colorStep, DIVERGING, heatCells } from './heat.ts';
import { type SampleGroups, sampleLabels, stripsOf } from './sample-groups.ts';
import { columnNames, columnNamesHeight, drawStrips, stripLegend, stripsHeight } from './sample-strips.ts';
import { INK, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [LEFT, SIDE, ROW] = [92, 520, 14];
const MOST = 40;
const LIMIT = 2.5;

/** The genes with the smallest p as rows, samples as columns by group; colors are deviations from the gene's mean. */
export function geneHeatmapFigure(
  expression: ExpressionResult,
  contrast: ContrastResult,
  groups: SampleGroups,
  data: string,
): Figure | null {
  const called = calledGenes(contrast);
  const hits = strongest(contrast, [...called.up, ...called.down], MOST);
  if (hits.length < 2) return null;
  const genes = [...hits].sort((a, b) => contrast.log2FoldChange[b] - contrast.log2FoldChange[a] || a - b);
  const order = samplesByGroup(groups, expression.quality.clusterOrder);
  const values = genes.map((g) => deviations(expression, g));
  const strips = stripsOf(expression.quality, groups);
  const names = sampleLabels(expression);
  const legend = stripLegend(groups, strips, LEFT, 14, SIDE);
  const top = legend.height + 10;
  const y = top + stripsHeight(strips) + 2;
  const height = genes.length * ROW;
  const bar = y + height + columnNamesHeight(names, order.length, SIDE) + 8;
  const grid = { rows: genes.length, columns: order.length, x: LEFT, y, width: SIDE, height, colors: DIVERGING };
  const labels = genes.map(
    (
      g,
      i,
    ) => svg`<text x="${LEFT - 5}" y="${y + i * ROW + 10.5}" text-anchor="end" font-size="${TYPE.small}" font-style="italic" class="ink" fill="${INK}">${fitText(expression.genes[g], TYPE.small, LEFT - 8)}
      </text>`,
  );
  return {
    id: 'expression-heatmap',
    title: `The ${plural(genes.length, 'gene')} with the smallest p in every sample: ${contrast.name}`,
    summary: `Heat map of ${plural(genes.length, 'gene')} in ${plural(order.length, 'sample')}, among them ${listed(hits.slice(0, 5).map((g) => expression.genes[g]))}; rows from the largest increase to the largest decrease.`,
    caption: `Each row is a gene called at the false discovery rate of the comparison, from the largest increase to the largest decrease in ${contrast.treated}; each column a sample. Colors: deviation from the gene's mean in ${expression.transformName}, in its standard deviations. Chosen for the comparison, so the groups are bound to look apart; look for single samples that break the pattern.`,
    width: LEFT + SIDE + 70,
    height: bar + 26,
    body: svg`${legend.body}${drawStrips(groups, strips, order, { x: LEFT, y: top, width: SIDE })}${heatCells({ ...grid, colorOf: (row, column) => colorStep(values[row][order[column]], -LIMIT, LIMIT, DIVERGING) })}${labels}${columnNames(names, order, { x: LEFT, y: y + height, width: SIDE })}${colorBar(LEFT, bar, DIVERGING, `−${LIMIT}`, `+${LIMIT}`, 'standard deviations from the gene’s mean')}`,
    data,
  };
}

/** Samples group by group, inside a group in the order of the clustering tree; samples without a group last. */
export function samplesByGroup(groups: SampleGroups, clusterOrder: Int32Array): number[] {
  const place = (sample: number): number => {
    const at = groups.names.indexOf(groups.of[sample] ?? '');
    return at < 0 ? groups.names.length : at;
  };
  return Array.from(clusterOrder).sort((a, b) => place(a) - place(b));
}

function deviations(expression: ExpressionResult, g: number): Float64Array {
  const n = expression.samples.length;
  const row = expression.transformed.subarray(g * n, (g + 1) * n);
  const mean = row.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1));
  return row.map((value) => (sd > 0 ? (value - mean) / sd : 0));
}
