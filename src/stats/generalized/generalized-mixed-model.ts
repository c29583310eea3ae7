import type { Problem } from '../../problems/index.ts';
import { log } from '../elementary/index.ts';
import type { Design } from '../formula/index.ts';
import type { FixedColumns, RandomEffects, VarianceComponent } from '../mixed/index.ts';
import type { LikelihoodFamilyName } from './observation-likelihoods.ts';
import { WaldEffects } from './wald-effects.ts';

/** Numbers of a generalized mixed fit besides its coefficients. */
export interface GeneralizedMixedFit {
  readonly family: LikelihoodFamilyName;
  readonly link: 'logit' | 'log';
  /** Quadrature nodes; 1 is Laplace's approximation. */
  readonly nodes: number;
  readonly components: readonly VarianceComponent[];
  /** Standard error of the log of each standard deviation (NaN for correlations and for variances of zero). */
  readonly logSdSe: Float64Array;
  readonly groups: readonly { readonly group: string; readonly levels: number }[];
  readonly randomEffects: readonly RandomEffects[];
  /** theta (NB2), phi (NB1), shape (gamma), precision (beta); NaN for others. */
  readonly dispersion: number;
  readonly logDispersionSe: number;
  readonly dispersionMeaning: string | undefined;
  readonly logLik: number;
  readonly parameters: number;
  readonly singular: boolean;
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest entry of the gradient at the optimum. */
  readonly gradient: number;
  /** Means given the random effects, and Pearson residuals. */
  readonly fitted: Float64Array;
  readonly pearson: Float64Array;
  /** Columns whose estimates run to infinity because the response is separated; empty otherwise. */
  readonly infinite: readonly { readonly column: string; readonly sign: 1 | -1 }[];
}

/** A fitted generalized linear model with random effects (or with none). Made by `fitGeneralizedMixedModel`. */
export class GeneralizedMixedModel extends WaldEffects {
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;

  /** Everything is prepared by `fitGeneralizedMixedModel`. */
  constructor(
    design: Design,
    fixed: FixedColumns,
    orthonormal: Float64Array,
    covariance: Float64Array,
    readonly fit: GeneralizedMixedFit,
    readonly notes: readonly Problem[],
    level: number,
  ) {
    super(design, fixed, orthonormal, covariance, Infinity, level);
    this.logLik = fit.logLik;
    this.aic = -2 * fit.logLik + 2 * fit.parameters;
    this.bic = -2 * fit.logLik + log(design.rows) * fit.parameters;
  }

  /** The same coefficients with other words about the fit. */
  withFit(fit: GeneralizedMixedFit, notes: readonly Problem[]): GeneralizedMixedModel {
    return new GeneralizedMixedModel(this.design, this.fixed, this.orthonormal, this.covariance, fit, notes, this.level);
  }

  /** Rows minus parameters: degrees of freedom some programs (glmmTMB) give to contrasts. */
  get residualDf(): number {
    return this.n - this.fit.parameters;
  }
}
