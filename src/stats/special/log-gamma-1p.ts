import { log1p } from '../elementary/index.ts';
import { polynomial } from './polynomial.ts';

/** lgamma(2 + z) / z on |z| <= 1/2 as a polynomial in 2z: interpolation at Chebyshev points, relative error 2e-17. */
const NEAR_TWO = [
  0.42278433509846713, 0.1612335167120566, -0.016838075263299522, 0.0025726010534730787, -4.6159693929212654e-4,
  9.032844783545014e-5, -1.86367798703102e-5, 3.981793164251527e-6, -8.716982757351021e-7, 1.9425294274976835e-7,
  -4.387327521544026e-8, 1.001332617019718e-8, -2.304571826674516e-9, 5.339628272805235e-10, -1.2444505508836123e-10,
  2.924867873716732e-11, -6.878918801035825e-12, 1.5406673739439663e-12, -3.646155586866453e-13, 1.2345447235230874e-13,
  -2.943025091543748e-14,
];

/** lgamma(1 + x) on -1/2 <= x <= 3/2 without rounding 1 + x; relative error below 1e-15, also at the zeros 0 and 1. */
export function logGamma1p(x: number): number {
  if (x > 0.5) return (x - 1) * polynomial(NEAR_TWO, 2 * (x - 1));
  return x * polynomial(NEAR_TWO, 2 * x) - log1p(x);
}
