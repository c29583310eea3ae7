import { exp, expm1 } from './exp.ts';
import { log, log1p } from './log.ts';

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (x !== x) return x;
  const magnitude = Math.abs(x);
  if (magnitude > 22) return x > 0 ? 1 : -1;
  const t = expm1(2 * magnitude);
  const value = t / (t + 2);
  return x < 0 ? -value : value;
}

/** Hyperbolic sine. */
export function sinh(x: number): number {
  const magnitude = Math.abs(x);
  const t = expm1(magnitude);
  const value = magnitude < 22 ? 0.5 * (t + t / (t + 1)) : halfExp(magnitude);
  return x < 0 ? -value : value;
}

/** Hyperbolic cosine. */
export function cosh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude >= 22) return halfExp(magnitude);
  const t = exp(magnitude);
  return 0.5 * t + 0.5 / t;
}

function halfExp(x: number): number {
  const root = exp(0.5 * x);
  return 0.5 * root * root;
}

/** Inverse hyperbolic sine. */
export function asinh(x: number): number {
  if (!Number.isFinite(x)) return x;
  const a = Math.abs(x);
  const value = a > 1e8 ? log(a) + Math.LN2 : log1p(a + (a * a) / (1 + Math.sqrt(1 + a * a)));
  return x < 0 ? -value : value;
}

/** Inverse hyperbolic tangent on (-1, 1). */
export function atanh(x: number): number {
  const a = Math.abs(x);
  const value = 0.5 * log1p((2 * a) / (1 - a));
  return x < 0 ? -value : value;
}
