import type { TargetedTable } from '../../integration/index.ts';
import { slug } from '../text/slug.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** Id of the table of a targeted assay. */
export const targetedDataId = (table: TargetedTable, index: number): string => `targeted-${index + 1}-${slug(table.label)}`;

/** Tables of one targeted assay: analytes against RNA-seq, links with behavior, and the references of a qPCR. */
export function targetedData(table: TargetedTable, index: number): DataSet[] {
  const id = targetedDataId(table, index);
  const rows = over(table.analytes);
  const comparison = dataSet(
    id,
    `${table.label}: ${table.contrast}`,
    'log2 difference between the arms at equal sex, beside the same comparison in RNA-seq, and the correlation of both measurements over the animals that have both.',
    [
      rows.text('analyte', 'Analyte', (row) => row.analyte),
      rows.text('gene', 'Gene', (row) => row.gene),
      rows.number('n', 'Animals', (row) => row.n, 'whole'),
      rows.number('log2_fold_change', 'log2 change', (row) => row.estimate),
      rows.number('low', '95 % from', (row) => row.low),
      rows.number('high', '95 % to', (row) => row.high),
      rows.number('fold', 'Fold', (row) => row.fold),
      rows.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      rows.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
      rows.number('rna_log2_fold_change', 'RNA-seq log2 change', (row) => row.rnaLog2FoldChange),
      rows.number('rna_pvalue', 'RNA-seq p', (row) => row.rnaPvalue, 'p'),
      rows.text('direction', 'Direction', (row) => row.agreement),
      rows.number('r_rna', 'r with RNA-seq', (row) => row.rRna, 'hundredths'),
      rows.number('r_rna_within', 'r with RNA-seq, within groups', (row) => row.rRnaWithin, 'hundredths'),
      rows.number('animals_with_rna', 'Animals with both', (row) => row.animalsWithRna, 'whole'),
    ],
  );
  return [
    comparison,
    ...(table.links.length === 0 ? [] : [linkRows(table, id)]),
    ...(table.references.length === 0 ? [] : [referenceRows(table, id)]),
  ];
}

function linkRows(table: TargetedTable, id: string): DataSet {
  const rows = table.links.flatMap((link) => link.genes.map((analyte, k) => ({ link, analyte, k })));
  const columns = over(rows);
  return dataSet(
    `${id}-links`,
    `${table.label} and behavior`,
    'Correlation with behavior over all animals (raw) and after removing group means (within). Only the within-group columns speak of a link among like-treated animals.',
    [
      columns.text('outcome', 'Outcome', (row) => row.link.label),
      columns.text('analyte', 'Analyte', (row) => row.analyte),
      columns.number('n', 'Animals', (row) => row.link.n, 'whole'),
      columns.number('r', 'r raw', (row) => row.link.r[row.k], 'hundredths'),
      columns.number('r_within', 'r within', (row) => row.link.rWithin[row.k], 'hundredths'),
      columns.number('r_within_low', '95 % from', (row) => row.link.rWithinLow[row.k], 'hundredths'),
      columns.number('r_within_high', '95 % to', (row) => row.link.rWithinHigh[row.k], 'hundredths'),
      columns.number('pvalue_within', 'p within', (row) => row.link.pvalueWithin[row.k], 'p'),
      columns.number('max_t_within', 'max-T p', (row) => row.link.maxTWithin[row.k], 'p'),
    ],
  );
}

function referenceRows(table: TargetedTable, id: string): DataSet {
  const columns = over(table.references);
  return dataSet(
    `${id}-references`,
    `${table.label}: reference genes`,
    'Smaller is steadier. NormFinder alone sees a reference that follows the treatment. Steadiness needs at least three references.',
    [
      columns.text('gene', 'Gene', (row) => row.gene),
      columns.number('efficiency', 'Copies per copy and cycle', (row) => row.efficiency),
      columns.number('genorm_m', 'geNorm M', (row) => row.geNormM),
      columns.number('normfinder', 'NormFinder', (row) => row.normFinder),
      columns.number('bestkeeper_deviation', 'Mean absolute deviation (cycles)', (row) => row.bestKeeperDeviation),
    ],
  );
}
