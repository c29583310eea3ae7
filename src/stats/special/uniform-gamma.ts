import { erfcScaled } from './erf.ts';
import { expMinusGammaDeviance, gammaDeviance } from './gamma-front.ts';
import { polynomial } from './polynomial.ts';

const SQRT_TWO_PI = 2.5066282746310002;

/** Taylor coefficients in eta of Temme's C_0 .. C_3. */
const C0 = [
  -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073, 3.527336860670194e-4,
  -1.787551440329218e-4, 3.919263178522438e-5, -2.185448510679992e-6, -1.85406221071516e-6, 8.296711340953087e-7,
  -1.7665952736826078e-7, 6.707853543401498e-9, 1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10,
];
const C1 = [
  -0.001851851851851852, -0.003472222222222222, 0.0026455026455026454, -9.902263374485596e-4, 2.0576131687242798e-4,
  -4.018775720164609e-7, -1.8098550334489977e-5, 7.64916091608111e-6,
];
const C2 = [0.004133597883597883, -0.0026813271604938273, 7.716049382716049e-4, 2.0093878600823047e-6, -1.073666e-4];
const C3 = [6.494341563786008e-4, 2.2947209362139917e-4];

/**
 * The smaller of P(a, x) and Q(a, x), that is Q for x > a, for a >= 1e4 and |x / a - 1| < 0.2, where series and fraction would
 * need a multiple of sqrt(a) terms. Relative error 1e-15.
 * Source: Temme (1979), SIAM J. Math. Anal. 10:757, eq. 3.9; coefficients by his recurrence in 60 digits.
 */
export function uniformGammaTail(a: number, x: number): number {
  const half = gammaDeviance(a, x);
  const sign = x < a ? -1 : 1;
  const eta = sign * Math.sqrt((2 * half) / a);
  const correction = polynomial(C0, eta) + (polynomial(C1, eta) + (polynomial(C2, eta) + polynomial(C3, eta) / a) / a) / a;
  const factor = 0.5 * erfcScaled(Math.sqrt(half)) + (sign * correction) / (SQRT_TWO_PI * Math.sqrt(a));
  return expMinusGammaDeviance(a, x, factor);
}
