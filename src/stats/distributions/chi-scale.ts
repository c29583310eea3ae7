import { exp, expm1 } from '../elementary/index.ts';
import { stirlingRemainder } from '../special/index.ts';

const NEGLIGIBLE = 1e-18;
const SQRT_PI = 1.772453850905516;
/** Terms further out than this in log s are beyond the range of a double for any df > 1e-2. */
const MOST_STEPS = 200000;

/** Logarithm of e^u f(e^u) / sqrt(df / pi) / e^-remainder, f the density of s = chi_df / sqrt(df): its shape over u = log s, 0 at u = 0. */
export function logChiShape(u: number, df: number): number {
  const v = 2 * u;
  // e^v - 1 - v without cancellation.
  const excess = Math.abs(v) < 0.02 ? v * v * (1 / 2 + v * (1 / 6 + v * (1 / 24 + v * (1 / 120 + v / 720)))) : expm1(v) - v;
  return -0.5 * df * excess;
}

/** sqrt(df / pi) e^-remainder, the factor left out of {@link logChiShape}. */
export function chiConstant(df: number): number {
  return (Math.sqrt(df) / SQRT_PI) * exp(-stirlingRemainder(0.5 * df));
}

/**
 * Integral over u of term(u) by the trapezoid rule, which converges geometrically for analytic terms: the step is halved until the value is
 * stable to 3e-7, when its error is about the square of that.
 *
 * @param term nonnegative with a single peak
 * @param from a place near the peak
 * @param step first step
 */
export function trapezoid(term: (u: number) => number, from: number, step: number): number {
  let width = step;
  let sum = sweep(term, from, width);
  for (let halving = 0; halving < 12; halving++) {
    const middle = sweep(term, from + 0.5 * width, width);
    const refined = sum + middle;
    const change = Math.abs(middle - sum);
    width *= 0.5;
    sum = refined;
    if (change <= 3e-7 * refined) break;
  }
  return sum * width;
}

/**
 * Sum of the terms at from + i width, outwards until they are negligible on both sides: the trapezoid rule but for the factor width.
 */
export function sweep(term: (u: number) => number, from: number, width: number): number {
  let sum = 0;
  for (const direction of [1, -1]) {
    for (let i = direction === 1 ? 0 : 1; i < MOST_STEPS; i++) {
      const value = term(from + direction * i * width);
      sum += value;
      if (value <= NEGLIGIBLE * sum) break;
    }
  }
  return sum;
}

/** The u at which a function that falls through zero once does so, to 1e-3. */
export function peakOf(slope: (u: number) => number): number {
  let low = -1;
  let high = 1;
  while (slope(low) < 0 && low > -700) low *= 2;
  while (slope(high) > 0 && high < 300) high *= 2;
  while (high - low > 1e-3) {
    const middle = 0.5 * (low + high);
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
