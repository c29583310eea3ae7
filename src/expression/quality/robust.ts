import { median, medianAbsoluteDeviation } from '../../stats/index.ts';

/**
 * Robust z of every value: deviation from the median over the median absolute deviation (scaled to the normal), with a floor
 * so that values that hardly differ do not stand out. NaN stays NaN and is not counted (Iglewicz & Hoaglin 1993).
 */
export function robustZ(values: Float64Array, floor: number): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return values.slice();
  const middle = median(known);
  const scale = Math.max(medianAbsoluteDeviation(known), floor);
  return values.map((value) => (value - middle) / scale);
}

/** Median of the values that are not NaN; NaN when there is none. */
export function knownMedian(values: ArrayLike<number>): number {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : median(known);
}

/** Smallest and largest of the values that are not NaN; [Infinity, -Infinity] when there is none. */
export function knownRange(values: ArrayLike<number>): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}
