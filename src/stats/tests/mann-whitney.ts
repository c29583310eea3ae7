import { midranks, sorted } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { type Alternative, sidedPvalue, tailOf } from './alternative.ts';
import { requireComplete } from './require-complete.ts';
import { crossing, invertRankTest } from './step-crossing.ts';
import { subsetSums, sumQuantile, sumTails } from './subset-sums.ts';

export interface RankTestOptions {
  /** Shift under the null. */
  mu?: number;
  alternative?: Alternative;
  /** `exact` counts ties exactly too; `normal` approximates; default: exact up to 50 values per group. */
  reference?: 'exact' | 'normal';
  /** Continuity correction of the normal approximation (default true). */
  correction?: boolean;
  level?: number;
}

export interface RankTest {
  method: string;
  /** Mann-Whitney W (pairs in which x exceeds y, ties half) or signed-rank V. */
  statistic: number;
  pvalue: number;
  /** Hodges-Lehmann estimate of the shift. */
  estimate: number;
  low: number;
  high: number;
}

/**
 * Mann-Whitney (Wilcoxon rank-sum) test of two independent samples with the Hodges-Lehmann shift x - y. The exact reference is the
 * permutation distribution of the midranks, ties included (Streitberg & Roehmel 1986; R's `wilcox.exact`, `coin::wilcox_test`); the normal one
 * is R's `wilcox.test(exact = FALSE)`, its interval the exact crossing of R's root search.
 *
 * @throws RangeError for an empty sample or missing values
 */
export function mannWhitneyTest(x: ArrayLike<number>, y: ArrayLike<number>, options: RankTestOptions = {}): RankTest {
  const { mu = 0, alternative = 'two-sided', correction = true, level = 0.95 } = options;
  const m = x.length;
  const n = y.length;
  if (m < 1 || n < 1) throw new RangeError('both samples need at least one value');
  requireComplete(x, y);
  const reference = options.reference ?? (m <= 50 && n <= 50 ? 'exact' : 'normal');
  const differences = pairwiseDifferences(x, y);
  const ranks = midranks([...Float64Array.from(x, (one) => one - mu), ...Array.from(y)]);
  const statistic = rankSum(ranks, m) - (m * (m + 1)) / 2;
  if (reference === 'exact') return exactResult(x, y, ranks, statistic, options);
  const z = (shift: number, side: number): number => standardizedRankSum(x, y, shift, side);
  const side = alternative === 'two-sided' ? Math.sign(statistic - (m * n) / 2) : alternative === 'greater' ? 1 : -1;
  const score = z(mu, correction ? side : 0);
  const critical = normal.quantileUpper(tailOf(level, alternative));
  const half = correction ? 1 : 0;
  return {
    method: `Mann-Whitney, normal approximation${correction ? ' with continuity correction' : ''}`,
    statistic,
    pvalue: sidedPvalue(normal.lower(score), normal.upper(score), alternative),
    estimate: crossing(differences, (shift) => z(shift, 0), 0),
    low: alternative === 'less' ? -Infinity : crossing(differences, (shift) => z(shift, half), critical),
    high: alternative === 'greater' ? Infinity : crossing(differences, (shift) => z(shift, -half), -critical),
  };
}

function exactResult(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  ranks: Float64Array,
  statistic: number,
  options: RankTestOptions,
): RankTest {
  const { alternative = 'two-sided', level = 0.95 } = options;
  const m = x.length;
  const n = y.length;
  const distribution = subsetSums(
    ranks.map((rank) => 2 * rank),
    m,
  );
  const base = m * (m + 1);
  const tails = sumTails(distribution, 2 * statistic + base, m * (m + n + 1));
  const pvalue = alternative === 'two-sided' ? tails.twoSided : sidedPvalue(tails.lower, tails.upper, alternative);
  const k = Math.max(1, (sumQuantile(distribution, tailOf(level, alternative)) - base) / 2);
  const shifted = (shift: number): number => mannWhitneyStatistic(x, y, shift);
  const inverted = invertRankTest(pairwiseDifferences(x, y), shifted, (m * n) / 2, { low: k, high: m * n - k });
  return { method: 'Mann-Whitney, exact', statistic, pvalue, ...oneSided(inverted, alternative) };
}

/** Opens the side of an interval that the alternative leaves open. */
export function oneSided<T extends { low: number; high: number }>(interval: T, alternative: Alternative): T {
  return {
    ...interval,
    low: alternative === 'less' ? -Infinity : interval.low,
    high: alternative === 'greater' ? Infinity : interval.high,
  };
}

/** Pairs in which x - shift exceeds y, ties (rounding aside) half. */
function mannWhitneyStatistic(x: ArrayLike<number>, y: ArrayLike<number>, shift: number): number {
  let w = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) {
      const difference = x[i] - shift - y[j];
      const tied = Math.abs(difference) <= 1e-10 * Math.max(Math.abs(x[i]), Math.abs(y[j]), Math.abs(shift));
      w += tied ? 0.5 : difference > 0 ? 1 : 0;
    }
  }
  return w;
}

function rankSum(ranks: Float64Array, m: number): number {
  let sum = 0;
  for (let i = 0; i < m; i++) sum += ranks[i];
  return sum;
}

/** All x - y, ascending. */
function pairwiseDifferences(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const differences = new Float64Array(x.length * y.length);
  for (let i = 0; i < x.length; i++) for (let j = 0; j < y.length; j++) differences[i * y.length + j] = x[i] - y[j];
  return sorted(differences);
}

/** (W - mn/2 - side/2) / sd of W after x is shifted down, with the variance for ties. */
function standardizedRankSum(x: ArrayLike<number>, y: ArrayLike<number>, shift: number, side: number): number {
  const m = x.length;
  const n = y.length;
  const total = m + n;
  const ranks = midranks([...Float64Array.from(x, (one) => one - shift), ...Array.from(y)]);
  const w = rankSum(ranks, m) - (m * (m + 1)) / 2;
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  let ties = 0;
  for (const t of counts.values()) ties += t * t * t - t;
  const sd = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
  return (w - (m * n) / 2 - side * 0.5) / sd;
}
