import { log, log1p } from '../elementary/index.ts';
import { lgamma } from './lgamma.ts';
import { stirlingRemainder } from './stirling.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * Natural logarithm of the beta function of a, b > 0. Relative error below 1e-14 away from its zeros.
 * Source: Stirling's formula with the large terms cancelled by hand (Didonato & Morris 1992, BCORR and ALGDIV).
 */
export function lbeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (!(small > 0)) return small === 0 ? Infinity : NaN;
  if (large === Infinity) return -Infinity;
  const remainder = (): number => stirlingRemainder(large) - stirlingRemainder(small + large);
  if (small >= 8) {
    const ratio = small / large;
    return (
      HALF_LOG_TWO_PI -
      0.5 * log(large) +
      (stirlingRemainder(small) + remainder()) +
      (small - 0.5) * log(ratio / (1 + ratio)) -
      large * log1p(ratio)
    );
  }
  if (large >= 8) {
    return lgamma(small) - small * log(large) + (small - (small + large - 0.5) * log1p(small / large)) + remainder();
  }
  return lgamma(small) + (lgamma(large) - lgamma(small + large));
}
