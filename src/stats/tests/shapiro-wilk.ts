import { sorted } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { asin, exp, log } from '../elementary/index.ts';
import { polynomial } from '../special/index.ts';
import { requireComplete } from './require-complete.ts';

// Coefficients of algorithm AS R94, lowest power first.
const LARGEST = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_LIMIT = [-2.273, 0.459];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322];
const MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LOG_SD = [-0.4803, -0.082676, 0.0030302];

/** Weights of the upper half of the order statistics, from the largest inwards; those of the lower half are their negatives. */
function weights(n: number): Float64Array {
  const half = Math.floor(n / 2);
  if (n === 3) return Float64Array.of(Math.sqrt(0.5));
  const scores = Float64Array.from({ length: half }, (_, i) => -normal.quantile((i + 1 - 0.375) / (n + 0.25)));
  const total = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const root = 1 / Math.sqrt(n);
  const first = polynomial(LARGEST, root) + scores[0] / Math.sqrt(total);
  const second = polynomial(SECOND, root) + scores[1] / Math.sqrt(total);
  const fixed = n > 5 ? [first, second] : [first];
  let left = total;
  let share = 1;
  fixed.forEach((weight, i) => {
    left -= 2 * scores[i] * scores[i];
    share -= 2 * weight * weight;
  });
  const scale = Math.sqrt(left / share);
  return scores.map((score, i) => fixed[i] ?? score / scale);
}

/** W as 1 minus the unexplained share, which keeps its digits when W is near 1. */
function unexplainedShare(ascending: Float64Array): number {
  const n = ascending.length;
  const half = weights(n);
  const range = ascending[n - 1] - ascending[0];
  const center = ascending.reduce((sum, value) => sum + value / range, 0) / n;
  let [ofWeights, ofValues, both] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const j = n - 1 - i;
    const weight = i === j ? 0 : i > j ? half[j] : -half[i];
    const value = ascending[i] / range - center;
    ofWeights += weight * weight;
    ofValues += value * value;
    both += weight * value;
  }
  const product = Math.sqrt(ofWeights * ofValues);
  return ((product - both) * (product + both)) / (ofWeights * ofValues);
}

/**
 * Shapiro-Wilk test of normality by Royston's approximation (1995, algorithm AS R94), for 3 to 5000 values; exact for 3.
 *
 * A small p says that the data are not normal, a large one does not say that they are; with few animals it can hardly say anything.
 *
 * @throws RangeError for fewer than 3 or more than 5000 values, missing values, or values that do not vary
 */
export function shapiroWilkTest(values: ArrayLike<number>): { statistic: number; pvalue: number } {
  requireComplete(values);
  const n = values.length;
  if (n < 3 || n > 5000) throw new RangeError(`the Shapiro-Wilk test is made for 3 to 5000 values, not ${n}`);
  const ascending = sorted(values);
  if (!(ascending[n - 1] > ascending[0])) throw new RangeError('all values are equal: there is no distribution to test');
  const rest = unexplainedShare(ascending);
  const statistic = 1 - rest;
  if (n === 3) return { statistic, pvalue: Math.max(0, (6 / Math.PI) * (asin(Math.sqrt(statistic)) - Math.PI / 3)) };
  const y = log(rest);
  if (n > 11) {
    const size = log(n);
    return { statistic, pvalue: normal.upper(y, polynomial(MEAN, size), exp(polynomial(LOG_SD, size))) };
  }
  const limit = polynomial(SMALL_LIMIT, n);
  if (y >= limit) return { statistic, pvalue: 1e-99 };
  return { statistic, pvalue: normal.upper(-log(limit - y), polynomial(SMALL_MEAN, n), exp(polynomial(SMALL_LOG_SD, n))) };
}
