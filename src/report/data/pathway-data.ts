import type { PathwayResult } from '../../pathway/index.ts';
import { ascending, type DataSet, dataSet, over } from './data-set.ts';
import { curveData, type EnrichmentCurve } from './enrichment-curves.ts';
import { type LeadingEdge, leadingEdgeData } from './leading-edges.ts';

/** The data sets of the pathway section. */
export function pathwayData(
  pathway: PathwayResult,
  arms: ReadonlyMap<string, string | null>,
  drawn: { curves: readonly EnrichmentCurve[]; edges: readonly LeadingEdge[] } | null,
): DataSet[] {
  return [
    panelData(pathway),
    familyData(pathway),
    enrichmentData(pathway),
    balanceData(pathway),
    balanceSampleData(pathway, arms),
    curveData(drawn?.curves ?? []),
    leadingEdgeData(drawn?.edges ?? []),
  ];
}

function panelData({ panel }: PathwayResult): DataSet {
  const columns = over(panel);
  return dataSet(
    'receptor-panel',
    'Receptor panel',
    "The pre-declared catalogue genes in the headline comparison. Fold change and interval are DESeq2's, the shrunken one apeglm's; p is that of a moderated t on variance-stabilized values, which holds its level where DESeq2's does not. Error rates are held within the panel named in its column.",
    [
      columns.text('gene', 'Gene', (row) => row.gene),
      columns.text('system', 'System', (row) => row.system),
      columns.text('family', 'Family', (row) => row.familyLabel),
      columns.text('role', 'Role', (row) => row.role),
      columns.text('sign', 'Effect on the cell', (row) =>
        row.sign === 1 ? 'excites' : row.sign === -1 ? 'inhibits' : 'modulates or none',
      ),
      columns.text('class', 'Class', (row) => row.class),
      columns.text('panel', 'Panel', (row) => row.panel),
      columns.text('detected', 'Detected', (row) => (row.detected ? 'yes' : 'no')),
      columns.number('baseMean', 'Mean count', (row) => row.baseMean),
      columns.number('log2FoldChange', 'log2 fold change', (row) => row.log2FoldChange, 'hundredths'),
      columns.number('lfcSE', 'SE', (row) => row.lfcSE, 'hundredths'),
      columns.number('low', '95 % from', (row) => row.low, 'hundredths'),
      columns.number('high', '95 % to', (row) => row.high, 'hundredths'),
      columns.number('shrunken_log2FoldChange', 'Shrunken', (row) => row.shrunkenLog2FoldChange, 'hundredths'),
      columns.number('shrunken_SE', 'its SD', (row) => row.shrunkenSE, 'hundredths'),
      columns.number('stat', 'Moderated t', (row) => row.stat, 'hundredths'),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('panel_fdr', 'Panel FDR', (row) => row.panelFdr, 'p'),
      columns.number('panel_familywise', 'Familywise p', (row) => row.panelFamilywise, 'p'),
      columns.number('deseq_pvalue', "DESeq2's p", (row) => row.deseqPvalue, 'p'),
    ],
    ascending(panel.map((row) => row.pvalue)),
  );
}

function familyData({ families }: PathwayResult): DataSet {
  const columns = over(families);
  return dataSet(
    'receptor-families',
    'Families tested as a whole',
    'The headline p is sample-based; the p from permuting genes is shown beside it and never alone.',
    [
      columns.text('family', 'Set', (row) => row.label),
      columns.text('kind', 'Kind', (row) => row.kind),
      columns.number('size', 'Genes', (row) => row.size, 'whole'),
      columns.number('declared', 'In catalogue', (row) => row.declared, 'whole'),
      columns.number('mean_log2FoldChange', 'Mean log2 fold change', (row) => row.meanLog2FoldChange, 'hundredths'),
      columns.number('low', '95 % from', (row) => row.low, 'hundredths'),
      columns.number('high', '95 % to', (row) => row.high, 'hundredths'),
      columns.text('direction', 'Direction', (row) => row.direction),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'FDR', (row) => row.padj, 'p'),
      columns.number('familywise', 'Familywise p', (row) => row.familywise, 'p'),
      columns.number('mixed_pvalue', 'p, either direction', (row) => row.mixedPvalue, 'p'),
      columns.number('mixed_padj', 'FDR, either direction', (row) => row.mixedPadj, 'p'),
      columns.text('shift', 'Shift towards', (row) => row.shift),
      columns.number('signed_pvalue', 'p, weighed by sign', (row) => row.signedPvalue, 'p'),
      columns.number('signed_padj', 'FDR, weighed by sign', (row) => row.signedPadj, 'p'),
      columns.number('gene_permutation_pvalue', 'p, permuting genes', (row) => row.genePermutationPvalue, 'p'),
      columns.text('method', 'Method', (row) => row.method),
      columns.text('genes', 'Members', (row) => row.genes.join(' ')),
    ],
    ascending(families.map((row) => row.pvalue)),
  );
}

function enrichmentData({ enrichment }: PathwayResult): DataSet {
  const columns = over(enrichment);
  return dataSet(
    'enrichment',
    'Gene-set enrichment',
    'Over-representation (ora) and preranked enrichment (gsea). Both treat genes as independent, which they are not: read them as description.',
    [
      columns.text('method', 'Method', (row) => row.method),
      columns.text('pathway', 'Gene set', (row) => row.pathway),
      columns.number('size', 'Genes', (row) => row.size, 'whole'),
      columns.number('overlap', 'Overlap', (row) => row.overlap, 'whole'),
      columns.number('fold_enrichment', 'Fold enrichment', (row) => row.foldEnrichment, 'hundredths'),
      columns.number('ES', 'ES', (row) => row.ES, 'hundredths'),
      columns.number('NES', 'NES', (row) => row.NES, 'hundredths'),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
      columns.number('log2err', 'log2 error', (row) => row.log2err),
      columns.text('leading_edge', 'Genes that drive it', (row) => row.leadingEdge.join(' ')),
    ],
    ascending(enrichment.map((row) => row.pvalue)),
  );
}

function balanceData({ balance }: PathwayResult): DataSet {
  const columns = over(balance);
  return dataSet('balance', 'Excitation–inhibition indices', 'Difference of each index between the arms of the comparison.', [
    columns.text('index', 'Index', (row) => row.label),
    columns.text('definition', 'Definition', (row) => row.definition),
    columns.number('difference', 'Difference', (row) => row.estimate),
    columns.number('low', '95 % from', (row) => row.low, 'hundredths'),
    columns.number('high', '95 % to', (row) => row.high, 'hundredths'),
    columns.number('hedges_g', 'Hedges g', (row) => row.hedgesG, 'hundredths'),
    columns.number('pvalue', 'p, values held', (row) => row.pvalue, 'p'),
    columns.number('rearranged_pvalue', 'p, index taken anew', (row) => row.rearrangedPvalue, 'p'),
  ]);
}

function balanceSampleData({ balance }: PathwayResult, arms: ReadonlyMap<string, string | null>): DataSet {
  const rows = balance.flatMap((index) =>
    index.samples.map((sample, s) => ({ index: index.label, sample, value: index.values[s] })),
  );
  const columns = over(rows);
  return dataSet('balance-samples', 'Excitation–inhibition indices per sample', 'The values behind the figure.', [
    columns.text('index', 'Index', (row) => row.index),
    columns.text('sample', 'Sample', (row) => row.sample),
    columns.text('arm', 'Group', (row) => arms.get(row.sample) ?? null),
    columns.number('value', 'Value', (row) => row.value),
  ]);
}
