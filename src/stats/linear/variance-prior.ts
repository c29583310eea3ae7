import { mean, median } from '../descriptive/index.ts';
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

/** Variances fit for a logarithm: those below 1e-5 of the median are raised to it. */
export function liftedVariances(variances: Float64Array): Float64Array {
  const floor = 1e-5 * (median(variances) || 1);
  return variances.map((value) => Math.max(value, floor));
}

/** ln s² less its expectation under unit variance, per variance, and the mean of trigamma(df/2). */
export function centeredLogVariances(lifted: Float64Array, df: Float64Array): { values: Float64Array; noise: number } {
  const values = new Float64Array(lifted.length);
  let noise = 0;
  let [known, shift, spread] = [NaN, 0, 0];
  for (let i = 0; i < lifted.length; i++) {
    if (df[i] !== known) {
      known = df[i];
      shift = log(known / 2) - digamma(known / 2);
      spread = trigamma(known / 2);
    }
    values[i] = log(lifted[i]) + shift;
    noise += spread;
  }
  return { values, noise: noise / lifted.length };
}

/**
 * Fits the prior of sample variances by matching the mean and variance of their logarithms (Smyth 2004, as limma's
 * `fitFDist` without covariate). Variances below 1e-5 of the median are raised to it; missing ones are left out.
 *
 * @param variances sample variances
 * @param df their degrees of freedom, one for all or one each; those without any are left out
 */
export function fitVariancePrior(variances: ArrayLike<number>, df: number | ArrayLike<number>): VariancePrior {
  const { kept, keptDf } = usableVariances(variances, df);
  const n = kept.length;
  if (n === 0) return { df: NaN, variance: NaN };
  if (n === 1) return { df: 0, variance: kept[0] };
  const lifted = liftedVariances(kept);
  const { values, noise } = centeredLogVariances(lifted, keptDf);
  const center = mean(values);
  let spread = 0;
  for (const value of values) spread += (value - center) * (value - center);
  const excess = spread / (n - 1) - noise;
  if (!(excess > 0)) return { df: Infinity, variance: mean(lifted) };
  const prior = 2 * trigammaInverse(excess);
  return { df: prior, variance: exp(center + digamma(prior / 2) - log(prior / 2)) };
}

/** The variances that tell something: finite, not negative, with degrees of freedom; and where they stood. */
export function usableVariances(
  variances: ArrayLike<number>,
  df: number | ArrayLike<number>,
): { kept: Float64Array; keptDf: Float64Array; rows: Int32Array } {
  const dfOf = (i: number): number => (typeof df === 'number' ? df : df[i]);
  const rows = Int32Array.from({ length: variances.length }, (_, i) => i).filter(
    (i) => Number.isFinite(variances[i]) && variances[i] > -1e-15 && Number.isFinite(dfOf(i)) && dfOf(i) > 1e-15,
  );
  const kept = Float64Array.from(rows, (i) => Math.max(variances[i], 0));
  return { kept, keptDf: Float64Array.from(rows, dfOf), rows };
}

/** Posterior variance: the sample variance drawn towards the prior, weighted by degrees of freedom. */
export function moderatedVariance(variance: number, df: number, prior: VariancePrior): number {
  if (prior.df === Infinity) return prior.variance;
  return (df * variance + prior.df * prior.variance) / (df + prior.df);
}
