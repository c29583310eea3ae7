import type { DfMethod, MixedModel } from '../mixed/index.ts';
import type { MeansModel } from './contrast-model.ts';

/**
 * A mixed model for marginal means of its fixed part, with the degrees of freedom of the fit or another method's.
 *
 * @param df for `kenward-roger` the adjusted covariance is used
 */
export function mixedMeansModel(model: MixedModel, df: DfMethod = model.defaultDf): MeansModel {
  return {
    design: model.design,
    coefficients: model.coefficients,
    covariance: model.covariance(df),
    degreesOfFreedom: (contrast) => model.contrast(contrast, { df }).df,
    jointTest: (l, q) => model.test(l, q, { df }),
  };
}
