import { type BalanceIndex, type FamilyTest, type PathwayResult, zScores } from '../pathway/index.ts';
import { columnsOf, type OutputColumn } from '../table/index.ts';

export function panelColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.panel, [
    ['gene', (row) => row.gene],
    ['system', (row) => row.system],
    ['family', (row) => row.family],
    ['role', (row) => row.role],
    ['class', (row) => row.class],
    ['sign', (row) => row.sign],
    ['panel', (row) => row.panel],
    ['detected', (row) => String(row.detected)],
    ['baseMean', (row) => row.baseMean],
    ['log2FoldChange', (row) => row.log2FoldChange],
    ['lfcSE', (row) => row.lfcSE],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['shrunkenLog2FoldChange', (row) => row.shrunkenLog2FoldChange],
    ['shrunkenSE', (row) => row.shrunkenSE],
    ['stat', (row) => row.stat],
    ['pvalue', (row) => row.pvalue],
    ['panelFdr', (row) => row.panelFdr],
    ['panelFamilywise', (row) => row.panelFamilywise],
    ['deseqPvalue', (row) => row.deseqPvalue],
  ]);
}

export function familyColumns(families: readonly FamilyTest[]): OutputColumn[] {
  return columnsOf(families, [
    ['id', (row) => row.id],
    ['label', (row) => row.label],
    ['kind', (row) => row.kind],
    ['size', (row) => row.size],
    ['declared', (row) => row.declared],
    ['meanLog2FoldChange', (row) => row.meanLog2FoldChange],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['direction', (row) => row.direction],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['familywise', (row) => row.familywise],
    ['mixedPvalue', (row) => row.mixedPvalue],
    ['mixedPadj', (row) => row.mixedPadj],
    ['signedPvalue', (row) => row.signedPvalue],
    ['signedPadj', (row) => row.signedPadj],
    ['shift', (row) => row.shift ?? ''],
    ['genePermutationPvalue', (row) => row.genePermutationPvalue],
    ['genes', (row) => row.genes.join(',')],
  ]);
}

export function enrichmentColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.enrichment, [
    ['method', (row) => row.method],
    ['pathway', (row) => row.pathway],
    ['size', (row) => row.size],
    ['overlap', (row) => row.overlap],
    ['foldEnrichment', (row) => row.foldEnrichment],
    ['ES', (row) => row.ES],
    ['NES', (row) => row.NES],
    ['pval', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['log2err', (row) => row.log2err],
    ['leadingEdge', (row) => row.leadingEdge.join(',')],
  ]);
}

export function balanceColumns(balance: readonly BalanceIndex[]): OutputColumn[] {
  return columnsOf(balance, [
    ['index', (row) => row.id],
    ['definition', (row) => row.definition],
    ['estimate', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['hedgesG', (row) => row.hedgesG],
    ['pvalue', (row) => row.pvalue],
    ['rearrangedPvalue', (row) => row.rearrangedPvalue],
  ]);
}

export function compositionColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.compositions, [
    ['ratio', (row) => row.label],
    ['numerator', (row) => row.numerator],
    ['denominator', (row) => row.denominator],
    ['log2RatioChange', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['meaning', (row) => row.meaning],
  ]);
}

export function pairColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.pairs, [
    ['ligand', (row) => row.ligand],
    ['receptor', (row) => row.receptor],
    ['scoreChange', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
  ]);
}

export function sampleColumns(balance: readonly BalanceIndex[]): OutputColumn[] {
  const columns: OutputColumn[] = [{ name: 'sample', values: balance[0]?.samples ?? [] }];
  for (const index of balance) columns.push({ name: index.id, values: index.values });
  return columns;
}

/** Combined z-score of each system and cascade step in each sample. */
export function moduleColumns(
  families: readonly FamilyTest[],
  expression: { genes: readonly string[]; samples: readonly string[]; transformed: Float64Array },
): OutputColumn[] {
  const position = new Map(expression.genes.map((gene, i) => [gene, i]));
  const sets = families.filter((family) => family.kind !== 'family');
  const members = sets.map((set) => Int32Array.from(set.members.flatMap((gene) => position.get(gene) ?? [])).sort());
  const samples = expression.samples.length;
  const scores = zScores(expression.transformed, samples, members);
  return [
    { name: 'sample', values: expression.samples },
    ...sets.map((set, k) => ({ name: set.id, values: scores.subarray(k * samples, (k + 1) * samples) })),
  ];
}
