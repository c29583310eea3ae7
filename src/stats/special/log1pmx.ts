import { log1p } from '../elementary/index.ts';

/**
 * log(1 + x) - x without cancellation near zero; -Infinity at -1, NaN below. Within 4 ulp.
 * Source: log(1 + x) = 2 artanh(r), r = x / (2 + x), and 2r - x = -r x.
 */
export function log1pmx(x: number): number {
  if (!(x > -0.45 && x < 0.9)) return log1p(x) - x;
  const r = x / (2 + x);
  return r * (2 * r * r * artanhTail(r * r) - x);
}

/** 1/3 + s/5 + s^2/7 + ..., that is (artanh(r) - r) / r^3 at s = r^2 <= 0.1. */
function artanhTail(s: number): number {
  let terms = 3;
  if (s > 1e-3) terms = s > 0.03 ? 15 : 9;
  else if (s > 1e-6) terms = 5;
  let sum = 0;
  for (let k = terms; k >= 0; k--) sum = sum * s + 1 / (2 * k + 3);
  return sum;
}
