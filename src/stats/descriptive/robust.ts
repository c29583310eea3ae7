import { exp, log } from '../elementary/index.ts';
import { mean } from './moments.ts';
import { median, quantileOfSorted, sorted } from './quantiles.ts';

/** Median absolute deviation from the median, times 1.4826 so that it estimates the standard deviation of normal data. */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const center = median(values);
  return 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - center)));
}

/** Mean of what is left after the share `trim` (below 0.5) has been cut from each end; the median from 0.5 on. */
export function trimmedMean(values: ArrayLike<number>, trim: number): number {
  if (trim >= 0.5) return median(values);
  const ascending = sorted(values);
  const cut = Math.floor(ascending.length * trim);
  return mean(ascending.subarray(cut, ascending.length - cut));
}

/** Upper minus lower quartile (type 7). */
export function interquartileRange(values: ArrayLike<number>): number {
  const ascending = sorted(values);
  return quantileOfSorted(ascending, 0.75) - quantileOfSorted(ascending, 0.25);
}

/** Geometric mean; NaN when a value is negative, 0 when one is 0. */
export function geometricMean(values: ArrayLike<number>): number {
  return exp(mean(Float64Array.from(values, log)));
}

/**
 * Tukey's five numbers: least value, lower hinge, median, upper hinge, greatest value. The hinges are medians of the halves, the
 * middle in both.
 */
export function fiveNumbers(values: ArrayLike<number>): readonly [number, number, number, number, number] {
  const ascending = sorted(values);
  const n = ascending.length;
  const depth = Math.floor((n + 3) / 2) / 2;
  const at = (position: number): number => 0.5 * (ascending[Math.floor(position) - 1] + ascending[Math.ceil(position) - 1]);
  return [ascending[0], at(depth), at((n + 1) / 2), at(n + 1 - depth), ascending[n - 1]];
}
