import { atanh, normal, studentT, tanh } from '../stats/index.ts';

/** Two-sided p of a correlation on `df` degrees of freedom (n - 2 for a plain one). */
export function correlationPvalue(r: number, df: number): number {
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  return 2 * studentT.lower(-Math.abs(t), df);
}

/**
 * Confidence interval of a correlation by Fisher's z; a correlation adjusted for k variables counts as one of n - k animals.
 *
 * @param df degrees of freedom of its t statistic; NaN ends below 2
 */
export function correlationInterval(r: number, df: number, level = 0.95): [low: number, high: number] {
  if (df < 2) return [NaN, NaN];
  const half = normal.quantile((1 + level) / 2) / Math.sqrt(df - 1);
  const z = atanh(r);
  return [tanh(z - half), tanh(z + half)];
}

/**
 * The smallest |r| that is detected with the given power at a two-sided level: Fisher's z with its bias term, as
 * `pwr.r.test` of R does it.
 *
 * @param df degrees of freedom of the correlation's t statistic
 */
export function detectableCorrelation(df: number, alpha = 0.05, power = 0.8): number {
  if (df < 2) return NaN;
  const n = df + 2;
  const t = studentT.quantileUpper(alpha / 2, df);
  const critical = atanh(Math.sqrt((t * t) / (t * t + df)));
  const powerAt = (r: number): number => {
    const z = atanh(r) + r / (2 * (n - 1));
    const scale = Math.sqrt(n - 3);
    return normal.lower((z - critical) * scale) + normal.lower((-z - critical) * scale);
  };
  let low = 0;
  let high = 1 - 1e-12;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (powerAt(middle) < power) low = middle;
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
