import { inputError, type Problem } from '../../problems/index.ts';
import { fisherF } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import {
  buildDesign,
  type DataFrame,
  type Design,
  type DesignOptions,
  type Formula,
  rowCount,
  selectRows,
  singleResponse,
} from '../formula/index.ts';
import { type LeastSquares, leastSquares, unscaledCovariance } from './least-squares.ts';

/** An ordinary or weighted least-squares fit. Plain data. */
export interface LinearModel {
  readonly kind: 'linear';
  readonly design: Design;
  /** One positive weight per row used, or undefined for ordinary least squares. */
  readonly weights: Float64Array | undefined;
  /** In the order of `design.columns`; NaN for an aliased coefficient. */
  readonly coefficients: Float64Array;
  /** Names of coefficients that cannot be estimated because their column is a combination of others. */
  readonly aliased: readonly string[];
  /** Covariance of the coefficients, p×p row-major; NaN for aliased ones. */
  readonly covariance: Float64Array;
  readonly rank: number;
  readonly residualDf: number;
  readonly residualSumOfSquares: number;
  /** Residual standard deviation; NaN without residual degrees of freedom. */
  readonly sigma: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** Test of all terms together against the intercept alone. */
  readonly overall: { readonly F: number; readonly numDf: number; readonly denDf: number; readonly pvalue: number };
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;
  /** The fit on rows multiplied by the square root of their weight. */
  readonly fit: LeastSquares;
  /** What the reader must know: rows left out, aliased coefficients, no residual variance. */
  readonly notes: readonly Problem[];
}

export interface LinearModelOptions extends Omit<DesignOptions, 'alsoNeeded'> {
  /** Name of a column of weights, at least 0; the variance of a row is sigma² / weight. Rows of weight 0 are left out. */
  weights?: string;
}

/** Rows of positive weight only; throws InputError for a negative or categorical weight. */
function weightedDesign(
  formula: Formula | string,
  data: DataFrame,
  options: LinearModelOptions,
): [Design, Float64Array | undefined] {
  const { weights, ...rest } = options;
  if (weights === undefined) return [buildDesign(formula, data, rest), undefined];
  const column = data.get(weights);
  if (column !== undefined && (column.kind !== 'number' || column.values.some((value) => value < 0 || value === Infinity)))
    throw inputError({
      code: 'weights-invalid',
      message: `the weights "${weights}" must be finite numbers of at least 0`,
      mend: 'correct the column of weights, or fit without it',
    });
  const positive = Array.from({ length: rowCount(data) }, (_, row) => row).filter((row) => column?.values[row] !== 0);
  const built = buildDesign(formula, selectRows(data, positive), { ...rest, alsoNeeded: [weights] });
  const design: Design = {
    ...built,
    usedRows: built.usedRows.map((row) => positive[row]),
    missing: { ...built.missing, rows: built.missing.rows.map((row) => positive[row]) },
  };
  const kept = design.data.get(weights);
  return [design, kept?.kind === 'number' ? kept.values : undefined];
}

/** Multiplies each row by the square root of its weight. */
export function scaleRows(values: Float64Array, width: number, weights: Float64Array | undefined): Float64Array {
  if (weights === undefined) return values;
  return values.map((value, i) => value * Math.sqrt(weights[Math.floor(i / width)]));
}

/**
 * Fits a linear model by least squares.
 *
 * @param formula in R's notation, without random terms
 * @throws InputError for an unusable formula or data (see {@link buildDesign}), a response that is not numeric, invalid weights, or
 *   random terms
 */
export function fitLinearModel(formula: Formula | string, data: DataFrame, options: LinearModelOptions = {}): LinearModel {
  const [design, weights] = weightedDesign(formula, data, options);
  if (design.random.length > 0)
    throw inputError({
      code: 'random-terms-unexpected',
      message: 'the formula has random terms, which a linear model cannot fit',
      found: design.random.map((term) => `(${term.label})`).join(' + '),
      mend: 'fit a mixed model',
    });
  return fitDesign(design, weights);
}

/** Fits a design that is already built. `weights` has one positive number per row of the design. */
export function fitDesign(design: Design, weights?: Float64Array): LinearModel {
  const n = design.rows;
  const p = design.columns.length;
  const response = singleResponse(design.response);
  const offset = design.offset;
  const target = offset === undefined ? response : response.map((value, i) => value - offset[i]);
  const fit = leastSquares(scaleRows(design.matrix, p, weights), n, p, scaleRows(target, 1, weights));
  const residuals = weights === undefined ? fit.residuals : fit.residuals.map((value, i) => value / Math.sqrt(weights[i]));
  const fitted = response.map((value, i) => value - residuals[i]);
  const aliased = design.columns.filter((_, j) => Number.isNaN(fit.coefficients[j]));
  const { residualDf } = fit;
  const exact = isExactFit(fit, fitted, weights);
  const residualSumOfSquares = exact ? 0 : fit.residualSumOfSquares;
  const variance = residualDf > 0 ? residualSumOfSquares / residualDf : NaN;
  return {
    kind: 'linear',
    design,
    weights,
    coefficients: fit.coefficients,
    aliased,
    covariance: unscaledCovariance(fit).map((value) => value * variance),
    rank: fit.qr.rank,
    residualDf,
    residualSumOfSquares,
    sigma: Math.sqrt(variance),
    fitted,
    residuals,
    ...overallFit(design, fitted, weights, residualSumOfSquares, residualDf, fit.qr.rank),
    ...likelihood(n, fit.qr.rank, residualSumOfSquares, weights),
    fit,
    notes: notesOf(design, aliased, residualDf, exact),
  };
}

/** Residuals that are only rounding (the rule of R's summary.lm): tests on them would be tests of noise. */
function isExactFit(fit: LeastSquares, fitted: Float64Array, weights: Float64Array | undefined): boolean {
  if (fit.residualDf <= 0) return false;
  const n = fitted.length;
  const mean = fitted.reduce((sum, value) => sum + value, 0) / n;
  const spread = fitted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / Math.max(1, n - 1);
  const scale = weights === undefined ? 1 : weights.reduce((sum, value) => sum + value, 0) / n;
  return fit.residualSumOfSquares / fit.residualDf <= (mean * mean + spread) * scale * 1e-30;
}

function overallFit(
  design: Design,
  fitted: Float64Array,
  weights: Float64Array | undefined,
  residual: number,
  residualDf: number,
  rank: number,
): Pick<LinearModel, 'rSquared' | 'adjustedRSquared' | 'overall'> {
  const n = design.rows;
  const base = design.intercept ? 1 : 0;
  const weight = (i: number): number => (weights === undefined ? 1 : weights[i]);
  const shifted = fitted.map((value, i) => value - (design.offset?.[i] ?? 0));
  let total = 0;
  let weightSum = 0;
  for (let i = 0; i < n; i++) {
    total += weight(i) * shifted[i];
    weightSum += weight(i);
  }
  const center = design.intercept ? total / weightSum : 0;
  let model = 0;
  for (let i = 0; i < n; i++) model += weight(i) * (shifted[i] - center) * (shifted[i] - center);
  const numDf = rank - base;
  const rSquared = numDf === 0 ? 0 : model / (model + residual);
  const F = numDf > 0 && residual > 0 ? model / numDf / (residual / residualDf) : NaN;
  return {
    rSquared,
    adjustedRSquared: 1 - (1 - rSquared) * ((n - base) / residualDf),
    overall: { F, numDf, denDf: residualDf, pvalue: F === F ? fisherF.upper(F, numDf, residualDf) : NaN },
  };
}

function likelihood(
  n: number,
  rank: number,
  residual: number,
  weights: Float64Array | undefined,
): Pick<LinearModel, 'logLik' | 'aic' | 'bic'> {
  const logWeights = weights === undefined ? 0 : weights.reduce((sum, value) => sum + log(value), 0);
  const logLik = 0.5 * (logWeights - n * (log(2 * Math.PI) + 1 - log(n) + log(residual)));
  return { logLik, aic: -2 * logLik + 2 * (rank + 1), bic: -2 * logLik + log(n) * (rank + 1) };
}

function notesOf(design: Design, aliased: readonly string[], residualDf: number, exact: boolean): Problem[] {
  const notes: Problem[] = [];
  if (design.missing.rows.length > 0)
    notes.push({
      code: 'rows-missing',
      severity: 'note',
      message: `${design.missing.rows.length} of ${design.missing.rows.length + design.rows} rows have a missing value and were left out`,
      found: design.missing.byColumn.map(({ column, count }) => `${column}: ${count}`).join(', '),
    });
  if (aliased.length > 0)
    notes.push({
      code: 'coefficients-aliased',
      severity: 'warning',
      message: `the data cannot tell ${aliased.join(', ')} apart from the coefficients before ${aliased.length > 1 ? 'them' : 'it'}`,
      mend: 'look for empty cells of the design, or for a column that follows from others; leave one of them out',
    });
  if (residualDf <= 0)
    notes.push({
      code: 'no-residual-df',
      severity: 'warning',
      message: 'there are as many coefficients as rows, so no variance and no test can be computed',
      mend: 'leave terms out or collect more animals',
    });
  if (exact)
    notes.push({
      code: 'zero-residual-variance',
      severity: 'warning',
      message: 'the model reproduces the response exactly, so the residual variance is 0 and no test can be computed',
      mend: 'check whether the response is constant or was computed from the predictors',
    });
  return notes;
}
