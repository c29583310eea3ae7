import { hermite } from './hermite.ts';
import type { LocalFit } from './local-polynomial.ts';
import { locfitParabola } from './locfit-step.ts';
import { locfitVertices, nearestPoints } from './locfit-tree.ts';

/** A smooth curve held as values and slopes at vertices. Plain data. */
export interface LocalCurve {
  vertices: Float64Array;
  values: Float64Array;
  slopes: Float64Array;
  /** Quadratic coefficient of the weighted parabola through all points, with which the curve goes on outside the vertices. */
  curvature: number;
}

const NEAREST = 0.7;

/**
 * The curve R's `locfit(y ~ x, weights)` fits with its defaults (local quadratic, 70 % nearest neighbors, tricube): fits are
 * made at the vertices of a tree on [min x, max x], in which a cell is halved while it is longer than 0.8 times the smaller
 * bandwidth at its ends; between vertices the curve is the cubic Hermite interpolant. Outside it follows the tangent of its
 * difference to the parabola fitted to all points, because locfit interpolates that difference. Source: Loader 1999, "Local
 * Regression and Likelihood", chapter 12.
 */
export function locfitCurve(x: Float64Array, y: Float64Array, weights: Float64Array): LocalCurve {
  const neighbors = nearestPoints(x.length, NEAREST);
  const fits = locfitVertices(x, (at) => fitAt(x, y, weights, neighbors, at));
  return {
    vertices: Float64Array.from(fits, ({ at }) => at),
    values: Float64Array.from(fits, ({ fit }) => fit.value),
    slopes: Float64Array.from(fits, ({ fit }) => fit.slope),
    curvature: curvatureOf(x, y, weights),
  };
}

/** Tricube kernel over the nearest points, times prior weights. */
function fitAt(x: Float64Array, y: Float64Array, weights: Float64Array, neighbors: number, at: number): LocalFit {
  const distances = x.map((value) => Math.abs(value - at));
  const bandwidth = distances.slice().sort()[Math.min(neighbors, x.length) - 1];
  const kernel = weights.map((weight, i) => {
    const ratio = distances[i] / bandwidth;
    const cube = 1 - ratio * ratio * ratio;
    return ratio < 1 ? weight * cube * cube * cube : 0;
  });
  const [value, slope] = locfitParabola(x, y, kernel, at);
  return { value, slope, bandwidth };
}

/** Quadratic coefficient of the weighted least-squares parabola. */
function curvatureOf(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  let [total, sum] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    total += weights[i];
    sum += weights[i] * x[i];
  }
  return locfitParabola(x, y, weights, sum / total)[2] / 2;
}

/** The curve at x. */
export function evaluateCurve({ vertices, values, slopes, curvature }: LocalCurve, x: number): number {
  const last = vertices.length - 1;
  const end = x < vertices[0] ? 0 : x > vertices[last] ? last : -1;
  if (end < 0) return hermite(vertices, values, slopes, x);
  const beyond = x - vertices[end];
  return values[end] + beyond * (slopes[end] + curvature * beyond);
}
