import { exp, log } from '../elementary/index.ts';
import { log1pmx } from './log1pmx.ts';
import { stirlingRemainder } from './stirling.ts';

const TWO_PI = 6.283185307179586;

/** a log(a / x) + x - a >= 0, Loader's deviance, for a, x > 0. Source: Loader (2000), Fast and accurate computation of binomial probabilities. */
export function gammaDeviance(a: number, x: number): number {
  const u = (x - a) / a;
  return u > -0.45 ? -a * log1pmx(u) : a * log(a / x) + (x - a);
}

/** x^a e^-x / Gamma(a) for a, x > 0, without the cancellation of exp(a log x - x - lgamma(a)). */
export function gammaFront(a: number, x: number): number {
  return Math.sqrt(a / TWO_PI) * exp(-gammaDeviance(a, x) - stirlingRemainder(a));
}

/** Logarithm of {@link gammaFront}. */
export function logGammaFront(a: number, x: number): number {
  return 0.5 * log(a / TWO_PI) - stirlingRemainder(a) - gammaDeviance(a, x);
}
