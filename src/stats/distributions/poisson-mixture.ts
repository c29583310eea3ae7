import { exp, log, log1p } from '../elementary/index.ts';
import { poisson } from './poisson.ts';

const NEGLIGIBLE = 1e-18;
/** Beyond this the sums, whose length grows as the square root, would take more than a second; the distributions answer NaN. */
export const MOST_NONCENTRAL = 1e10;

/**
 * What a noncentral distribution is mixed from: the central tails after j added pairs of degrees of freedom, and the steps
 * between them. lower(j) - lower(j + 1) = front(j) > 0, front(j - 1) / front(j) = frontRatio(j).
 */
export interface MixtureParts {
  logTail(j: number, upper: boolean): number;
  logFront(j: number): number;
  frontRatio(j: number): number;
}

/**
 * Logarithm of sum_j Poisson(j; mean) tail(j). The lower tail is summed downwards and the upper one upwards, the directions in
 * which the recurrence only adds, starting where the terms become negligible beside the largest.
 * Source: Benton & Krishnamoorthy (2003), Computational Statistics & Data Analysis 43:249, with the start at the largest term.
 */
export function logPoissonMixture(mean: number, parts: MixtureParts, upper: boolean): number {
  const logTerm = (j: number): number => poisson.logDensity(j, mean) + parts.logTail(j, upper);
  const mode = largestTerm(logTerm, mean);
  const top = logTerm(mode);
  if (top === -Infinity) return -Infinity;
  const start = negligibleFrom(logTerm, mode, top, upper ? -1 : 1);
  const step = upper ? 1 : -1;
  // Everything below is relative to the tail and the weight at the mode, so that it neither overflows nor underflows.
  const tailAtMode = parts.logTail(mode, upper);
  let tail = exp(parts.logTail(start, upper) - tailAtMode);
  let front = exp(parts.logFront(upper ? start : start - 1) - tailAtMode);
  let weight = exp(poisson.logDensity(start, mean) - poisson.logDensity(mode, mean));
  let sum = 0;
  for (let j = start; j >= 0; j += step) {
    const term = weight * tail;
    sum += term;
    if (term < NEGLIGIBLE * sum && (upper ? j > mode : j < mode)) break;
    tail += front;
    if (upper) {
      weight *= mean / (j + 1);
      front /= parts.frontRatio(j + 1);
    } else {
      weight *= j / mean;
      front *= parts.frontRatio(j - 1);
    }
  }
  return top + log(sum);
}

/** The same as a probability or its logarithm, the logarithm near 0 taken from the other tail. */
export function poissonMixture(mean: number, parts: MixtureParts, upper: boolean, logarithm: boolean): number {
  const value = logPoissonMixture(mean, parts, upper);
  if (!logarithm) return Math.min(1, exp(value));
  return value > -0.7 ? log1p(-exp(logPoissonMixture(mean, parts, !upper))) : value;
}

/** Index of the largest term of a log-concave sequence, by bisection on the sign of its increments. */
export function largestTerm(logTerm: (j: number) => number, guess: number): number {
  const rises = (j: number): boolean => logTerm(j + 1) > logTerm(j);
  let low = 0;
  let high = Math.max(1, Math.ceil(guess));
  if (!rises(0)) return 0;
  while (rises(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (rises(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** The first index past the mode, in the given direction, whose term is negligible; 0 at the least. */
function negligibleFrom(logTerm: (j: number) => number, mode: number, top: number, direction: 1 | -1): number {
  const limit = top + log(NEGLIGIBLE);
  let stride = 4;
  let j = mode;
  for (;;) {
    j += direction * stride;
    if (j <= 0) return 0;
    if (!(logTerm(j) >= limit)) return j;
    stride += Math.ceil(stride / 2);
  }
}

/** Logarithm of sum_j Poisson(j; mean) density(j), from the largest term outwards. */
export function logPoissonMixtureDensity(mean: number, logDensity: (j: number) => number): number {
  const logTerm = (j: number): number => poisson.logDensity(j, mean) + logDensity(j);
  const mode = largestTerm(logTerm, mean);
  const top = logTerm(mode);
  if (top === -Infinity || top === Infinity) return top;
  let sum = 1;
  for (const direction of [1, -1]) {
    for (let j = mode + direction; j >= 0; j += direction) {
      const term = exp(logTerm(j) - top);
      sum += term;
      if (term < NEGLIGIBLE * sum) break;
    }
  }
  return top + log(sum);
}
