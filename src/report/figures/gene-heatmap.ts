import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';
import { standardized } from '../data/standardized.ts';
import { svg } from '../text/markup.ts';
import { listed, plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { calledGenes, strongest } from './gene-points.ts';
import type { SampleGroups } from './sample-groups.ts';
import { sampleHeatmap } from './sample-heatmap.ts';
import { INK, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [LEFT, SIDE] = [92, 520];
const MOST = 40;

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
  const n = expression.samples.length;
  const values = genes.map((g) => standardized(expression.transformed.subarray(g * n, (g + 1) * n)));
  const { body, height, columns } = sampleHeatmap(expression, groups, {
    ...{ rows: genes.length, left: LEFT, side: SIDE, row: 14, limit: 2.5 },
    unit: 'standard deviations from the gene’s mean',
    value: (row, sample) => values[row][sample],
    label: (row, y) =>
      svg`<text x="${LEFT - 5}" y="${y + 10.5}" text-anchor="end" font-size="${TYPE.small}" font-style="italic" class="ink" fill="${INK}">${fitText(expression.genes[genes[row]], TYPE.small, LEFT - 8)}
      </text>`,
    framed: new Set(),
  });
  return {
    id: 'expression-heatmap',
    title: `The ${plural(genes.length, 'gene')} with the smallest p in every sample: ${contrast.name}`,
    summary: `Heat map of ${plural(genes.length, 'gene')} in ${plural(columns, 'sample')}, among them ${listed(hits.slice(0, 5).map((g) => expression.genes[g]))}; rows from the largest increase to the largest decrease.`,
    caption: `Each row is a gene called at the false discovery rate of the comparison, from the largest increase to the largest decrease in ${contrast.treated}; each column a sample. Colors: deviation from the gene's mean in ${expression.transformName}, in its standard deviations. Chosen for the comparison, so the groups are bound to look apart; look for single samples that break the pattern.`,
    width: LEFT + SIDE + 70,
    height,
    body,
    data,
  };
}
