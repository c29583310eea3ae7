import { exp, expm1, log, log1p } from '../elementary/index.ts';
import { betaFront, logBetaFront } from './beta-front.ts';
import { logGamma1p } from './log-gamma-1p.ts';
import { stirlingRemainder } from './stirling.ts';

const EPSILON = 1.1e-16;
const FLOOR = 1e-300;

/**
 * Regularized incomplete beta function I_x(a, b), or 1 - I_x(a, b) when `upper`; its logarithm when `logarithm`.
 * Both tails and both logarithms keep their relative accuracy (1e-13) however small they are.
 *
 * @param a, b shapes > 0
 * @param x argument in [0, 1]
 * Source: see {@link incompleteBetaOfOdds}.
 */
export function incompleteBeta(a: number, b: number, x: number, upper: boolean, logarithm: boolean): number {
  const y = 1 - x;
  return incompleteBetaOfOdds(a, b, x, y, 1 - y - x, upper, logarithm);
}

/**
 * The same at x = p / (p + q), given as odds p : q (p, q >= 0) because t, F, binomial and negative binomial tails know both without
 * rounding. `pLow + qLow`, small corrections to p and q beyond double precision, enter through `qLow`.
 * Source: continued fraction of Didonato & Morris (1992, ACM TOMS 18:360, eq. 9) over a front factor in deviance form.
 */
export function incompleteBetaOfOdds(
  a: number,
  b: number,
  p: number,
  q: number,
  qLow: number,
  upper: boolean,
  logarithm: boolean,
): number {
  if (!(a > 0 && b > 0) || !(p >= 0 && q >= 0)) return NaN;
  if (p === 0 || q === 0) {
    const value = (q === 0) !== upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  const excess = (b * p - a * q - a * qLow) / (p + q);
  // Below the mean of Beta(a + 1, b + 1) the fraction converges for the lower tail, above it for the upper.
  const below = (b + 1) * p <= (a + 1) * q;
  if (below === upper && (below ? a : b) < 1) {
    const tail = below ? smallShapeUpper(a, b, p, q) : smallShapeUpper(b, a, q, p);
    return logarithm ? log(tail) : tail;
  }
  const factor = below ? fraction(a, b, p, q, excess) : fraction(b, a, q, p, -excess);
  if (below !== upper) {
    return logarithm ? logBetaFront(a, b, p, q, excess) + log(factor) : betaFront(a, b, p, q, excess) * factor;
  }
  const other = betaFront(a, b, p, q, excess) * factor;
  return logarithm ? log1p(-other) : 1 - other;
}

/** I_x(a, b) / front. */
function fraction(a: number, b: number, p: number, q: number, excess: number): number {
  const x = p / (p + q);
  const y = q / (p + q);
  let beta = ((1 - excess) * a) / (a + 1);
  let c = nonzero(beta);
  let d = 1 / c;
  let h = d;
  c = 1 / FLOOR;
  for (let n = 1; n < 100000; n++) {
    const s = a + 2 * n - 1;
    const w = n * (b - n) * x;
    const alpha = ((a + n - 1) / s) * ((a + b + n - 1) / s) * w * x;
    beta = n + w / s + ((a + n) / (s + 2)) * (1 - excess + n * (1 + y));
    d = 1 / nonzero(beta + alpha * d);
    c = nonzero(beta + alpha / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) <= EPSILON) break;
  }
  return h;
}

function nonzero(value: number): number {
  return Math.abs(value) < FLOOR ? FLOOR : value;
}

/** 1 - I_x(a, b) for a < 1, where it can be far below 1 although x is small: 1 - x^a (1 + a sum) / (a B(a, b)) without cancellation. */
function smallShapeUpper(a: number, b: number, p: number, q: number): number {
  const x = p / (p + q);
  const s = a * (p < q ? log(x) : log1p(-q / (p + q))) + logGammaIncrement(b, a) - logGamma1p(a);
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 2000; n++) {
    term *= (1 - b / n) * x;
    const add = term / (a + n);
    sum += add;
    if (Math.abs(add) <= EPSILON * Math.abs(sum)) break;
  }
  return -expm1(s) - exp(s) * a * sum;
}

/** lgamma(b + a) - lgamma(b) with an error relative to a, for 0 < a <= 1. */
function logGammaIncrement(b: number, a: number): number {
  let z = b;
  let shift = 0;
  while (z < 12) {
    shift += log1p(a / z);
    z += 1;
  }
  return a * log(z) + ((a + z - 0.5) * log1p(a / z) - a) + (stirlingRemainder(a + z) - stirlingRemainder(z)) - shift;
}
