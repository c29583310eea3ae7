import { log } from '../elementary/index.ts';
import { digamma, trigamma } from '../special/index.ts';

/** psi(y + k) - psi(k), exact in the limit of a Poisson. */
function differences(y: number, k: number): { first: number; second: number } {
  if (y <= 200 && Number.isInteger(y)) {
    let first = 0;
    let second = 0;
    for (let i = 0; i < y; i++) {
      first += 1 / (k + i);
      second -= 1 / ((k + i) * (k + i));
    }
    return { first, second };
  }
  return { first: digamma(y + k) - digamma(k), second: trigamma(y + k) - trigamma(k) };
}

/** First and second derivative by the size k of the negative binomial log-likelihood at given means. */
export function sizeScore(
  y: Float64Array,
  mean: Float64Array,
  weights: Float64Array,
  k: number,
): { score: number; curvature: number } {
  let score = 0;
  let curvature = 0;
  for (let i = 0; i < y.length; i++) {
    const { first, second } = differences(y[i], k);
    const m = mean[i];
    score += weights[i] * (first + log(k / (k + m)) + (m - y[i]) / (k + m));
    curvature += weights[i] * (second + m / (k * (k + m)) - (m - y[i]) / ((k + m) * (k + m)));
  }
  return { score, curvature };
}

/**
 * The size k that maximizes the likelihood at given means, by Newton steps on log k; Infinity when the data vary no more
 * than a Poisson.
 */
export function bestSize(y: Float64Array, mean: Float64Array, weights: Float64Array, start: number): number {
  let k = start;
  for (let round = 0; round < 200; round++) {
    const { score, curvature } = sizeScore(y, mean, weights, k);
    const slope = k * score;
    const bend = k * score + k * k * curvature;
    const step = bend < 0 ? -slope / bend : Math.sign(slope);
    const bounded = Math.max(-1.5, Math.min(1.5, step));
    k *= Math.max(1 + bounded, 0.2);
    if (k > 1e8) return Infinity;
    if (Math.abs(bounded) < 1e-14) break;
  }
  return k;
}
