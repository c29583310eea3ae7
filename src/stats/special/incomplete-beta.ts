import { exp, expm1, log, log1p } from '../elementary/index.ts';
import { powerOfTwo } from '../elementary/words.ts';
import { betaFraction } from './beta-fraction.ts';
import { betaExcess, betaFront, logBetaFront } from './beta-front.ts';
import { logGamma1p } from './log-gamma-1p.ts';
import { stirlingRemainder } from './stirling.ts';

const EPSILON = 1.1e-16;
/** Below this a tail may have lost digits to underflow, and its logarithm is formed from the logarithm of the front factor. */
const UNDERFLOW = 1e-290;
const LARGE = powerOfTwo(400);
const SMALL = powerOfTwo(-400);

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
  return incompleteBetaOfOdds(a, b, x, 0, y, 1 - y - x, upper, logarithm);
}

/**
 * The same at x = p / (p + q), given as odds p : q (p, q >= 0, each a pair high + low), because t, F, binomial and negative
 * binomial tails know both parts without rounding.
 * Source: continued fraction of Didonato & Morris (1992, ACM TOMS 18:360, eq. 9) over a front factor in deviance form.
 */
export function incompleteBetaOfOdds(
  a: number,
  b: number,
  p: number,
  pLow: number,
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
  if (p > LARGE || q > LARGE) {
    return incompleteBetaOfOdds(a, b, p * SMALL, pLow * SMALL, q * SMALL, qLow * SMALL, upper, logarithm);
  }
  const value = tail(a, b, p, pLow, q, qLow, upper);
  if (!logarithm) return value;
  if (value > 0.5) return log1p(-tail(a, b, p, pLow, q, qLow, !upper));
  if (value > UNDERFLOW) return log(value);
  const excess = betaExcess(a, b, p, pLow, q, qLow);
  const factor = upper ? betaFraction(b, a, q, p, -excess) : betaFraction(a, b, p, q, excess);
  return logBetaFront(a, b, p, pLow, q, qLow, excess) + log(factor);
}

/** Below the mean of Beta(a + 1, b + 1) the fraction converges for the lower tail, above it for the upper. */
function tail(a: number, b: number, p: number, pLow: number, q: number, qLow: number, upper: boolean): number {
  const below = (b + 1) * p <= (a + 1) * q;
  if (below === upper && (below ? a : b) < 1) return below ? smallShapeUpper(a, b, p, q) : smallShapeUpper(b, a, q, p);
  const excess = betaExcess(a, b, p, pLow, q, qLow);
  const factor = below ? betaFraction(a, b, p, q, excess) : betaFraction(b, a, q, p, -excess);
  const value = betaFront(a, b, p, pLow, q, qLow, excess, factor);
  return below === upper ? 1 - value : value;
}

/**
 * 1 - I_x(a, b) for a < 1, where it can be far below 1 although x is small: 1 - x^a (1 + a sum) / (a B(a, b)) without
 * cancellation.
 */
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
