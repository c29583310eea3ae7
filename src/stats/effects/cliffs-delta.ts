import { normal } from '../distributions/index.ts';
import type { IntervalEstimate } from '../linear/index.ts';

/** How often values of x lie above values of y, without any assumption on their distributions. */
export interface CliffsDelta {
  /** P(x > y) - P(x < y), which is also the rank-biserial correlation, with Cliff's asymmetric interval. */
  delta: IntervalEstimate;
  /** Unbiased estimate of the variance of delta. */
  variance: number;
  /** (delta + 1) / 2 = P(x > y) + P(x = y) / 2, the area under the ROC curve. */
  areaUnderCurve: number;
  /** Mann-Whitney's U of x: pairs with x > y and half of the tied ones. */
  u: number;
  /** P(x > y). */
  superiority: number;
  /** P(x = y). */
  tied: number;
}

/** Pairwise comparisons: the mean sign of every value against the other sample, and how many pairs are ordered and tied. */
interface Dominance {
  ofX: Float64Array;
  ofY: Float64Array;
  above: number;
  ties: number;
}

function dominance(x: ArrayLike<number>, y: ArrayLike<number>): Dominance {
  const [n, m] = [x.length, y.length];
  const ofX = new Float64Array(n);
  const ofY = new Float64Array(m);
  let above = 0;
  let ties = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const sign = Math.sign(x[i] - y[j]);
      ofX[i] += sign;
      ofY[j] += sign;
      if (sign > 0) above++;
      else if (sign === 0) ties++;
    }
  }
  return { ofX: ofX.map((sum) => sum / m), ofY: ofY.map((sum) => sum / n), above, ties };
}

/**
 * Sums of squares about delta over x, over y and over all pairs, combined into the unbiased variance, at least its lower bound.
 */
function unbiasedVariance({ ofX, ofY, ties }: Dominance, delta: number): number {
  const [n, m] = [ofX.length, ofY.length];
  const about = (values: Float64Array): number => values.reduce((sum, value) => sum + (value - delta) * (value - delta), 0);
  const pairs = n * m - ties - n * m * delta * delta;
  const variance = (m * m * about(ofX) + n * n * about(ofY) - pairs) / (n * m * (n - 1) * (m - 1));
  return Math.max(variance, (1 - delta * delta) / (n * m - 1));
}

/**
 * Cliff's delta of x over y.
 *
 * The interval is Cliff's asymmetric one with a normal quantile. When the samples do not overlap (delta = 1 or -1) the variance
 * estimate is 0; the inner limit is then (k - z^2) / (k + z^2), k the size of the smaller sample.
 * Source: Cliff (1993), Psychol Bull 114:494; Feng & Cliff (2004) for samples that do not overlap.
 */
export function cliffsDelta(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): CliffsDelta {
  const pairs = x.length * y.length;
  const sides = dominance(x, y);
  const below = pairs - sides.above - sides.ties;
  const delta = pairs > 0 ? (sides.above - below) / pairs : NaN;
  const variance = unbiasedVariance(sides, delta);
  const z = normal.quantileUpper((1 - level) / 2);
  return {
    delta: { estimate: delta, ...interval(delta, variance, z, Math.min(x.length, y.length)) },
    variance,
    areaUnderCurve: (delta + 1) / 2,
    u: sides.above + sides.ties / 2,
    superiority: sides.above / pairs,
    tied: sides.ties / pairs,
  };
}

function interval(delta: number, variance: number, z: number, smaller: number): { lower: number; upper: number } {
  const square = z * z;
  if (Math.abs(delta) === 1) {
    const inner = (smaller - square) / (smaller + square);
    return delta > 0 ? { lower: inner, upper: 1 } : { lower: -1, upper: -inner };
  }
  const rest = 1 - delta * delta;
  const middle = delta * rest;
  const half = z * Math.sqrt(variance) * Math.sqrt(rest * rest + square * variance);
  const scale = rest + square * variance;
  return { lower: Math.max(-1, (middle - half) / scale), upper: Math.min(1, (middle + half) / scale) };
}
