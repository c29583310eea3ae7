import { exp, log } from '../elementary/index.ts';
import { extendedLog, logLow } from './extended-log.ts';
import { addPairs, low, scalePair, twoProduct, twoSum } from './extended-sum.ts';
import { log1pmx } from './log1pmx.ts';
import { scaledExp } from './scaled-exp.ts';
import { stirlingRemainder } from './stirling.ts';

const TWO_PI = 6.283185307179586;
/** Exponents beyond this are formed in pairs of doubles, or rounding them would cost the result its 14th digit. */
const FAR = 16;

/** (b p - a q) / (p + q), the distance of (a + b) x from a at x = p / (p + q), without cancellation. p and q are pairs. */
export function betaExcess(a: number, b: number, p: number, pLow: number, q: number, qLow: number): number {
  const first = twoProduct(b, p);
  const firstLow = low + b * pLow;
  const second = twoProduct(a, q);
  const secondLow = low + a * qLow;
  return (first - second + (firstLow - secondLow)) / (p + q);
}

/**
 * The exponent E >= 0 in x^a y^b / B(a, b) = sqrt(a b / (2 pi (a + b))) exp(-E - remainders), x = p / (p + q), y = q / (p + q):
 * the sum of two deviances, both positive.
 */
function betaDeviance(a: number, b: number, p: number, q: number, excess: number): number {
  const u = excess / a;
  const v = -excess / b;
  const first = u > -0.45 ? -a * log1pmx(u) : excess - a * log(((a + b) / a) * (p / (p + q)));
  const second = v > -0.45 ? -b * log1pmx(v) : -excess - b * log(((a + b) / b) * (q / (p + q)));
  return first + second;
}

/** The same, a log(a / ((a + b) x)) + b log(b / ((a + b) y)), as a pair; the low part is left in `low`. */
function extendedDeviance(a: number, b: number, p: number, pLow: number, q: number, qLow: number): number {
  const shapes = twoSum(a, b);
  const logShapes = extendedLog(shapes, low);
  const logShapesLow = logLow;
  const total = addPairs(p, pLow, q, qLow);
  const logTotal = extendedLog(total, low);
  const common = addPairs(logTotal, logLow, -logShapes, -logShapesLow);
  const commonLow = low;
  const first = extendedTerm(a, p, pLow, common, commonLow);
  const firstLow = low;
  const second = extendedTerm(b, q, qLow, common, commonLow);
  return addPairs(first, firstLow, second, low);
}

/** shape (log shape - log part + common) as a pair. */
function extendedTerm(shape: number, part: number, partLow: number, common: number, commonLow: number): number {
  const logShape = extendedLog(shape, 0);
  const logShapeLow = logLow;
  const logPart = extendedLog(part, partLow);
  const difference = addPairs(logShape, logShapeLow, -logPart, -logLow);
  const sum = addPairs(difference, low, common, commonLow);
  return scalePair(sum, low, shape);
}

let lastA = NaN;
let lastB = NaN;
let lastRemainders = NaN;

/**
 * What Stirling's formula leaves out of log B(a, b). The last value is kept: a table of tests asks for the same shapes over and
 * over.
 */
function remainders(a: number, b: number): number {
  if (a !== lastA || b !== lastB) {
    lastA = a;
    lastB = b;
    lastRemainders = stirlingRemainder(a) + (stirlingRemainder(b) - stirlingRemainder(a + b));
  }
  return lastRemainders;
}

/** factor * x^a y^b / B(a, b) at x : y = p : q, pairs of doubles, for a, b, p, q > 0. */
export function betaFront(
  a: number,
  b: number,
  p: number,
  pLow: number,
  q: number,
  qLow: number,
  excess: number,
  factor: number,
): number {
  const scale = Math.sqrt((a / (a + b)) * (b / TWO_PI)) * factor;
  const deviance = betaDeviance(a, b, p, q, excess);
  if (deviance < FAR) return scale * exp(-deviance - remainders(a, b));
  const exponent = extendedDeviance(a, b, p, pLow, q, qLow);
  const sum = addPairs(exponent, low, remainders(a, b), 0);
  return scaledExp(scale, -sum, -low);
}

/** Logarithm of x^a y^b / B(a, b). */
export function logBetaFront(a: number, b: number, p: number, pLow: number, q: number, qLow: number, excess: number): number {
  const constant = 0.5 * log((a / (a + b)) * (b / TWO_PI)) - remainders(a, b);
  const deviance = betaDeviance(a, b, p, q, excess);
  return constant - (deviance < FAR ? deviance : extendedDeviance(a, b, p, pLow, q, qLow));
}
