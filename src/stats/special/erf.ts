import { exp } from '../elementary/index.ts';
import { polynomial } from './polynomial.ts';

const INVERSE_SQRT_PI = 0.5641895835477563;

/** erf(x) / x on x^2 <= 1/4 as a polynomial in 8 x^2 - 1: interpolation at Chebyshev points, relative error 1e-16. */
const SMALL = [
  1.0830752376761712, -0.04364205888669792, 0.0016130716680617073, -4.76233693446849e-5, 1.1516037795233198e-6,
  -2.3472291635294847e-8, 4.127025151938976e-10, -6.374417573691971e-12, 8.777607481006789e-14, -1.0893429375776461e-15,
];
/** exp(x^2) erfc(x) (x + 2) on 1/2 <= x as a polynomial in 5/(x + 2) - 1: likewise, relative error 1e-17. */
const LARGE = [
  0.8950057559069498, 0.4643007442723721, 0.16193915053222324, 0.025918946162114945, -0.005522382160758618,
  -0.0030169006447370423, 3.278920097167896e-4, 3.563571956100821e-4, -5.3646315454669494e-5, -4.597423293652761e-5,
  1.3752783559596128e-5, 5.242203621750653e-6, -3.400263526595296e-6, -1.6111998577341276e-7, 6.868771206456814e-7,
  -1.7011049726019548e-7, -8.721153539127489e-8, 6.802915646154464e-8, -4.9376881033747264e-9, -1.5150973610388796e-8,
  6.26723205107346e-9, 1.9723089417152058e-9, -1.655854913794986e-9, -1.0877488259638228e-10, 1.8305169589872784e-10,
];

/** exp(x^2) erfc(x) for x >= 1/2. */
function scaledLarge(x: number): number {
  if (x > 1e8) return INVERSE_SQRT_PI / x;
  const t = 1 / (x + 2);
  return t * polynomial(LARGE, 5 * t - 1);
}

/** exp(-c x^2), c >= 1/2 a power of two, with x^2 carried beyond double precision so that the far tail keeps all its digits. */
export function expMinusSquare(x: number, c: number): number {
  if (!(Math.abs(x) < 1e4)) return x === x ? 0 : x;
  const high = Math.round(x * 1048576) / 1048576;
  // At most 4e-5 in the range of doubles, so that three terms of its exponential are enough.
  const rest = -c * (x - high) * (x + high);
  return exp(-c * high * high) * (1 + rest * (1 + rest * (0.5 + rest / 6)));
}

/** Error function, relative error below 1e-15. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude <= 0.5) return x * polynomial(SMALL, 8 * x * x - 1);
  if (x !== x) return x;
  const value = magnitude > 6 ? 1 : 1 - expMinusSquare(magnitude, 1) * scaledLarge(magnitude);
  return x < 0 ? -value : value;
}

/** Complementary error function 1 - erf(x), relative error below 1e-15 down to the smallest number. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  if (x !== x) return x;
  return x > 28 ? 0 : expMinusSquare(x, 1) * scaledLarge(x);
}

/** exp(x^2) erfc(x), which does not underflow; relative error below 1e-15. */
export function erfcScaled(x: number): number {
  if (x >= 0.5) return scaledLarge(x);
  if (x < -27) return Infinity;
  return erfc(x) / expMinusSquare(x, 1);
}
