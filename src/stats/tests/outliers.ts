import { fiveNumbers, mean, median, quantileOfSorted, sampleSd, sorted } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';
import { requireComplete } from './require-complete.ts';

export interface GrubbsTest {
  /** Position of the value farthest from the mean. */
  index: number;
  value: number;
  /** Its distance in standard deviations. */
  statistic: number;
  /** Two-sided, by Bonferroni's bound over the values (exact when small). */
  pvalue: number;
  /** Statistic needed at level alpha. */
  critical: number;
}

/**
 * Grubbs' test of the value farthest from the mean (1969). It finds one outlier; with two they can hide each other ({@link routOutliers} does
 * not have that fault). A test to report, never a reason to drop an animal by itself.
 *
 * @throws RangeError for fewer than three values, missing values, or values that do not vary
 */
export function grubbsTest(values: ArrayLike<number>, alpha = 0.05): GrubbsTest {
  requireComplete(values);
  const n = values.length;
  const sd = sampleSd(values);
  if (n < 3 || !(sd > 0)) throw new RangeError('Grubbs’ test needs at least three values that vary');
  const center = mean(values);
  let index = 0;
  for (let i = 1; i < n; i++) if (Math.abs(values[i] - center) > Math.abs(values[index] - center)) index = i;
  const statistic = Math.abs(values[index] - center) / sd;
  const room = (n - 1) * (n - 1) - n * statistic * statistic;
  const t = room > 0 ? Math.sqrt((n * (n - 2) * statistic * statistic) / room) : Infinity;
  const limit = studentT.quantileUpper(alpha / (2 * n), n - 2);
  return {
    index,
    value: values[index],
    statistic,
    pvalue: Math.min(1, 2 * n * studentT.upper(t, n - 2)),
    critical: ((n - 1) / Math.sqrt(n)) * Math.sqrt((limit * limit) / (n - 2 + limit * limit)),
  };
}

export interface RoutOutliers {
  center: number;
  /** Robust standard deviation of the residuals. */
  scale: number;
  /** Positions of the outliers, ascending. */
  outliers: number[];
}

/** Location with Cauchy weights 1 / (1 + (residual / scale)^2), the scale being the 68.27th percentile of the absolute residuals. */
function robustLocation(values: ArrayLike<number>): { center: number; scale: number } {
  const n = values.length;
  const scaleAt = (center: number): number => {
    const distances = sorted(Float64Array.from(values, (value) => Math.abs(value - center)));
    return (quantileOfSorted(distances, 0.6827) * n) / (n - 1);
  };
  let center = median(values);
  for (let round = 0; round < 500; round++) {
    const scale = scaleAt(center);
    if (!(scale > 0)) return { center, scale };
    let [weights, sum] = [0, 0];
    for (let i = 0; i < n; i++) {
      const distance = (values[i] - center) / scale;
      const weight = 1 / (1 + distance * distance);
      weights += weight;
      sum += weight * values[i];
    }
    const next = sum / weights;
    if (Math.abs(next - center) < 1e-14 * Math.abs(center)) break;
    center = next;
  }
  return { center, scale: scaleAt(center) };
}

/**
 * ROUT (Motulsky & Brown 2006) for a single level: residuals from a robust center are tested from the smallest of the largest 30 percent
 * upwards at a false discovery rate q; from the first that stands out on, all are outliers. Finds several outliers at once.
 *
 * @throws RangeError for fewer than three values, missing values, or when more than two thirds of the values are equal (no scale)
 */
export function routOutliers(values: ArrayLike<number>, q = 0.01): RoutOutliers {
  requireComplete(values);
  const n = values.length;
  if (n < 3) throw new RangeError('ROUT needs at least three values');
  const { center, scale } = robustLocation(values);
  if (!(scale > 0)) throw new RangeError('more than two thirds of the values are equal: their residuals have no scale');
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => Math.abs(values[a] - center) - Math.abs(values[b] - center),
  );
  for (let i = Math.max(0, Math.floor(0.7 * n) - 1); i < n; i++) {
    const t = Math.abs(values[order[i]] - center) / scale;
    if (2 * studentT.upper(t, n - 1) < (q * (n - i)) / n)
      return { center, scale, outliers: Array.from(order.subarray(i)).sort((a, b) => a - b) };
  }
  return { center, scale, outliers: [] };
}

/** Tukey's fences: hinges, whisker ends (the last values within 1.5 hinge widths), and the positions of the values beyond. */
export function tukeyFences(
  values: ArrayLike<number>,
  reach = 1.5,
): { low: number; lowerHinge: number; median: number; upperHinge: number; high: number; outside: number[] } {
  requireComplete(values);
  const [, lowerHinge, middle, upperHinge] = fiveNumbers(values);
  const width = reach * (upperHinge - lowerHinge);
  const beyond = (value: number): boolean => value < lowerHinge - width || value > upperHinge + width;
  const inside = Array.from(values).filter((value) => !beyond(value));
  return {
    low: inside.reduce((a, b) => Math.min(a, b), Infinity),
    lowerHinge,
    median: middle,
    upperHinge,
    high: inside.reduce((a, b) => Math.max(a, b), -Infinity),
    outside: Array.from(values).flatMap((value, i) => (beyond(value) ? [i] : [])),
  };
}
