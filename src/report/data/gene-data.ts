import type { ExpressionResult } from '../../expression/index.ts';
import { topGene } from '../figures/gene-points.ts';
import { type DataSet, dataSet, numberColumn, textColumn } from './data-set.ts';

/** The counts of the gene that the report shows by group before the reader names another; null when no gene was tested. */
export function geneData(expression: ExpressionResult): DataSet | null {
  const gene = topGene(expression);
  if (gene === null) return null;
  const n = expression.samples.length;
  const counts = expression.counts.subarray(gene * n, (gene + 1) * n);
  return dataSet(
    'expression-gene',
    `Counts of one gene: ${expression.genes[gene]}`,
    'The gene with the smallest p, sample by sample.',
    [
      textColumn('sample', 'Sample', expression.samples),
      textColumn('group', 'Group', expression.arms),
      numberColumn('count', 'Count', counts, 'whole'),
      numberColumn(
        'normalized_count',
        'Normalized count',
        counts.map((count, s) => count / expression.sizeFactors[s]),
      ),
    ],
  );
}
