import { exp, log } from '../elementary/index.ts';
import { log1pmx } from './log1pmx.ts';
import { stirlingRemainder } from './stirling.ts';

const TWO_PI = 6.283185307179586;

/**
 * The exponent E >= 0 in x^a y^b / B(a, b) = sqrt(a b / (2 pi (a + b))) exp(-E - remainders), x = p / (p + q), y = q / (p + q):
 * the sum of two deviances, both positive.
 *
 * @param excess (b p - a q) / (p + q), computed by the caller without cancellation
 */
function betaDeviance(a: number, b: number, p: number, q: number, excess: number): number {
  const u = excess / a;
  const v = -excess / b;
  const first = u > -0.45 ? -a * log1pmx(u) : excess - a * log(((a + b) / a) * (p / (p + q)));
  const second = v > -0.45 ? -b * log1pmx(v) : -excess - b * log(((a + b) / b) * (q / (p + q)));
  return first + second;
}

function remainders(a: number, b: number): number {
  return stirlingRemainder(a) + (stirlingRemainder(b) - stirlingRemainder(a + b));
}

/** x^a y^b / B(a, b) at x : y = p : q, for a, b, p, q > 0. */
export function betaFront(a: number, b: number, p: number, q: number, excess: number): number {
  return Math.sqrt((a / (a + b)) * (b / TWO_PI)) * exp(-betaDeviance(a, b, p, q, excess) - remainders(a, b));
}

/** Logarithm of {@link betaFront}. */
export function logBetaFront(a: number, b: number, p: number, q: number, excess: number): number {
  return 0.5 * log((a / (a + b)) * (b / TWO_PI)) - remainders(a, b) - betaDeviance(a, b, p, q, excess);
}
