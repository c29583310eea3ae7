import { log } from '../elementary/index.ts';
import type { Design } from '../formula/index.ts';
import { multiplyTransposedRight } from '../linear-algebra/index.ts';
import { type FitSettings, FixedEffectsModel } from './fixed-effects-model.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { MixedCore } from './mixed-design.ts';
import { type CoreFit, relativeFactors, thetaOf } from './mixed-fit.ts';
import { predictRandomEffects, type RandomEffects } from './random-effects.ts';
import { type VarianceComponent, varianceComponents } from './variance-components.ts';

/** A fitted linear mixed model. Made by `fitMixedModel`. */
export class MixedModel extends FixedEffectsModel {
  /** Residual standard deviation. */
  readonly sigma: number;
  /** lme4's theta: lower triangles of the relative covariance factors, terms by decreasing number of levels. */
  readonly theta: Float64Array;
  readonly components: readonly VarianceComponent[];
  /** Whether some covariance matrix is singular (a variance of exactly 0, a correlation of exactly 1 or -1). */
  readonly singular: boolean;
  /** Terms whose variance is estimated as exactly 0. */
  readonly zeroVariance: readonly string[];
  readonly groups: readonly { readonly group: string; readonly levels: number }[];
  readonly reml: boolean;
  /** Log-likelihood, restricted for REML. */
  readonly logLik: number;
  /** Estimated parameters: coefficients, covariance parameters, residual variance. */
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Relative covariance factors (Lambda) of the random terms. */
  readonly factors: readonly Float64Array[];

  /** Everything is prepared by `fitMixedModel`. */
  constructor(
    design: Design,
    readonly core: MixedCore,
    readonly likelihood: BlockLikelihood,
    readonly fit: CoreFit,
    readonly response: Float64Array,
    settings: FitSettings,
  ) {
    super(design, core, fit.inference, fit.coefficients, settings);
    const widths = core.terms.map((term) => term.effects.length);
    this.factors = relativeFactors(core, fit.optimum);
    this.sigma = Math.sqrt(fit.residualVariance);
    this.theta = thetaOf(this.factors, widths);
    this.components = varianceComponents(core, this.factors, this.sigma);
    this.singular = fit.optimum.ranks.some((rank, t) => rank < widths[t]);
    this.zeroVariance = core.terms.filter((_, t) => fit.optimum.ranks[t] === 0).map((term) => term.label);
    this.groups = [...new Map(core.terms.map(({ group, levels }) => [group, { group, levels: levels.length }])).values()];
    this.reml = fit.restricted;
    this.logLik = -fit.deviance / 2;
    this.parameters = core.kept.length + this.theta.length + 1;
    this.aic = fit.deviance + 2 * this.parameters;
    this.bic = fit.deviance + log(core.n) * this.parameters;
    this.converged = fit.optimum.converged;
    this.iterations = fit.optimum.iterations;
  }

  /** Covariance matrix of the effects of random term `t` (in the order of `core.terms`), effects x effects. */
  randomCovariance(t: number): Float64Array {
    const width = this.core.terms[t].effects.length;
    const factor = this.factors[t];
    return multiplyTransposedRight(factor, factor, width, width, width).map((one) => one * this.sigma * this.sigma);
  }

  /** Predicted random effects with their conditional standard deviations. */
  randomEffects(): RandomEffects[] {
    this.fit.solve();
    return predictRandomEffects(this.core, this.likelihood, this.fit.response, this.fit.parameters);
  }

  /** Fitted values with the predicted random effects. */
  get fitted(): Float64Array {
    const out = this.fixedPart;
    this.randomEffects().forEach(({ values }, t) => {
      const { codes, values: covariates, effects } = this.core.terms[t];
      const width = effects.length;
      for (let i = 0; i < this.n; i++)
        for (let a = 0; a < width; a++) out[i] += covariates[i * width + a] * values[codes[i] * width + a];
    });
    return out;
  }

  /** Response minus fitted values. */
  get residuals(): Float64Array {
    const { fitted } = this;
    return this.response.map((value, i) => value - fitted[i]);
  }
}
