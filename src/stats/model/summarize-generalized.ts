import { inputError } from '../../problems/index.ts';
import type { DataFrame, Formula } from '../formula/index.ts';
import {
  fitGeneralizedLinearModel,
  fitGeneralizedMixedModel,
  type GeneralizedLinearModel,
  type GeneralizedMixedModel,
  linkOf,
} from '../generalized/index.ts';
import { type Link, waldMeansModel } from '../marginal-means/index.ts';
import { type Family, likelihoodFamily, linearFamily } from './families.ts';
import type { ModelOptions, ModelSummary } from './model-summary.ts';
import { testsWithFallback } from './summarize-linear.ts';
import { randomRows } from './summarize-mixed.ts';

/** Throws InputError for options that generalized models do not have. */
function requirePlainOptions(options: ModelOptions): void {
  if (options.covariance === undefined || options.covariance === 'model') return;
  throw inputError({
    code: 'robust-generalized',
    message: 'robust covariances are for the gaussian family',
    mend: 'leave the robust covariance out; random terms account for litters and animals',
  });
}

/** What both kinds of generalized models report alike. */
function commonSummary(
  model: GeneralizedLinearModel | GeneralizedMixedModel,
  link: Link,
  family: Family,
  options: ModelOptions,
): Omit<ModelSummary, 'kind' | 'method' | 'random' | 'dispersion' | 'dispersionMeaning'> {
  const { type, rows, note } = testsWithFallback(options.anovaType, (one) => model.anova(one));
  return {
    formula: model.formula,
    family,
    n: model.n,
    coefficients: model.fixedEffects().map(({ low, high, ...row }) => ({ ...row, lower: low, upper: high })),
    anovaType: type,
    anova: rows,
    sigma: NaN,
    logLik: model.logLik,
    aic: model.aic,
    bic: model.bic,
    notes: note === undefined ? model.notes : [...model.notes, note],
    design: model.design,
    means: waldMeansModel(model, link),
  };
}

/** Fits and summarizes a generalized linear model. Throws InputError as `fitGeneralizedLinearModel` does. */
export function summarizeGeneralized(formula: Formula, data: DataFrame, options: ModelOptions, family: Family): ModelSummary {
  requirePlainOptions(options);
  const name = linearFamily(family);
  if (name === undefined) return summarizeGeneralizedMixed(formula, data, options, family);
  const { weights, level } = options;
  const model = fitGeneralizedLinearModel(formula, data, { family: name, weights, level });
  const { fit } = model;
  const counted = family === 'nbinom';
  return {
    kind: 'generalized',
    method: `${name} generalized linear model with ${fit.link.name} link, maximum likelihood, Wald tests`,
    random: [],
    dispersion: counted ? fit.theta : fit.dispersionEstimated ? fit.dispersion : NaN,
    dispersionMeaning: counted
      ? 'theta of the negative binomial: variance = mean + mean² / theta'
      : fit.dispersionEstimated
        ? 'factor of the variance, from Pearson residuals'
        : undefined,
    ...commonSummary(model, fit.link, family, options),
  };
}

/** Fits and summarizes a generalized linear mixed model. Throws InputError as `fitGeneralizedMixedModel` does. */
export function summarizeGeneralizedMixed(
  formula: Formula,
  data: DataFrame,
  options: ModelOptions,
  family: Family,
): ModelSummary {
  requirePlainOptions(options);
  const name = likelihoodFamily(family);
  if (name === undefined)
    throw inputError({
      code: 'family-without-likelihood',
      message: `the ${family} family has no likelihood, so random effects cannot be integrated out`,
      mend: 'use binomial or poisson with a random term for every row, or nbinom',
    });
  const { weights, level, nodes } = options;
  const model = fitGeneralizedMixedModel(formula, data, { family: name, weights, level, nodes });
  const { fit } = model;
  const mixed = formula.random.length > 0;
  const how = !mixed
    ? 'maximum likelihood'
    : fit.nodes > 1
      ? `adaptive quadrature with ${fit.nodes} nodes`
      : 'Laplace approximation';
  return {
    kind: mixed ? 'generalized-mixed' : 'generalized',
    method: `${name} generalized linear ${mixed ? 'mixed ' : ''}model with ${fit.link} link, ${how}, Wald tests`,
    random: randomRows(fit.components),
    dispersion: fit.dispersion,
    dispersionMeaning: fit.dispersionMeaning,
    ...commonSummary(model, linkOf(fit.link), family, options),
  };
}
