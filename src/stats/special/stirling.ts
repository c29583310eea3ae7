import { log } from '../elementary/index.ts';
import { logGamma1p } from './log-gamma-1p.ts';
import { polynomial } from './polynomial.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** a * delta(a) on 1 <= a <= 12 as a polynomial in (1/a - 13/24) / (11/24): interpolation at Chebyshev points, 7e-17. */
const MIDDLE = [
  0.08257558052082782, -0.0011997020403030853, -0.00038652791070954327, 7.697277127483687e-5, -2.5941989454995715e-6,
  -3.3628374504302876e-6, 1.3533010225942573e-6, -2.59383612711114e-7, -1.8405751884071828e-8, 3.929556195897929e-8,
  -1.917700514408164e-8, 5.7184883339947645e-9, -6.321217023447617e-10, -5.337039678302064e-10, 4.740708217677829e-10,
  -2.1774368278591783e-10, 7.2505416599583e-11, -3.60990007200573e-11, 8.589073427440946e-12, 1.8154607417003186e-11,
  -1.2972613441068021e-11, -1.6040888325739014e-13, 1.4114626928046956e-12,
];
/** B_2k / (2k (2k - 1)), k = 1.. */
const SERIES = [
  0.08333333333333333, -0.002777777777777778, 7.936507936507937e-4, -5.952380952380953e-4, 8.417508417508417e-4,
  -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
];

/**
 * delta(a) = lgamma(a) - [(a - 1/2) log a - a + log(2 pi) / 2], what Stirling's formula leaves out, for a > 0.
 * Absolute error below 2e-17 + 2 ulp. Source: asymptotic series (Abramowitz & Stegun 6.1.41) for a >= 12, a polynomial down to 1,
 * the definition below.
 */
export function stirlingRemainder(a: number): number {
  if (a >= 12) return polynomial(SERIES, 1 / (a * a)) / a;
  if (a >= 1) {
    const r = 1 / a;
    return polynomial(MIDDLE, (24 * r - 13) / 11) * r;
  }
  if (!(a > 0)) return a === 0 ? Infinity : NaN;
  return logGamma1p(a) - (a + 0.5) * log(a) + a - HALF_LOG_TWO_PI;
}
