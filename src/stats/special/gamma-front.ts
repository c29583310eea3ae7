import { exp, log } from '../elementary/index.ts';
import { extendedLog, logLow } from './extended-log.ts';
import { addPairs, low, scalePair, twoSum } from './extended-sum.ts';
import { log1pmx } from './log1pmx.ts';
import { scaledExp } from './scaled-exp.ts';
import { stirlingRemainder } from './stirling.ts';

const TWO_PI = 6.283185307179586;
/** Exponents beyond this are formed in pairs of doubles, or rounding them would cost the result its 14th digit. */
const FAR = 16;

/**
 * a log(a / x) + x - a >= 0, Loader's deviance, for a, x > 0.
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export function gammaDeviance(a: number, x: number): number {
  const u = (x - a) / a;
  return u > -0.45 ? -a * log1pmx(u) : a * log(a / x) + (x - a);
}

/** The same as a pair; the low part is left in `low`. */
function extendedDeviance(a: number, x: number): number {
  const logA = extendedLog(a, 0);
  const logALow = logLow;
  const logX = extendedLog(x, 0);
  const ratio = addPairs(logA, logALow, -logX, -logLow);
  const product = scalePair(ratio, low, a);
  const productLow = low;
  const difference = twoSum(x, -a);
  return addPairs(product, productLow, difference, low);
}

/** factor * exp(-deviance). */
export function expMinusGammaDeviance(a: number, x: number, factor: number): number {
  const deviance = gammaDeviance(a, x);
  if (deviance < FAR) return factor * exp(-deviance);
  const exponent = extendedDeviance(a, x);
  return scaledExp(factor, -exponent, -low);
}

/** factor * x^a e^-x / Gamma(a) for a, x > 0, without the cancellation of exp(a log x - x - lgamma(a)). */
export function gammaFront(a: number, x: number, factor: number): number {
  const scale = Math.sqrt(a / TWO_PI) * factor;
  const deviance = gammaDeviance(a, x);
  const remainder = stirlingRemainder(a);
  if (deviance < FAR) return scale * exp(-deviance - remainder);
  const exponent = extendedDeviance(a, x);
  const sum = addPairs(exponent, low, remainder, 0);
  return scaledExp(scale, -sum, -low);
}

/** Logarithm of x^a e^-x / Gamma(a). */
export function logGammaFront(a: number, x: number): number {
  const constant = 0.5 * log(a / TWO_PI) - stirlingRemainder(a);
  const deviance = gammaDeviance(a, x);
  return constant - (deviance < FAR ? deviance : extendedDeviance(a, x));
}
