import type { Problem } from '../../problems/index.ts';
import { log } from '../elementary/index.ts';
import type { Design } from '../formula/index.ts';
import type { FixedColumns } from '../mixed/index.ts';
import type { FamilyName } from './families.ts';
import type { Link } from './links.ts';
import { WaldEffects } from './wald-effects.ts';

/** Numbers of a generalized linear fit besides its coefficients. */
export interface GeneralizedFit {
  readonly family: FamilyName;
  readonly link: Link;
  readonly fitted: Float64Array;
  readonly eta: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly dispersion: number;
  /** Whether the dispersion was estimated (then tests use t and F). */
  readonly dispersionEstimated: boolean;
  /** Theta of the negative binomial (variance mean + mean^2 / theta) and its standard error; NaN for others. */
  readonly theta: number;
  readonly thetaSe: number;
  readonly logLik: number;
  /** Estimated parameters that count in AIC. */
  readonly parameters: number;
  readonly residualDf: number;
  readonly pearson: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  /** Columns whose estimates run to infinity because the response is separated; empty otherwise. */
  readonly infinite: readonly { readonly column: string; readonly sign: 1 | -1 }[];
}

/** A fitted generalized linear model. Made by `fitGeneralizedLinearModel`. */
export class GeneralizedLinearModel extends WaldEffects {
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;

  /** Everything is prepared by `fitGeneralizedLinearModel`. */
  constructor(
    design: Design,
    fixed: FixedColumns,
    orthonormal: Float64Array,
    covariance: Float64Array,
    readonly fit: GeneralizedFit,
    readonly notes: readonly Problem[],
    level: number,
  ) {
    super(design, fixed, orthonormal, covariance, fit.dispersionEstimated ? fit.residualDf : Infinity, level);
    this.logLik = fit.logLik;
    this.aic = -2 * fit.logLik + 2 * fit.parameters;
    this.bic = -2 * fit.logLik + log(design.rows) * fit.parameters;
  }
}
