import type { ExpressionResult } from '../../expression/index.ts';
import { type DataSet, dataSet, numberColumn, numberColumns, over, textColumn } from './data-set.ts';

/** The data sets of composition and variance shares. */
export function makeupData({ makeup, samples }: ExpressionResult): DataSet[] {
  if (makeup === undefined) return [];
  const { composition, variance } = makeup;
  const rows = over(composition.shifts);
  return [
    dataSet(
      'expression-composition',
      'Shifts of cell-type markers',
      'One row per cell type and comparison: difference of the mean log2 marker expression, and its range when any one marker is left out.',
      [
        rows.text('type', 'Cell type', ({ type }) => type),
        rows.text('contrast', 'Comparison', ({ contrast }) => contrast),
        rows.number('difference', 'Difference (log2)', ({ difference }) => difference, 'hundredths'),
        rows.number('low', '95 % from', ({ low }) => low, 'hundredths'),
        rows.number('high', '95 % to', ({ high }) => high, 'hundredths'),
        rows.number('df', 'df', ({ df }) => df, 'hundredths'),
        rows.number('pvalue', 'p', ({ pvalue }) => pvalue, 'p'),
        rows.number('padj', 'Adjusted p', ({ padj }) => padj, 'p'),
        rows.number('least', 'Least without one marker', ({ leastWithoutOne }) => leastWithoutOne, 'hundredths'),
        rows.number('most', 'Most without one marker', ({ mostWithoutOne }) => mostWithoutOne, 'hundredths'),
        rows.number('agreeing', 'Markers agreeing', ({ agreeing }) => agreeing, 'hundredths'),
      ],
    ),
    dataSet(
      'expression-cell-scores',
      'Cell-type scores of the samples',
      'Mean log2 expression of the markers of each type, about the mean of all samples.',
      [
        textColumn('sample', 'Sample', samples),
        ...composition.scores.map(({ type, scores }) => numberColumn(type, type, scores, 'hundredths')),
      ],
    ),
    dataSet(
      'expression-variance-shares',
      'Variance shares',
      'Share of the variance of each gene that goes with each variable; a sample of genes, evenly along mean expression.',
      [textColumn('gene', 'Gene', variance.genes), ...numberColumns(variance.names, variance.fractions, 'hundredths')],
    ),
  ];
}
