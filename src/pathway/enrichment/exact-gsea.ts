import { enrichmentScore, type ScoreType } from './enrichment-score.ts';

/** Most subsets that are enumerated. */
export const MOST_SUBSETS = 1_000_000;

/** Scores are compared up to rounding. */
const SLACK = 1e-12;

/** Exact p and NES of a score among all sets of one size. */
export interface ExactScore {
  pvalue: number;
  nes: number;
}

/** C(n, k), or Infinity beyond 2^53. */
export function subsetCount(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    count = (count * (n - i + 1)) / i;
    if (count > 9007199254740992) return Infinity;
  }
  return Math.round(count);
}

/**
 * Exact p and NES by scoring every set of the size: p is the share with a score at least as extreme among those of the same
 * sign (scores of 0 belong to both signs), NES the score over their mean size. With a one-sided score type all sets count.
 *
 * @param weights weight at each rank; C(N, size) should be at most {@link MOST_SUBSETS}
 * @param scores scores of sets of this size
 */
export function exactScores(weights: Float64Array, size: number, scores: readonly number[], type: ScoreType): ExactScore[] {
  const genes = weights.length;
  const reached = new Float64Array(scores.length);
  const [positive, negative] = [
    { count: 0, sum: 0 },
    { count: 0, sum: 0 },
  ];
  const up = scores.map((score) => type === 'pos' || (type === 'std' && score >= 0));
  const ranks = Int32Array.from({ length: size }, (_, i) => i);
  for (;;) {
    const score = enrichmentScore(weights, ranks, type);
    if (type !== 'std' || score >= 0) {
      positive.count++;
      positive.sum += score;
    }
    if (type !== 'std' || score <= 0) {
      negative.count++;
      negative.sum += score;
    }
    for (let i = 0; i < scores.length; i++)
      if (up[i] ? score >= scores[i] - SLACK && (type !== 'std' || score >= 0) : score <= scores[i] + SLACK) reached[i]++;
    let k = size - 1;
    while (k >= 0 && ranks[k] === genes - size + k) k--;
    if (k < 0) break;
    ranks[k]++;
    for (let j = k + 1; j < size; j++) ranks[j] = ranks[j - 1] + 1;
  }
  return scores.map((score, i) => {
    const { count, sum } = up[i] ? positive : negative;
    return { pvalue: reached[i] / count, nes: sum === 0 ? NaN : (score * count) / Math.abs(sum) };
  });
}
