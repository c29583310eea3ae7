import { InputError, inputError, type Problem } from '../../problems/index.ts';
import { type DataFrame, type Formula, parseFormula } from '../formula/index.ts';
import {
  anovaTable,
  type CovarianceEstimate,
  clusterCodes,
  clusterCovariance,
  coefficientTable,
  fitLinearModel,
  heteroscedasticCovariance,
  type LinearModel,
  robustAnova,
} from '../linear/index.ts';
import type { MeansModel } from '../marginal-means/index.ts';
import type { ModelOptions, ModelSummary, TermTest } from './model-summary.ts';

type AnovaType = 'I' | 'II' | 'III';
const NUMBERS = { I: 1, II: 2, III: 3 } as const;

/** The robust covariance asked for, as a function of the fit, or undefined for the model's own. */
function robustEstimator(
  data: DataFrame,
  covariance: ModelOptions['covariance'],
): ((model: LinearModel) => CovarianceEstimate) | undefined {
  if (covariance === undefined || covariance === 'model') return undefined;
  if (typeof covariance === 'string') return (model) => ({ covariance: heteroscedasticCovariance(model, covariance) });
  return (model) => clusterCovariance(model, clusterCodes(model.design, data, covariance.cluster));
}

function tests(
  model: LinearModel,
  type: AnovaType,
  robust: ((model: LinearModel) => CovarianceEstimate) | undefined,
): TermTest[] {
  if (robust !== undefined) {
    if (type === 'I')
      throw inputError({
        code: 'robust-type-one',
        message: 'sequential (type I) tests are not defined for a robust covariance',
        mend: 'use type II or III',
      });
    return robustAnova(model, NUMBERS[type] as 2 | 3, robust).filter((row) => row.term !== '(Intercept)');
  }
  return anovaTable(model, NUMBERS[type])
    .rows.filter((row) => row.term !== '(Intercept)')
    .map(({ term, df, F, pvalue }) => ({ term, numDf: df, denDf: model.residualDf, F, pvalue }));
}

/** The tests of the type asked for; without a wish type III, or II with a note where empty cells rule III out. */
export function testsWithFallback<Row>(
  wanted: AnovaType | undefined,
  test: (type: AnovaType) => Row,
): { type: AnovaType; rows: Row; note: Problem | undefined } {
  if (wanted !== undefined) return { type: wanted, rows: test(wanted), note: undefined };
  try {
    return { type: 'III', rows: test('III'), note: undefined };
  } catch (error) {
    if (
      !(error instanceof InputError) ||
      !error.problems.some((one) => one.code === 'empty-cells' || one.code === 'coefficients-aliased')
    )
      throw error;
    const note: Problem = {
      code: 'type-two-instead',
      severity: 'warning',
      message: `the terms are tested by type II sums of squares: ${error.problems[0].message}`,
      found: error.problems[0].found,
    };
    return { type: 'II', rows: test('II'), note };
  }
}

/** Fits and summarizes a linear model. Throws InputError as `fitLinearModel`, `anovaTable` and `clusterCodes` do. */
export function summarizeLinear(formula: Formula | string, data: DataFrame, options: ModelOptions): ModelSummary {
  const model = fitLinearModel(formula, data, { weights: options.weights });
  const { design } = model;
  const robust = robustEstimator(data, options.covariance);
  const estimate = robust?.(model);
  const covariance = estimate?.covariance ?? model.covariance;
  const p = design.columns.length;
  const degreesOfFreedom = (contrast: Float64Array): number => estimate?.degreesOfFreedom?.(contrast) ?? model.residualDf;
  const dfs = design.columns.map((_, j) => degreesOfFreedom(Float64Array.from({ length: p }, (_, k) => (k === j ? 1 : 0))));
  const { type, rows, note } = testsWithFallback(options.anovaType, (one) => safeTests(model, one, robust));
  const means: MeansModel = { design, coefficients: model.coefficients, covariance, degreesOfFreedom };
  return {
    kind: 'linear',
    method: `linear model by ${options.weights === undefined ? 'ordinary' : 'weighted'} least squares${robustWords(options.covariance)}`,
    formula: typeof formula === 'string' ? parseFormula(formula).text : formula.text,
    family: 'gaussian',
    n: design.rows,
    coefficients: coefficientTable(design.columns, model.coefficients, covariance, dfs, options.level),
    anovaType: type,
    anova: rows,
    random: [],
    sigma: model.sigma,
    dispersion: NaN,
    dispersionMeaning: undefined,
    logLik: model.logLik,
    aic: model.aic,
    bic: model.bic,
    notes: [...model.notes, ...(note === undefined ? [] : [note]), ...leverageNotes(model, covariance)],
    design,
    means,
  };
}

/** Why a robust covariance has no numbers: HC2 to HC4 divide by what a row leaves unexplained of itself. */
function leverageNotes({ design, coefficients }: LinearModel, covariance: Float64Array): Problem[] {
  const p = design.columns.length;
  const unknown = design.columns.filter((_, j) => !Number.isNaN(coefficients[j]) && Number.isNaN(covariance[j * p + j]));
  if (unknown.length === 0) return [];
  return [
    {
      code: 'robust-leverage',
      severity: 'warning',
      message: `a row alone determines a coefficient, so the robust covariance is not defined for ${unknown.join(', ')}`,
      mend: 'use HC1, or leave out the category that has a single row',
    },
  ];
}

/** Robust Wald tests need every coefficient; without them there is no term to test, which the notes of the model explain. */
function safeTests(
  model: LinearModel,
  type: AnovaType,
  robust: ((model: LinearModel) => CovarianceEstimate) | undefined,
): TermTest[] {
  if (robust !== undefined && type === 'II' && model.aliased.length > 0) return [];
  return tests(model, type, robust);
}

function robustWords(covariance: ModelOptions['covariance']): string {
  if (covariance === undefined || covariance === 'model') return '';
  if (typeof covariance === 'string') return `, heteroscedasticity-consistent (${covariance}) covariance`;
  return `, cluster-robust (CR2) covariance by ${covariance.cluster} with Bell-McCaffrey degrees of freedom`;
}
