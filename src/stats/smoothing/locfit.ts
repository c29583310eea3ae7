import { qrDecomposition, qrSolve } from '../linear-algebra/index.ts';
import { hermite } from './hermite.ts';
import { type LocalFit, localQuadratic } from './local-polynomial.ts';
import { locfitVertices } from './locfit-tree.ts';

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
  const neighbors = Math.floor(NEAREST * x.length);
  const fits = locfitVertices(x, (at): LocalFit => localQuadratic(x, y, weights, neighbors, at));
  return {
    vertices: Float64Array.from(fits, ({ at }) => at),
    values: Float64Array.from(fits, ({ fit }) => fit.value),
    slopes: Float64Array.from(fits, ({ fit }) => fit.slope),
    curvature: parabola(x, y, weights),
  };
}

/** Quadratic coefficient of the weighted least-squares parabola. */
function parabola(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const n = x.length;
  const design = new Float64Array(n * 3);
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(weights[i]);
    design.set([root, root * x[i], root * x[i] * x[i]], 3 * i);
    right[i] = root * y[i];
  }
  return qrSolve(qrDecomposition(design, n, 3), right)[2];
}

/** The curve at x. */
export function evaluateCurve({ vertices, values, slopes, curvature }: LocalCurve, x: number): number {
  const last = vertices.length - 1;
  const end = x < vertices[0] ? 0 : x > vertices[last] ? last : -1;
  if (end < 0) return hermite(vertices, values, slopes, x);
  const beyond = x - vertices[end];
  return values[end] + beyond * (slopes[end] + curvature * beyond);
}
