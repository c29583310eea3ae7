import { pow } from '../../stats/index.ts';

/** Genes in the order of a statistic, largest first; equal values keep their input order. */
export interface Ranking {
  /** Input position of the gene at each rank. */
  order: Int32Array;
  /** Rank (0 = top) of each input position. */
  rankOf: Int32Array;
  /** |statistic|^exponent at each rank. */
  weights: Float64Array;
}

/**
 * Ranks genes by a statistic for preranked enrichment.
 *
 * @param statistic one value per gene, all finite
 * @param exponent power of the weights (1 = the usual weighted score, 0 = Kolmogorov-Smirnov)
 * @throws RangeError when a statistic is missing or infinite
 */
export function rankGenes(statistic: ArrayLike<number>, exponent = 1): Ranking {
  const values = Float64Array.from(statistic);
  if (values.some((value) => !Number.isFinite(value))) throw new RangeError('every ranked gene needs a finite statistic');
  // typed arrays sort stably (ES2019)
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a]);
  const rankOf = new Int32Array(order.length);
  const weights = new Float64Array(order.length);
  order.forEach((gene, rank) => {
    rankOf[gene] = rank;
    const size = Math.abs(values[gene]);
    weights[rank] = exponent === 1 ? size : exponent === 0 ? 1 : pow(size, exponent);
  });
  return { order, rankOf, weights };
}

/** Ascending ranks of a set's genes. */
export function ranksOf(ranking: Ranking, members: Int32Array): Int32Array {
  return members.map((gene) => ranking.rankOf[gene]).sort();
}
