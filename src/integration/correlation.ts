import { correlationInterval, correlationPower, criticalCorrelation, studentT } from '../stats/index.ts';

/** Two-sided p of a correlation on `df` degrees of freedom (n - 2 for a plain one). */
export function correlationPvalue(r: number, df: number): number {
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  return 2 * studentT.lower(-Math.abs(t), df);
}

/**
 * Confidence interval of a correlation adjusted for other variables: by Fisher's z, as one of df + 2 animals.
 *
 * @param df degrees of freedom of its t statistic; NaN ends below 2
 */
export function adjustedInterval(r: number, df: number): [low: number, high: number] {
  const { lower, upper } = correlationInterval(r, df + 2);
  return [lower, upper];
}

/**
 * The smallest |r| that is detected with the given power at a two-sided level; NaN below 2 degrees of freedom.
 *
 * @param df degrees of freedom of the correlation's t statistic
 */
export function detectableCorrelation(df: number, alpha = 0.05, power = 0.8): number {
  if (df < 2) return NaN;
  const start = criticalCorrelation(df + 2, alpha);
  let low = start / 2;
  let high = 1 - 1e-12;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (correlationPower(middle, df + 2, alpha) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Scales vectors over animals to mean 0 and length 1, so that a dot product of two is their correlation. A vector that does
 * not vary (relative to its size before centering) becomes NaN.
 */
export function unitVector(values: Float64Array, sizeBefore = maxAbs(values)): Float64Array {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let square = 0;
  const out = values.map((value) => value - mean);
  for (const value of out) square += value * value;
  const length = Math.sqrt(square);
  return length > 1e-12 * sizeBefore * Math.sqrt(n) ? out.map((value) => value / length) : out.fill(NaN);
}

/** Largest absolute value. */
export function maxAbs(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** x squared: the engine's power operator differs between engines in the last bit. */
export const squared = (x: number): number => x * x;
