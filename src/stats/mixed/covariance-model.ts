import { log } from '../elementary/index.ts';
import type { Design } from '../formula/index.ts';
import { type FitSettings, FixedEffectsModel } from './fixed-effects-model.ts';
import type { FixedEffectInference } from './inference.ts';
import type { VarianceComponent } from './variance-components.ts';

/** What the fit of a structured model found, in the user's terms. */
export interface CovarianceEstimates {
  /** Variances and covariances of the random effects (no residual). */
  readonly components: readonly VarianceComponent[];
  /** Residual standard deviation of each level of the variance groups, or of each time when unstructured. */
  readonly residualSd: readonly { readonly level: string; readonly sd: number }[];
  /** Correlation parameter of ar1, car1 or compound symmetry; NaN otherwise. */
  readonly correlation: number;
  /** Correlations between times when unstructured (times x times), else empty. */
  readonly correlations: Float64Array;
  readonly singular: boolean;
  readonly deviance: number;
  readonly covarianceParameters: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/** A fitted linear model with structured residuals and possibly random effects. Made by `fitCovarianceModel`. */
export class CovarianceModel extends FixedEffectsModel {
  readonly logLik: number;
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;

  /** Everything is prepared by `fitCovarianceModel`. */
  constructor(
    design: Design,
    fixed: ConstructorParameters<typeof FixedEffectsModel>[1],
    inference: FixedEffectInference,
    orthonormal: Float64Array,
    readonly reml: boolean,
    readonly estimates: CovarianceEstimates,
    settings: FitSettings,
  ) {
    super(design, fixed, inference, orthonormal, settings);
    this.logLik = -estimates.deviance / 2;
    this.parameters = fixed.kept.length + estimates.covarianceParameters;
    this.aic = estimates.deviance + 2 * this.parameters;
    this.bic = estimates.deviance + log(this.n) * this.parameters;
  }
}
