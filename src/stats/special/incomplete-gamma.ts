import { exp, expm1, log, log1p } from '../elementary/index.ts';
import { gammaFront, logGammaFront } from './gamma-front.ts';
import { logGamma1p } from './log-gamma-1p.ts';
import { uniformGammaTail } from './uniform-gamma.ts';

const EPSILON = 1.2e-16;
const FLOOR = 1e-300;
/** Below this a tail may have lost digits to underflow, and its logarithm is formed from the logarithm of the front factor. */
const UNDERFLOW = 1e-290;
/** Shapes from here on use the uniform expansion. */
const UNIFORM = 1e4;
const MOST_TERMS = 1e6;

/**
 * Regularized incomplete gamma function: P(a, x), or Q(a, x) = 1 - P(a, x) when `upper`; its logarithm when `logarithm`.
 * Both tails and both logarithms keep their relative accuracy (1e-13) however small they are.
 *
 * @param a shape > 0
 * @param x argument >= 0
 * Source: series and continued fraction (Abramowitz & Stegun 6.5.29, 6.5.31) over a front factor in deviance form.
 */
export function incompleteGamma(a: number, x: number, upper: boolean, logarithm: boolean): number {
  if (!(a > 0) || x !== x || a === Infinity) return NaN;
  if (!(x > 0) || x === Infinity) {
    const value = x > 0 !== upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  const value = tail(a, x, upper);
  if (!logarithm) return value;
  if (value > 0.5) return log1p(-tail(a, x, !upper));
  if (value > UNDERFLOW) return log(value);
  return logGammaFront(a, x) + log(upper ? fraction(a, x) : series(a, x));
}

/**
 * Where the fraction for the upper tail takes over from the series for the lower, and a uniform expansion from both.
 */
function tail(a: number, x: number, upper: boolean): number {
  if (upper && a < 1 && x < 1.5) return smallShapeUpper(a, x);
  if (a >= UNIFORM && Math.abs(x - a) < 0.2 * a) {
    const value = uniformGammaTail(a, x);
    return upper === x > a ? value : 1 - value;
  }
  const direct = x >= a + 1;
  const value = gammaFront(a, x, direct ? fraction(a, x) : series(a, x));
  return direct === upper ? value : 1 - value;
}

/** P(a, x) / front = 1/a + x / (a (a + 1)) + ... */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * EPSILON; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** Q(a, x) / front by the modified Lentz algorithm. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / FLOOR;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < MOST_TERMS; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / nonzero(numerator * d + b);
    c = nonzero(b + numerator / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) <= EPSILON) return h;
  }
  return NaN;
}

function nonzero(value: number): number {
  return Math.abs(value) < FLOOR ? FLOOR : value;
}

/**
 * Q(a, x) for a < 1, where it can be far below 1 although x is small: 1 - x^a / Gamma(a + 1) (1 + a sum) without cancellation.
 */
function smallShapeUpper(a: number, x: number): number {
  const s = a * log(x) - logGamma1p(a);
  let term = 1;
  let sum = 0;
  for (let k = 1; k < 200; k++) {
    term *= -x / k;
    const add = term / (a + k);
    sum += add;
    if (Math.abs(add) <= EPSILON * Math.abs(sum)) break;
  }
  return -expm1(s) - exp(s) * a * sum;
}
