import type { Design } from '../formula/index.ts';
import { type LinearModel, type WaldTest, waldTest } from '../linear/index.ts';

/**
 * What marginal means and contrasts need of a fitted model. A mixed model gives its (for Kenward-Roger: adjusted) covariance
 * of the fixed effects and the degrees of freedom of any combination of them.
 */
export interface ContrastModel {
  /** p coefficients; NaN where aliased. */
  readonly coefficients: Float64Array;
  /** p×p row-major; entries of aliased coefficients are not read. */
  readonly covariance: Float64Array;
  /** Degrees of freedom of the estimate l'b; Infinity for a normal reference. */
  degreesOfFreedom(contrast: Float64Array): number;
  /** Test of L b = 0 (q rows, q×p row-major, independent); default: Wald F with the smallest df of the rows. */
  jointTest?(l: Float64Array, q: number): WaldTest;
}

/** How the linear predictor maps to the mean, for generalized models. */
export interface Link {
  /** `log` and `logit` turn differences into ratios and odds ratios on the response scale. */
  readonly name: string;
  /** The mean for a linear predictor. */
  mean(eta: number): number;
  /** Derivative of {@link mean}. */
  slope(eta: number): number;
}

/** A model with its design, from which a reference grid can be made. */
export interface MeansModel extends ContrastModel {
  /** Design of the fixed part. */
  readonly design: Design;
  readonly link?: Link;
}

/**
 * A linear model for marginal means.
 *
 * @param covariance another covariance of the coefficients, e.g. a robust one
 * @param df its degrees of freedom; default: the residual ones
 */
export function linearMeansModel(model: LinearModel, covariance = model.covariance, df = model.residualDf): MeansModel {
  const { design, coefficients } = model;
  return { design, coefficients, covariance, degreesOfFreedom: () => df };
}

/** Joint test of independent rows by the model's own method, or by a Wald test in which aliased coefficients count as 0. */
export function testJointly(model: ContrastModel, aliased: readonly boolean[], l: Float64Array, q: number): WaldTest {
  if (model.jointTest !== undefined) return model.jointTest(l, q);
  const p = model.coefficients.length;
  let df = Infinity;
  for (let row = 0; row < q; row++) df = Math.min(df, model.degreesOfFreedom(l.slice(row * p, (row + 1) * p)));
  const known = model.coefficients.map((value, j) => (aliased[j] ? 0 : value));
  const covariance = model.covariance.map((value, at) => (aliased[Math.floor(at / p)] || aliased[at % p] ? 0 : value));
  return waldTest(l, q, known, covariance, df);
}
