import type { ExpressionResult } from '../../expression/index.ts';
import { type EnrichmentRow, type FamilyTest, type PathwayResult, rankGenes, ranksOf, runningSum } from '../../pathway/index.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** The running sum of one set over the genes ranked by the test statistic of the comparison. */
export interface EnrichmentCurve {
  row: EnrichmentRow;
  /** The sample-based test of the same set; undefined where there is none. */
  test: FamilyTest | undefined;
  /** Number of ranked genes. */
  genes: number;
  /** First rank with a statistic below zero. */
  crossing: number;
  hits: { gene: string; rank: number; statistic: number; before: number; after: number; inEdge: boolean }[];
}

/** Sets shown as curves and heat maps. */
const MOST = 4;

/** The sets of preranked enrichment with their sample-based tests, by the p of these; the whole pathway first. */
export function rankedSets({ enrichment, families }: PathwayResult): { row: EnrichmentRow; test: FamilyTest | undefined }[] {
  const rows = enrichment
    .filter((row) => row.method === 'gsea' && Number.isFinite(row.NES))
    .map((row) => ({ row, test: families.find((family) => family.label === row.pathway && family.kind !== 'family') }));
  const rank = ({ row, test }: { row: EnrichmentRow; test: FamilyTest | undefined }): number =>
    test?.kind === 'all' ? -1 : (test?.pvalue ?? 1 + row.pvalue);
  return rows.sort((a, b) => rank(a) - rank(b));
}

/** The curves of the whole pathway and of the sets with the smallest sample-based p. */
export function enrichmentCurves(pathway: PathwayResult, expression: ExpressionResult): EnrichmentCurve[] {
  const contrast = expression.contrasts.find((one) => one.name === pathway.contrast);
  if (contrast === undefined) return [];
  const tested = expression.genes.flatMap((_, gene) =>
    Number.isFinite(contrast.pvalue[gene]) && Number.isFinite(contrast.stat[gene]) ? [gene] : [],
  );
  const position = new Map(tested.map((gene, i) => [expression.genes[gene], i]));
  const statistic = tested.map((gene) => contrast.stat[gene]);
  const ranking = rankGenes(statistic);
  const crossing = statistic.filter((value) => value >= 0).length;
  return rankedSets(pathway)
    .slice(0, MOST)
    .flatMap(({ row, test }) => {
      const members = Int32Array.from(new Set(row.members.flatMap((gene) => position.get(gene) ?? [])));
      if (members.length === 0 || members.length === tested.length) return [];
      const ranks = ranksOf(ranking, members);
      const sum = runningSum(ranking.weights, ranks);
      const edge = new Set(row.leadingEdge);
      const hits = Array.from(ranks, (rank) => {
        const gene = expression.genes[tested[ranking.order[rank]]];
        const before = rank === 0 ? 0 : sum[rank - 1];
        return { gene, rank, statistic: statistic[ranking.order[rank]], before, after: sum[rank], inEdge: edge.has(gene) };
      });
      return [{ row, test, genes: tested.length, crossing, hits }];
    });
}

/** The hits of the curves as a table. */
export function curveData(curves: readonly EnrichmentCurve[]): DataSet {
  const rows = curves.flatMap(({ row, hits }) => hits.map((hit) => ({ ...hit, set: row.pathway })));
  const columns = over(rows);
  return dataSet(
    'running-scores',
    'Running enrichment scores',
    'The genes of the sets drawn, at their rank by the test statistic, with the running sum after each.',
    [
      columns.text('set', 'Set', (row) => row.set),
      columns.text('gene', 'Gene', (row) => row.gene),
      columns.number('rank', 'Rank', (row) => row.rank + 1, 'whole'),
      columns.number('statistic', 'Statistic', (row) => row.statistic, 'hundredths'),
      columns.number('running_sum', 'Running sum', (row) => row.after, 'hundredths'),
      columns.text('leading_edge', 'Leading edge', (row) => (row.inEdge ? 'yes' : 'no')),
    ],
  );
}
