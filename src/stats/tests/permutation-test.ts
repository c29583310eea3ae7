import { mean } from '../descriptive/index.ts';
import { type RandomStream, randomStream, shuffle } from '../random.ts';
import type { Alternative } from './alternative.ts';

export interface PermutationOptions {
  alternative?: Alternative;
  /** Largest number of arrangements that are enumerated; beyond it arrangements are drawn. */
  enumerate?: number;
  /** Number of arrangements drawn when there are too many to enumerate. */
  draws?: number;
  seed?: number;
}

export interface PermutationTest {
  /** Observed difference of means x - y (or mean difference). */
  estimate: number;
  pvalue: number;
  arrangements: number;
  asExtreme: number;
  /** True when every arrangement was looked at; otherwise p carries the Monte Carlo error `mcse`. */
  exact: boolean;
  mcse: number;
}

/** Arrangements whose statistic equals the observed one but for rounding count as equally extreme; rounding is that of the values summed. */
const SLACK = 1e-12;

function counter(observed: number, values: Float64Array, alternative: Alternative): (value: number) => boolean {
  const slack = SLACK * values.reduce((sum, value) => sum + Math.abs(value), 0);
  if (alternative === 'less') return (value) => value <= observed + slack;
  if (alternative === 'greater') return (value) => value >= observed - slack;
  return (value) => Math.abs(value) >= Math.abs(observed) - slack;
}

/** Ways to choose m of n. */
export function arrangementCount(n: number, m: number): number {
  let count = 1;
  for (let i = 1; i <= m; i++) count = (count * (n - m + i)) / i;
  return Math.round(count);
}

/**
 * Permutation test of the difference of two means: exact by enumeration while there are at most `enumerate` arrangements (default 2 million), else
 * with p = (b + 1) / (B + 1) from random arrangements and its Monte Carlo standard error.
 */
export function permutationTest(x: ArrayLike<number>, y: ArrayLike<number>, options: PermutationOptions = {}): PermutationTest {
  const { alternative = 'two-sided', enumerate = 2_000_000, draws = 99_999, seed = 1 } = options;
  const m = x.length;
  const values = Float64Array.from([...Array.from(x), ...Array.from(y)]);
  const n = values.length;
  if (m < 1 || m === n) throw new RangeError('both samples need at least one value');
  if (values.some(Number.isNaN)) throw new RangeError('missing values must be left out (and counted) first');
  const center = mean(values);
  const centered = values.map((one) => one - center);
  const observed = sumOfFirst(centered, m);
  const counts = counter(observed, centered, alternative);
  const total = arrangementCount(n, m);
  const estimate = mean(x) - mean(y);
  if (total <= enumerate) {
    const asExtreme = enumerateSubsets(centered, m, counts);
    return { estimate, pvalue: asExtreme / total, arrangements: total, asExtreme, exact: true, mcse: 0 };
  }
  const stream = randomStream(seed, 'permutation-test');
  let asExtreme = 0;
  for (let b = 0; b < draws; b++) if (counts(sumOfFirst(shuffle(centered, stream), m))) asExtreme++;
  return sampledPvalue(estimate, asExtreme, draws);
}

/** Sign-flip test of the mean of paired differences, exact up to `enumerate` arrangements. */
export function signFlipTest(differences: ArrayLike<number>, options: PermutationOptions = {}): PermutationTest {
  const { alternative = 'two-sided', enumerate = 2_000_000, draws = 99_999, seed = 1 } = options;
  const values = Float64Array.from(differences);
  const observed = values.reduce((a, b) => a + b, 0);
  const counts = counter(observed, values, alternative);
  const estimate = mean(values);
  const total = values.length < 31 ? 1 << values.length : Infinity;
  if (total <= enumerate) {
    let asExtreme = 0;
    for (let code = 0; code < total; code++) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += (code >> i) & 1 ? -values[i] : values[i];
      if (counts(sum)) asExtreme++;
    }
    return { estimate, pvalue: asExtreme / total, arrangements: total, asExtreme, exact: true, mcse: 0 };
  }
  const stream = randomStream(seed, 'sign-flip-test');
  let asExtreme = 0;
  for (let b = 0; b < draws; b++) if (counts(flippedSum(values, stream))) asExtreme++;
  return sampledPvalue(estimate, asExtreme, draws);
}

function flippedSum(values: Float64Array, stream: RandomStream): number {
  let sum = 0;
  for (const value of values) sum += stream.integer(2) === 0 ? value : -value;
  return sum;
}

/** p of a sample of arrangements, with its Monte Carlo standard error. */
export function sampledPvalue(estimate: number, asExtreme: number, draws: number): PermutationTest {
  const pvalue = (asExtreme + 1) / (draws + 1);
  return { estimate, pvalue, arrangements: draws, asExtreme, exact: false, mcse: Math.sqrt((pvalue * (1 - pvalue)) / draws) };
}

function sumOfFirst(values: Float64Array, m: number): number {
  let sum = 0;
  for (let i = 0; i < m; i++) sum += values[i];
  return sum;
}

/** Counts the m-subsets whose sum is as extreme; sums are kept level by level, so that each subset costs one addition. */
function enumerateSubsets(values: Float64Array, m: number, counts: (sum: number) => boolean): number {
  const n = values.length;
  let found = 0;
  const descend = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      if (counts(sum)) found++;
      return;
    }
    for (let i = from; i <= n - left; i++) descend(i + 1, left - 1, sum + values[i]);
  };
  descend(0, m, 0);
  return found;
}
