import type { Problem } from '../../problems/index.ts';
import { log } from '../elementary/index.ts';
import type { Design } from '../formula/index.ts';
import type { WaldTest } from '../linear/index.ts';
import { multiply, multiplyTransposedRight, solveUpper } from '../linear-algebra/index.ts';
import { type AnovaType, termHypotheses } from './hypotheses.ts';
import { contrastResult, type DfMethod, type MixedContrast } from './inference.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { MixedCore } from './mixed-design.ts';
import { type CoreFit, relativeFactors, thetaOf } from './mixed-fit.ts';
import { orthonormalContrast } from './orthonormal-contrast.ts';
import { predictRandomEffects, type RandomEffects } from './random-effects.ts';
import { type VarianceComponent, varianceComponents } from './variance-components.ts';

/** One row of the table of fixed effects. */
export interface FixedEffect extends MixedContrast {
  readonly term: string;
}

/** One row of a table of F tests. */
export interface MixedAnovaRow extends WaldTest {
  readonly term: string;
}

/** Options of tests and intervals. */
export interface TestOptions {
  /** Default: that of the fit. */
  readonly df?: DfMethod;
  /** Confidence level (default: that of the fit). */
  readonly level?: number;
}

/** A fitted linear mixed model. Made by `fitMixedModel`. */
export class MixedModel {
  readonly formula: string;
  /** Rows used. */
  readonly n: number;
  /** Names of all fixed-effect columns. */
  readonly columns: readonly string[];
  /** Estimates; NaN for a column that is a linear combination of others. */
  readonly coefficients: Float64Array;
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
  /** Remarks on the fit: rows left out, singularity, few levels, no convergence. */
  readonly notes: readonly Problem[];
  readonly defaultDf: DfMethod;
  readonly level: number;
  /** Relative covariance factors (Lambda) of the random terms. */
  readonly factors: readonly Float64Array[];

  /** Everything is prepared by `fitMixedModel`. */
  constructor(
    readonly design: Design,
    readonly core: MixedCore,
    readonly likelihood: BlockLikelihood,
    readonly fit: CoreFit,
    readonly response: Float64Array,
    settings: { notes: readonly Problem[]; df: DfMethod; level: number },
  ) {
    const widths = core.terms.map((term) => term.effects.length);
    this.factors = relativeFactors(core, fit.optimum);
    this.formula = design.formula.text;
    this.n = core.n;
    this.columns = design.columns;
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
    this.notes = settings.notes;
    this.defaultDf = settings.df;
    this.level = settings.level;
    this.coefficients = new Float64Array(core.columns.length).fill(NaN);
    solveUpper(core.upper, fit.coefficients, core.kept.length).forEach((value, i) => {
      this.coefficients[core.kept[i]] = value;
    });
  }

  /** Covariance of the coefficients without small-sample adjustment, columns x columns; NaN for aliased columns. */
  get vcov(): Float64Array {
    return this.covariance('asymptotic');
  }

  /** Covariance of the coefficients under a method: Kenward and Roger's adjusted one for `kenward-roger`. */
  covariance(method: DfMethod = this.defaultDf): Float64Array {
    const { kept, upper, columns } = this.core;
    const q = kept.length;
    const inner = this.fit.inference.covariance(method);
    const half = solveUpper(upper, inner, q, q);
    const turned = new Float64Array(q * q);
    for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) turned[i * q + j] = half[j * q + i];
    const small = solveUpper(upper, turned, q, q);
    const p = columns.length;
    const out = new Float64Array(p * p).fill(NaN);
    for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) out[kept[i] * p + kept[j]] = small[i * q + j];
    return out;
  }

  /**
   * A linear combination of the coefficients.
   *
   * @param weights one number per column
   * @throws RangeError when the length is wrong. A combination that the data cannot estimate (aliased columns) gives NaN.
   */
  contrast(weights: ArrayLike<number>, options: TestOptions = {}): MixedContrast {
    const row = orthonormalContrast(this.core, weights);
    const level = options.level ?? this.level;
    if (row === undefined) return contrastResult(NaN, NaN, NaN, level);
    const { se, df } = this.fit.inference.single(row, options.df ?? this.defaultDf);
    let estimate = 0;
    for (let i = 0; i < row.length; i++) estimate += row[i] * this.fit.coefficients[i];
    return contrastResult(estimate, se, df, level);
  }

  /** Joint F test of several linear combinations (rows x columns, row-major). */
  test(matrix: ArrayLike<number>, rows: number, options: TestOptions = {}): WaldTest {
    const p = this.columns.length;
    const q = this.core.kept.length;
    const all = Float64Array.from(matrix);
    const small = new Float64Array(rows * q);
    for (let r = 0; r < rows; r++) {
      const row = orthonormalContrast(this.core, all.subarray(r * p, (r + 1) * p));
      if (row === undefined) return { numDf: rows, denDf: NaN, F: NaN, pvalue: NaN };
      small.set(row, r * q);
    }
    return this.fit.inference.joint(small, rows, options.df ?? this.defaultDf);
  }

  /** F tests of all terms. */
  anova(type: AnovaType = 'III', options: TestOptions = {}): MixedAnovaRow[] {
    return termHypotheses(this.design, type).map(({ term, rows, matrix }) => ({ term, ...this.test(matrix, rows, options) }));
  }

  /** Estimate, standard error, degrees of freedom, interval and test of every coefficient. */
  fixedEffects(options: TestOptions = {}): FixedEffect[] {
    return this.columns.map((term, j) => {
      const weights = new Float64Array(this.columns.length);
      weights[j] = 1;
      return { term, ...this.contrast(weights, options) };
    });
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

  /** X b for the rows used (offset included). */
  get fixedPart(): Float64Array {
    const { design } = this;
    const p = this.columns.length;
    const b = this.coefficients.map((one) => (Number.isNaN(one) ? 0 : one));
    const out = multiply(design.matrix, b, this.n, p, 1);
    if (design.offset !== undefined) for (let i = 0; i < this.n; i++) out[i] += design.offset[i];
    return out;
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
