import { inputError } from '../../problems/index.ts';
import type { DataFrame, Formula } from '../formula/index.ts';
import { mixedMeansModel } from '../marginal-means/index.ts';
import { type DfMethod, fitMixedModel, type VarianceComponent } from '../mixed/index.ts';
import type { ModelOptions, ModelSummary, RandomRow } from './model-summary.ts';
import { testsWithFallback } from './summarize-linear.ts';

const WORDS: Record<DfMethod, string> = {
  'kenward-roger': 'Kenward-Roger degrees of freedom',
  satterthwaite: 'Satterthwaite degrees of freedom',
  asymptotic: 'normal reference',
};

/** Random-effect rows of a list of variances and covariances. */
export function randomRows(components: readonly VarianceComponent[]): RandomRow[] {
  return components.map(({ group, effect, second, value, sd }) =>
    second === null
      ? { group, effect, second, variance: value, sd, correlation: NaN }
      : { group, effect, second, variance: NaN, sd: NaN, correlation: sd },
  );
}

/** Fits and summarizes a linear mixed model. Throws InputError as `fitMixedModel` does. */
export function summarizeMixed(formula: Formula | string, data: DataFrame, options: ModelOptions): ModelSummary {
  if (options.covariance !== undefined && options.covariance !== 'model')
    throw inputError({
      code: 'robust-mixed',
      message: 'robust covariances are for models without random terms',
      mend: 'leave the random terms out (cluster-robust errors take their place), or the robust covariance',
    });
  const reml = options.method !== 'ML';
  const model = fitMixedModel(formula, data, { reml, df: options.ddf, weights: options.weights, level: options.level });
  const { type, rows, note } = testsWithFallback(options.anovaType, (one) => model.anova(one));
  return {
    kind: 'mixed',
    method: `linear mixed model by ${reml ? 'REML' : 'maximum likelihood'}, ${WORDS[model.defaultDf]}`,
    formula: model.formula,
    family: 'gaussian',
    n: model.n,
    coefficients: model.fixedEffects().map(({ low, high, ...row }) => ({ ...row, lower: low, upper: high })),
    anovaType: type,
    anova: rows,
    random: randomRows(model.components),
    sigma: model.sigma,
    dispersion: NaN,
    dispersionMeaning: undefined,
    logLik: model.logLik,
    aic: model.aic,
    bic: model.bic,
    notes: note === undefined ? model.notes : [...model.notes, note],
    design: model.design,
    means: mixedMeansModel(model),
  };
}
