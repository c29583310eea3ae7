import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import type { CoefficientRow, WaldTest } from '../linear/index.ts';
import type { MeansModel } from '../marginal-means/index.ts';
import type { Family } from './families.ts';

/** A test of one term. */
export interface TermTest extends WaldTest {
  readonly term: string;
}

/** A standard deviation of random effects or residuals, or (`second` given) a correlation of two random effects. */
export interface RandomRow {
  readonly group: string;
  readonly effect: string | null;
  readonly second: string | null;
  /** NaN for a correlation. */
  readonly variance: number;
  readonly sd: number;
  /** NaN for a standard deviation. */
  readonly correlation: number;
}

/** What every fitted model reports, whatever its kind. */
export interface ModelSummary {
  readonly kind: 'linear' | 'mixed' | 'generalized' | 'generalized-mixed';
  /** What was fitted and how it is tested, in words. */
  readonly method: string;
  readonly formula: string;
  readonly family: Family;
  /** Rows used. */
  readonly n: number;
  readonly coefficients: readonly CoefficientRow[];
  readonly anovaType: 'I' | 'II' | 'III';
  readonly anova: readonly TermTest[];
  readonly random: readonly RandomRow[];
  /** Residual standard deviation; NaN for a family without one. */
  readonly sigma: number;
  /** Estimated dispersion of a family that has one, with what it is; NaN for others. */
  readonly dispersion: number;
  readonly dispersionMeaning: string | undefined;
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;
  readonly notes: readonly Problem[];
  readonly design: Design;
  /** For marginal means and contrasts. */
  readonly means: MeansModel;
}

/** How to fit and test. */
export interface ModelOptions {
  /** Default gaussian. */
  readonly family?: Family;
  /** For mixed gaussian models; default REML. */
  readonly method?: 'REML' | 'ML';
  /** For mixed gaussian models; default Kenward-Roger for REML, Satterthwaite for ML. */
  readonly ddf?: 'kenward-roger' | 'satterthwaite' | 'asymptotic';
  /** Nodes of adaptive quadrature for a generalized model with one random effect; default 1 (Laplace). */
  readonly nodes?: number;
  /** Column of prior weights; of numbers of trials for proportions. */
  readonly weights?: string;
  /** Default III; where empty cells rule it out, II, with a note. */
  readonly anovaType?: 'I' | 'II' | 'III';
  /** Covariance of the coefficients of a linear model. */
  readonly covariance?: 'model' | 'HC0' | 'HC1' | 'HC2' | 'HC3' | 'HC4' | { readonly cluster: string };
  /** Of the intervals; default 0.95. */
  readonly level?: number;
}
