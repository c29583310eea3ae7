import { exp, expm1 } from '../elementary/index.ts';
import { stirlingRemainder } from '../special/index.ts';

const SQRT_PI = 1.772453850905516;

/** Logarithm of the density of u = log s, s = chi_df / sqrt(df), less that of {@link chiConstant}: 0 at u = 0. */
export function logChiShape(u: number, df: number): number {
  const v = 2 * u;
  // e^v - 1 - v without cancellation.
  const excess = Math.abs(v) < 0.02 ? v * v * (1 / 2 + v * (1 / 6 + v * (1 / 24 + v * (1 / 120 + v / 720)))) : expm1(v) - v;
  return -0.5 * df * excess;
}

/** Density of u = log(chi_df / sqrt(df)) at 0. */
export function chiConstant(df: number): number {
  return (Math.sqrt(df) / SQRT_PI) * exp(-stirlingRemainder(0.5 * df));
}

/** First step in u for {@link integrateLogScale}: the width of the chi density, or that of its strip of analyticity. */
export function chiStep(df: number): number {
  return Math.min(0.2, 0.55 / Math.sqrt(df));
}
