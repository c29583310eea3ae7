import { midranks, sorted } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { type Alternative, sidedPvalue, tailOf } from './alternative.ts';
import { oneSided, type RankTest, type RankTestOptions } from './mann-whitney.ts';
import { crossing, invertRankTest } from './step-crossing.ts';
import { signedSums, sumQuantile, sumTails } from './subset-sums.ts';

/**
 * Wilcoxon signed-rank test of the differences (pass x - y for pairs), with the Hodges-Lehmann pseudo-median. Differences equal to mu are left out before
 * ranking, and from the interval, as R does. The exact reference is the sign-flip distribution of the midranks, ties included.
 *
 * @throws RangeError when all differences are zero or values are missing
 */
export function signedRankTest(differences: ArrayLike<number>, options: RankTestOptions = {}): RankTest {
  const { mu = 0, alternative = 'two-sided', correction = true, level = 0.95 } = options;
  const moved = Float64Array.from(differences, (one) => one - mu).filter((one) => one !== 0);
  if (moved.some(Number.isNaN)) throw new RangeError('missing values must be left out (and counted) first');
  const n = moved.length;
  if (n === 0) throw new RangeError('all differences are zero: there is nothing to rank');
  const ranks = midranks(moved.map(Math.abs));
  const statistic = positiveSum(moved, ranks);
  const kept = moved.map((one) => one + mu);
  const walsh = walshAverages(kept);
  const reference = options.reference ?? (n <= 200 ? 'exact' : 'normal');
  if (reference === 'exact') return exactResult(kept, statistic, ranks, alternative, level);
  const z = (shift: number, side: number): number => standardizedSignedRank(kept, shift, side);
  const side = alternative === 'two-sided' ? Math.sign(statistic - (n * (n + 1)) / 4) : alternative === 'greater' ? 1 : -1;
  const score = z(mu, correction ? side : 0);
  const critical = normal.quantileUpper(tailOf(level, alternative));
  const half = correction ? 1 : 0;
  return {
    method: `signed-rank, normal approximation${correction ? ' with continuity correction' : ''}`,
    statistic,
    pvalue: sidedPvalue(normal.lower(score), normal.upper(score), alternative),
    estimate: crossing(walsh, (shift) => z(shift, 0), 0),
    low: alternative === 'less' ? -Infinity : crossing(walsh, (shift) => z(shift, half), critical),
    high: alternative === 'greater' ? Infinity : crossing(walsh, (shift) => z(shift, -half), -critical),
  };
}

function exactResult(
  differences: Float64Array,
  statistic: number,
  ranks: Float64Array,
  alternative: Alternative,
  level: number,
): RankTest {
  const n = ranks.length;
  const half = (n * (n + 1)) / 4;
  const distribution = signedSums(ranks.map((rank) => 2 * rank));
  const tails = sumTails(distribution, 2 * statistic, 2 * half);
  const pvalue = alternative === 'two-sided' ? tails.twoSided : sidedPvalue(tails.lower, tails.upper, alternative);
  const k = Math.max(1, sumQuantile(distribution, tailOf(level, alternative)) / 2);
  // V after a shift by d counts the Walsh averages above d, those equal to it half
  const all = walshAverages(differences);
  const shifted = (shift: number): number => {
    let v = 0;
    for (const one of all)
      v += Math.abs(one - shift) <= 1e-10 * Math.max(Math.abs(one), Math.abs(shift)) ? 0.5 : one > shift ? 1 : 0;
    return v;
  };
  const pairs = all.length;
  const inverted = invertRankTest(all, shifted, pairs / 2, { low: k, high: pairs - k });
  return { method: 'signed-rank, exact', statistic, pvalue, ...oneSided(inverted, alternative) };
}

/**
 * Exact two-sided p with Pratt's treatment of zeros: they are ranked with the rest, then their ranks are dropped.
 *
 * @returns the standardized statistic and p, as `coin::wilcoxsign_test(zero.method = "Pratt")`
 */
export function prattSignedRankTest(differences: ArrayLike<number>): { statistic: number; pvalue: number } {
  const values = Float64Array.from(differences);
  const all = midranks(values.map(Math.abs));
  const keep = (_: number, i: number): boolean => values[i] !== 0;
  return signFlipResult(values.filter(keep), all.filter(keep));
}

/** As {@link prattSignedRankTest} with zeros left out before ranking. */
export function wilcoxonSignedRankTest(differences: ArrayLike<number>): { statistic: number; pvalue: number } {
  const values = Float64Array.from(differences).filter((one) => one !== 0);
  return signFlipResult(values, midranks(values.map(Math.abs)));
}

function signFlipResult(values: Float64Array, ranks: Float64Array): { statistic: number; pvalue: number } {
  const sum = positiveSum(values, ranks);
  const expectation = ranks.reduce((total, rank) => total + rank, 0) / 2;
  const variance = ranks.reduce((total, rank) => total + rank * rank, 0) / 4;
  const tails = sumTails(signedSums(ranks.map((rank) => 2 * rank)), 2 * sum, 2 * expectation);
  return { statistic: (sum - expectation) / Math.sqrt(variance), pvalue: tails.twoSided };
}

function positiveSum(values: Float64Array, ranks: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > 0) sum += ranks[i];
  return sum;
}

/** Means of all pairs (each with itself too), ascending. */
function walshAverages(values: Float64Array): Float64Array {
  const averages: number[] = [];
  for (let i = 0; i < values.length; i++) for (let j = i; j < values.length; j++) averages.push((values[i] + values[j]) / 2);
  return sorted(averages);
}

function standardizedSignedRank(differences: ArrayLike<number>, shift: number, side: number): number {
  const moved = Float64Array.from(differences, (one) => one - shift).filter((one) => one !== 0);
  const n = moved.length;
  const ranks = midranks(moved.map(Math.abs));
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  let ties = 0;
  for (const t of counts.values()) ties += t * t * t - t;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  return (positiveSum(moved, ranks) - (n * (n + 1)) / 4 - side * 0.5) / sd;
}
