import { exp, log } from '../elementary/index.ts';
import { digamma, trigamma } from '../special/index.ts';

/** The scaled inverse chi-square prior of many variances: d0 degrees of freedom (may be infinite) at location s0². */
export interface VariancePrior {
  df: number;
  variance: number;
}

/**
 * Solves trigamma(y) = x for y > 0, by the secant method on 1/trigamma, which is nearly straight.
 *
 * @param x positive
 */
export function trigammaInverse(x: number): number {
  if (!(x > 0)) return NaN;
  if (x > 1e7) return 1 / Math.sqrt(x);
  if (x < 1e-6) return 1 / x;
  let before = 0.5 + 1 / x;
  let errorBefore = 1 / trigamma(before) - 1 / x;
  let y = before * 1.01;
  for (let step = 0; step < 60; step++) {
    const error = 1 / trigamma(y) - 1 / x;
    const slope = (error - errorBefore) / (y - before);
    if (error === 0 || slope === 0 || !Number.isFinite(slope)) return y;
    const next = Math.max(y - error / slope, y / 10);
    before = y;
    errorBefore = error;
    if (Math.abs(next - y) <= 1e-15 * y) return next;
    y = next;
  }
  return y;
}

/**
 * Fits the prior of sample variances by matching the mean and variance of their logarithms (Smyth 2004, as limma's
 * `fitFDist` without covariate). Variances below 1e-5 of the median are raised to it; missing ones are left out.
 *
 * @param variances sample variances, each on `df` degrees of freedom
 */
export function fitVariancePrior(variances: ArrayLike<number>, df: number): VariancePrior {
  const kept = Float64Array.from(variances).filter((value) => Number.isFinite(value) && value > -1e-15);
  if (kept.length === 0 || !(df > 0)) return { df: NaN, variance: NaN };
  if (kept.length === 1) return { df: 0, variance: kept[0] };
  const floor = 1e-5 * (medianOf(kept) || 1);
  const n = kept.length;
  const shift = log(df / 2) - digamma(df / 2);
  let mean = 0;
  const logs = kept.map((value) => log(Math.max(value, floor)) + shift);
  for (const value of logs) mean += value / n;
  let spread = 0;
  for (const value of logs) spread += (value - mean) * (value - mean);
  const excess = spread / (n - 1) - trigamma(df / 2);
  if (excess > 0) {
    const prior = 2 * trigammaInverse(excess);
    return { df: prior, variance: exp(mean + digamma(prior / 2) - log(prior / 2)) };
  }
  let total = 0;
  for (const value of kept) total += Math.max(value, floor);
  return { df: Infinity, variance: total / n };
}

/** Posterior variance: the sample variance drawn towards the prior, weighted by degrees of freedom. */
export function moderatedVariance(variance: number, df: number, prior: VariancePrior): number {
  if (prior.df === Infinity) return prior.variance;
  return (df * variance + prior.df * prior.variance) / (df + prior.df);
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
