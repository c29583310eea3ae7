import type { Context } from '../../context/index.ts';
import type { ContrastResult } from '../../expression/index.ts';
import { adjustPvalues } from '../../stats/index.ts';
import type { CatalogueSet } from '../catalogue/catalogue-sets.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { MeasuredExpression } from '../receptors/contrast-groups.ts';
import type { EnrichmentRow } from '../results.ts';
import { leadingEdge } from './enrichment-score.ts';
import { gsea } from './gsea.ts';
import { overRepresentation } from './over-representation.ts';
import { rankGenes, ranksOf } from './ranking.ts';

export interface CatalogueEnrichmentInput {
  expression: MeasuredExpression;
  contrast: ContrastResult;
  matched: readonly MatchedGene[];
  fdr: number;
  context: Context;
}

/** Sets smaller than this are not worth an enrichment score. */
const SMALLEST_SET = 5;

/**
 * The usual enrichment analyses of the catalogue's declared sets, for comparison with other papers: over-representation of
 * genes below the false discovery rate among all tested genes, and preranked enrichment of the test statistic with gene
 * permutation. Universe: the genes with a p-value in this comparison.
 */
export async function catalogueEnrichment(
  sets: readonly CatalogueSet[],
  input: CatalogueEnrichmentInput,
): Promise<EnrichmentRow[]> {
  const { expression, contrast, matched } = input;
  const tested = expression.genes.flatMap((_, gene) =>
    Number.isFinite(contrast.pvalue[gene]) && Number.isFinite(contrast.stat[gene]) ? [gene] : [],
  );
  const position = new Map(tested.map((gene, i) => [gene, i]));
  const indexed = sets
    .filter((set) => set.kind !== 'family')
    .map((set) => ({
      label: set.label,
      members: Int32Array.from(set.members.flatMap((m) => position.get(matched[m].index) ?? [])).sort(),
    }))
    .filter((set) => set.members.length >= SMALLEST_SET);
  const members = indexed.map((set) => set.members);
  const nameOf = (i: number): string => expression.genes[tested[i]];
  const selected = Uint8Array.from(tested, (gene) => (contrast.padj[gene] < input.fdr ? 1 : 0));
  const ora = overRepresentation(tested.length, selected, members).map(
    (test, k): EnrichmentRow => ({
      method: 'ora',
      pathway: indexed[k].label,
      size: test.size,
      overlap: test.overlap,
      foldEnrichment: test.foldEnrichment,
      ES: NaN,
      NES: NaN,
      pvalue: test.pvalue,
      padj: test.padj,
      log2err: NaN,
      leadingEdge: Array.from(test.members, nameOf),
      members: Array.from(members[k], nameOf),
    }),
  );
  const ranking = rankGenes(tested.map((gene) => contrast.stat[gene]));
  const scores = await gsea(ranking, members, input.context);
  const padj = adjustPvalues(
    scores.map((score) => score.pvalue),
    'BH',
  );
  const ranked = scores.map(
    (score, k): EnrichmentRow => ({
      method: 'gsea',
      pathway: indexed[k].label,
      size: score.size,
      overlap: score.size,
      foldEnrichment: NaN,
      ES: score.es,
      NES: score.nes,
      pvalue: score.pvalue,
      padj: padj[k],
      log2err: score.log2err,
      leadingEdge: Array.from(leadingEdge(ranking.weights, ranksOf(ranking, members[k])), (rank) => nameOf(ranking.order[rank])),
      members: Array.from(members[k], nameOf),
    }),
  );
  return [...ora, ...ranked];
}
