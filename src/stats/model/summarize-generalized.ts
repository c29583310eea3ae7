import { inputError } from '../../problems/index.ts';
import type { DataFrame, Formula } from '../formula/index.ts';
import { type FamilyName, fitGeneralizedLinearModel } from '../generalized/index.ts';
import { waldMeansModel } from '../marginal-means/index.ts';
import type { Family, ModelOptions, ModelSummary } from './model-summary.ts';
import { testsWithFallback } from './summarize-linear.ts';

export const FAMILY_NAMES: Record<Family, FamilyName> = {
  gaussian: 'gaussian',
  binomial: 'binomial',
  poisson: 'poisson',
  nbinom: 'negative-binomial',
};

/** Throws InputError for options that generalized models do not have. */
export function requireModelCovariance(options: ModelOptions): void {
  if (options.covariance === undefined || options.covariance === 'model') return;
  throw inputError({
    code: 'robust-generalized',
    message: 'robust covariances are for the gaussian family',
    mend: 'leave --robust out; random terms account for litters and animals',
  });
}

/** Fits and summarizes a generalized linear model. Throws InputError as `fitGeneralizedLinearModel` does. */
export function summarizeGeneralized(formula: Formula, data: DataFrame, options: ModelOptions, family: Family): ModelSummary {
  requireModelCovariance(options);
  const model = fitGeneralizedLinearModel(formula, data, {
    family: FAMILY_NAMES[family],
    weights: options.weights,
    level: options.level,
  });
  const { type, rows, note } = testsWithFallback(options.anovaType, (one) => model.anova(one));
  return {
    kind: 'generalized',
    method: `${FAMILY_NAMES[family]} generalized linear model with ${model.fit.link.name} link, maximum likelihood, Wald tests`,
    formula: formula.text,
    family,
    n: model.n,
    coefficients: model.fixedEffects().map(({ low, high, ...row }) => ({ ...row, lower: low, upper: high })),
    anovaType: type,
    anova: rows,
    random: [],
    sigma: NaN,
    logLik: model.logLik,
    aic: model.aic,
    bic: model.bic,
    notes: note === undefined ? model.notes : [...model.notes, note],
    design: model.design,
    means: waldMeansModel(model, model.fit.link),
  };
}
