import { mean } from '../descriptive/index.ts';
import { randomStream, shuffle } from '../random.ts';

/** Most splits that are enumerated; beyond, they are sampled. */
const MOST_SPLITS = 2e6;
/** Sums that differ by rounding alone count as equal. */
const TIE = 1e-12;

export interface MeanPermutation {
  /** mean(x) - mean(y). */
  difference: number;
  /** Splits at least as extreme as the observed one, among `splits`; both include the observed split when sampled. */
  asExtreme: number;
  splits: number;
  /** Two-sided p, asExtreme / splits. */
  pvalue: number;
  /** Whether all splits were enumerated. */
  exact: boolean;
  /** Monte Carlo standard error of the p-value, 0 when exact. */
  monteCarloError: number;
}

function binomialCoefficient(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}

/** Counts the subsets of `size` values whose sum is at least `limit` away from `center`. */
function countSplits(values: Float64Array, size: number, center: number, limit: number): number {
  let count = 0;
  const descend = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      if (Math.abs(sum - center) >= limit) count++;
      return;
    }
    for (let i = from; i <= values.length - left; i++) descend(i + 1, left - 1, sum + values[i]);
  };
  descend(0, size, 0);
  return count;
}

/**
 * Permutation test of the difference of two means: all splits of the pooled values when there are at most two million, otherwise `resamples`
 * random ones, with (b + 1) / (B + 1) as p.
 *
 * @param x, y independent samples of exchangeable units
 * Source: Pitman (1937); Phipson & Smyth (2010) for the sampled p.
 */
export function permuteMeans(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { resamples = 20000, seed = 1 }: { resamples?: number; seed?: number } = {},
): MeanPermutation {
  const origin = mean([...Array.from(x), ...Array.from(y)]);
  const pooled = Float64Array.from([...Array.from(x), ...Array.from(y)], (value) => value - origin);
  const size = x.length;
  // The pooled values now sum to 0, so that a split is as extreme as the sum of one side is far from 0.
  let observed = 0;
  for (let i = 0; i < size; i++) observed += pooled[i];
  const scale = pooled.reduce((sum, value) => sum + Math.abs(value), 0);
  const limit = Math.abs(observed) - TIE * scale;
  const difference = mean(x) - mean(y);
  const total = binomialCoefficient(pooled.length, Math.min(size, y.length));
  if (total <= MOST_SPLITS) {
    const asExtreme = countSplits(pooled, size, 0, limit);
    return { difference, asExtreme, splits: total, pvalue: asExtreme / total, exact: true, monteCarloError: 0 };
  }
  let asExtreme = 1;
  for (let b = 0; b < resamples; b++) {
    const order = shuffle(pooled.slice(), randomStream(seed, 'permutation/means', b));
    let sum = 0;
    for (let i = 0; i < size; i++) sum += order[i];
    if (Math.abs(sum) >= limit) asExtreme++;
  }
  const splits = resamples + 1;
  const pvalue = asExtreme / splits;
  return { difference, asExtreme, splits, pvalue, exact: false, monteCarloError: Math.sqrt((pvalue * (1 - pvalue)) / splits) };
}
