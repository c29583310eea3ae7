import { dot } from '../stats/index.ts';
import { maxAbs, squared } from './correlation.ts';
import { type GroupDesign, withinGroups } from './group-design.ts';

/** Least-squares slope of a vector over animals on another, label means held constant. */
export interface WithinSlope {
  slope: number;
  /** NaN without degrees of freedom. */
  standardError: number;
  /** n - rank(design) - 1. */
  df: number;
  /** The predictor freed of the label means, and what is left of the response. */
  predictor: Float64Array;
  residual: Float64Array;
}

/** Slope of y on x within the design; NaN where x does not vary within it. */
export function withinSlope(design: GroupDesign, x: Float64Array, y: Float64Array): WithinSlope {
  const n = x.length;
  const df = n - design.rank - 1;
  const predictor = withinGroups(design, x);
  const response = withinGroups(design, y);
  const square = residualSquare(predictor, x);
  const slope = dot(predictor, response) / square;
  const residual = response.map((value, i) => value - slope * predictor[i]);
  return { slope, standardError: df > 0 ? Math.sqrt(dot(residual, residual) / df / square) : NaN, df, predictor, residual };
}

/** Sum of squares of what a model leaves of a vector; NaN where that is rounding alone, and nothing can be fitted to it. */
export function residualSquare(residual: Float64Array, values: Float64Array): number {
  const square = dot(residual, residual);
  return square > 1e-24 * squared(maxAbs(values)) * values.length ? square : NaN;
}
