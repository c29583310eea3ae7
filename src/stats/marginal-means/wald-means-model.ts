import type { Design } from '../formula/index.ts';
import type { WaldTest } from '../linear/index.ts';
import type { Link, MeansModel } from './contrast-model.ts';

/** A fitted model that tests combinations of its coefficients itself, as generalized linear (mixed) models do. */
export interface WaldModel {
  readonly design: Design;
  readonly coefficients: Float64Array;
  readonly vcov: Float64Array;
  contrast(weights: ArrayLike<number>): { readonly df: number };
  test(matrix: ArrayLike<number>, rows: number): WaldTest;
}

/** A generalized model for marginal means on the scale of its linear predictor. */
export function waldMeansModel(model: WaldModel, link: Link): MeansModel {
  return {
    design: model.design,
    coefficients: model.coefficients,
    covariance: model.vcov,
    degreesOfFreedom: (contrast) => model.contrast(contrast).df,
    jointTest: (l, q) => model.test(l, q),
    link,
  };
}
