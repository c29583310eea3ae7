import type { PathwayResult } from '../../pathway/index.ts';
import { ascending, type DataSet, dataSet, numberColumn, textColumn } from './data-set.ts';

/** The data sets of the pathway section. */
export function pathwayData(pathway: PathwayResult, arms: ReadonlyMap<string, string | null>): DataSet[] {
  return [
    panelData(pathway),
    familyData(pathway),
    enrichmentData(pathway),
    balanceData(pathway),
    balanceSampleData(pathway, arms),
  ];
}

function panelData({ panel }: PathwayResult): DataSet {
  return dataSet(
    'receptor-panel',
    'Receptor panel',
    'The pre-declared catalogue genes in the headline comparison; the false discovery rate is within the panel named in its column.',
    [
      textColumn(
        'gene',
        'Gene',
        panel.map((row) => row.gene),
      ),
      textColumn(
        'system',
        'System',
        panel.map((row) => row.system),
      ),
      textColumn(
        'family',
        'Family',
        panel.map((row) => row.familyLabel),
      ),
      textColumn(
        'role',
        'Role',
        panel.map((row) => row.role),
      ),
      textColumn(
        'sign',
        'Effect on the cell',
        panel.map((row) => (row.sign === 1 ? 'excites' : row.sign === -1 ? 'inhibits' : 'modulates or none')),
      ),
      textColumn(
        'class',
        'Class',
        panel.map((row) => row.class),
      ),
      textColumn(
        'panel',
        'Panel',
        panel.map((row) => row.panel),
      ),
      textColumn(
        'detected',
        'Detected',
        panel.map((row) => (row.detected ? 'yes' : 'no')),
      ),
      numberColumn(
        'baseMean',
        'Mean count',
        panel.map((row) => row.baseMean),
      ),
      numberColumn(
        'log2FoldChange',
        'log2 fold change',
        panel.map((row) => row.log2FoldChange),
        'hundredths',
      ),
      numberColumn(
        'lfcSE',
        'SE',
        panel.map((row) => row.lfcSE),
        'hundredths',
      ),
      numberColumn(
        'low',
        '95 % from',
        panel.map((row) => row.low),
        'hundredths',
      ),
      numberColumn(
        'high',
        '95 % to',
        panel.map((row) => row.high),
        'hundredths',
      ),
      numberColumn(
        'stat',
        'Wald z',
        panel.map((row) => row.stat),
        'hundredths',
      ),
      numberColumn(
        'pvalue',
        'p',
        panel.map((row) => row.pvalue),
        'p',
      ),
      numberColumn(
        'panel_fdr',
        'Panel FDR',
        panel.map((row) => row.panelFdr),
        'p',
      ),
    ],
    ascending(panel.map((row) => row.pvalue)),
  );
}

function familyData({ families }: PathwayResult): DataSet {
  return dataSet(
    'receptor-families',
    'Families tested as a whole',
    'The headline p is sample-based; the p from permuting genes is shown beside it and never alone.',
    [
      textColumn(
        'family',
        'Set',
        families.map((row) => row.label),
      ),
      textColumn(
        'kind',
        'Kind',
        families.map((row) => row.kind),
      ),
      numberColumn(
        'size',
        'Genes',
        families.map((row) => row.size),
        'whole',
      ),
      numberColumn(
        'declared',
        'In catalogue',
        families.map((row) => row.declared),
        'whole',
      ),
      numberColumn(
        'mean_log2FoldChange',
        'Mean log2 fold change',
        families.map((row) => row.meanLog2FoldChange),
        'hundredths',
      ),
      numberColumn(
        'low',
        '95 % from',
        families.map((row) => row.low),
        'hundredths',
      ),
      numberColumn(
        'high',
        '95 % to',
        families.map((row) => row.high),
        'hundredths',
      ),
      textColumn(
        'direction',
        'Direction',
        families.map((row) => row.direction),
      ),
      numberColumn(
        'pvalue',
        'p',
        families.map((row) => row.pvalue),
        'p',
      ),
      numberColumn(
        'padj',
        'FDR',
        families.map((row) => row.padj),
        'p',
      ),
      numberColumn(
        'familywise',
        'Familywise p',
        families.map((row) => row.familywise),
        'p',
      ),
      numberColumn(
        'mixed_pvalue',
        'p, either direction',
        families.map((row) => row.mixedPvalue),
        'p',
      ),
      numberColumn(
        'mixed_padj',
        'FDR, either direction',
        families.map((row) => row.mixedPadj),
        'p',
      ),
      numberColumn(
        'gene_permutation_pvalue',
        'p, permuting genes',
        families.map((row) => row.genePermutationPvalue),
        'p',
      ),
      textColumn(
        'method',
        'Method',
        families.map((row) => row.method),
      ),
      textColumn(
        'genes',
        'Members',
        families.map((row) => row.genes.join(' ')),
      ),
    ],
    ascending(families.map((row) => row.pvalue)),
  );
}

function enrichmentData({ enrichment }: PathwayResult): DataSet {
  return dataSet(
    'enrichment',
    'Gene-set enrichment',
    'Over-representation (ora) and preranked enrichment (gsea). Both treat genes as independent, which they are not: read them as description.',
    [
      textColumn(
        'method',
        'Method',
        enrichment.map((row) => row.method),
      ),
      textColumn(
        'pathway',
        'Gene set',
        enrichment.map((row) => row.pathway),
      ),
      numberColumn(
        'size',
        'Genes',
        enrichment.map((row) => row.size),
        'whole',
      ),
      numberColumn(
        'overlap',
        'Overlap',
        enrichment.map((row) => row.overlap),
        'whole',
      ),
      numberColumn(
        'fold_enrichment',
        'Fold enrichment',
        enrichment.map((row) => row.foldEnrichment),
        'hundredths',
      ),
      numberColumn(
        'ES',
        'ES',
        enrichment.map((row) => row.ES),
        'hundredths',
      ),
      numberColumn(
        'NES',
        'NES',
        enrichment.map((row) => row.NES),
        'hundredths',
      ),
      numberColumn(
        'pvalue',
        'p',
        enrichment.map((row) => row.pvalue),
        'p',
      ),
      numberColumn(
        'padj',
        'Adjusted p',
        enrichment.map((row) => row.padj),
        'p',
      ),
      numberColumn(
        'log2err',
        'log2 error',
        enrichment.map((row) => row.log2err),
      ),
      textColumn(
        'leading_edge',
        'Genes that drive it',
        enrichment.map((row) => row.leadingEdge.join(' ')),
      ),
    ],
    ascending(enrichment.map((row) => row.pvalue)),
  );
}

function balanceData({ balance }: PathwayResult): DataSet {
  return dataSet('balance', 'Excitation–inhibition indices', 'Difference of each index between the arms of the comparison.', [
    textColumn(
      'index',
      'Index',
      balance.map((row) => row.label),
    ),
    textColumn(
      'definition',
      'Definition',
      balance.map((row) => row.definition),
    ),
    numberColumn(
      'difference',
      'Difference',
      balance.map((row) => row.estimate),
    ),
    numberColumn(
      'low',
      '95 % from',
      balance.map((row) => row.low),
      'hundredths',
    ),
    numberColumn(
      'high',
      '95 % to',
      balance.map((row) => row.high),
      'hundredths',
    ),
    numberColumn(
      'hedges_g',
      'Hedges g',
      balance.map((row) => row.hedgesG),
      'hundredths',
    ),
    numberColumn(
      'pvalue',
      'p (permutation)',
      balance.map((row) => row.pvalue),
      'p',
    ),
  ]);
}

function balanceSampleData({ balance }: PathwayResult, arms: ReadonlyMap<string, string | null>): DataSet {
  const rows = balance.flatMap((index) =>
    index.samples.map((sample, s) => ({ index: index.label, sample, value: index.values[s] })),
  );
  return dataSet('balance-samples', 'Excitation–inhibition indices per sample', 'The values behind the figure.', [
    textColumn(
      'index',
      'Index',
      rows.map((row) => row.index),
    ),
    textColumn(
      'sample',
      'Sample',
      rows.map((row) => row.sample),
    ),
    textColumn(
      'arm',
      'Group',
      rows.map((row) => arms.get(row.sample) ?? null),
    ),
    numberColumn(
      'value',
      'Value',
      rows.map((row) => row.value),
    ),
  ]);
}
