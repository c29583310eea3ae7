import { log1p } from '../elementary/index.ts';
import { polynomial } from './polynomial.ts';

/**
 * log(1 + x) - x without cancellation near zero; -Infinity at -1, NaN below. Within 4 ulp.
 * Source: log(1 + x) = 2 artanh(r), r = x / (2 + x), and 2r - x = -r x.
 */
export function log1pmx(x: number): number {
  if (!(x > -0.45 && x < 0.9)) return log1p(x) - x;
  const r = x / (2 + x);
  return r * (2 * r * r * artanhTail(r * r) - x);
}

/** 1/3, 1/5, 1/7, ...: the series of (artanh(r) - r) / r^3 in s = r^2. */
const SHORT = reciprocals(4);
const MEDIUM = reciprocals(9);
const LONG = reciprocals(16);

function reciprocals(count: number): number[] {
  return Array.from({ length: count }, (_, k) => 1 / (2 * k + 3));
}

/** (artanh(r) - r) / r^3 at s = r^2 <= 0.1. */
function artanhTail(s: number): number {
  return polynomial(s > 0.015 ? LONG : s > 1e-4 ? MEDIUM : SHORT, s);
}
