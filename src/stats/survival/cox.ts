import type { Problem } from '../../problems/index.ts';
import { chiSquared, normal } from '../distributions/index.ts';
import { exp } from '../elementary/index.ts';
import { cholesky, choleskyInverse, choleskySolve, crossProduct, dot, quadraticForm } from '../linear-algebra/index.ts';
import { type Concordance, concordance } from './concordance.ts';
import { type ScaledHazardData, scaledHazardData, withColumnFixed } from './hazard-data.ts';
import { type Maximum, maximizeConcave } from './maximize.ts';
import { columnsOf, monotoneDirection } from './monotone.ts';
import { evaluatePartialLikelihood, type HazardData, linearPredictors, type Ties } from './partial-likelihood.ts';
import { profileLimit } from './profile-limit.ts';
import { scoreResiduals, sumsByCluster } from './score-residuals.ts';

export interface CoxOptions {
  /** Names of the predictors; default x1, x2, ... */
  names?: readonly string[];
  /** Default Efron. */
  ties?: Ties;
  /** Stratum number per animal: each has its own baseline hazard. */
  strata?: ArrayLike<number>;
  /** Cluster number per animal (litter): standard errors and tests then allow for likeness within clusters. */
  clusters?: ArrayLike<number>;
  level?: number;
}

export interface CoxCoefficient {
  term: string;
  /** Log hazard ratio; infinite when the likelihood has no maximum. */
  estimate: number;
  /** Model-based; NaN when the estimate is infinite. */
  se: number;
  /** Sandwich, by cluster; NaN without clusters. */
  robustSe: number;
  /** Wald z by the robust error where there is one; NaN when infinite. */
  statistic: number;
  /** Wald; by the likelihood ratio when infinite. */
  pvalue: number;
  hazardRatio: number;
  /** Limits of the hazard ratio; by profile likelihood when infinite, one of them then being 0 or infinite. */
  low: number;
  high: number;
  infinite: boolean;
}

export interface ChiSquaredResult {
  statistic: number;
  df: number;
  pvalue: number;
}

export interface CoxModel {
  coefficients: CoxCoefficient[];
  /** Of the estimates, p x p, robust where there are clusters; NaN where infinite. */
  covariance: Float64Array;
  nullLogLik: number;
  logLik: number;
  likelihoodRatio: ChiSquaredResult;
  /** NaN when an estimate is infinite. */
  wald: ChiSquaredResult;
  score: ChiSquaredResult;
  /** Score test by cluster; undefined without clusters. */
  robustScore: ChiSquaredResult | undefined;
  concordance: Concordance;
  events: number;
  n: number;
  notes: readonly Problem[];
  /** Scaled data and coefficients, for further tests of this model. */
  readonly fit: { scaled: ScaledHazardData; point: Float64Array; times: Float64Array };
}

const chiSquaredResult = (statistic: number, df: number): ChiSquaredResult => ({
  statistic,
  df,
  pvalue: chiSquared.upper(statistic, df),
});

/** Newton's method on the partial likelihood. */
export function maximizePartialLikelihood(data: HazardData, start = new Float64Array(data.p)): Maximum {
  return maximizeConcave(start, (point) => {
    const { logLik, score, information } = evaluatePartialLikelihood(data, point);
    return { value: logLik, gradient: score, information };
  });
}

/**
 * Cox's proportional-hazards model: how predictors multiply the rate of the event, as R's `coxph`, carried to the exact maximum. An infinite
 * hazard ratio (no event in a group, say) is recognized, not reported as a large number: its test is the likelihood ratio, its interval
 * the profile likelihood's.
 *
 * @param times latency or censoring time of each animal
 * @param events 1 event, 0 censored
 * @param predictors n x p row-major, without intercept
 * @throws RangeError for no event, missing values, predictors that do not vary or depend on each other, or exact ties with clusters
 */
export function fitCox(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  predictors: Float64Array,
  options: CoxOptions = {},
): CoxModel {
  const { ties = 'efron', strata, clusters, level = 0.95 } = options;
  const names = options.names ?? Array.from({ length: predictors.length / times.length }, (_, j) => `x${j + 1}`);
  if (ties === 'exact' && clusters !== undefined)
    throw new RangeError('cluster-robust errors are for Efron’s or Breslow’s ties, not the exact likelihood');
  const scaled = scaledHazardData(times, events, predictors, names, ties, strata);
  const { data, marks, scales } = scaled;
  const { p } = data;
  const start = evaluatePartialLikelihood(data, new Float64Array(p));
  requireIndependent(start.information, names);
  const maximum = maximizePartialLikelihood(data);
  const eta = linearPredictors(data, maximum.point);
  const infinite = columnsOf(monotoneDirection(data, eta));
  const model = choleskyInverse(cholesky(maximum.information, p) ?? new Float64Array(p * p).fill(NaN), p);
  const robust = clusters === undefined ? undefined : sandwich(data, maximum.point, model, clusters);
  const coefficients = names.map((term, j): CoxCoefficient => {
    const sign = infinite.find(({ column }) => column === j)?.sign;
    if (sign !== undefined) return infiniteCoefficient(term, j, sign, scaled, maximum, level);
    return finiteCoefficient(
      term,
      maximum.point[j] / scales[j],
      se(model, p, j) / scales[j],
      robust && se(robust, p, j) / scales[j],
      level,
    );
  });
  const bounded = infinite.length === 0;
  const used = robust ?? model;
  return {
    coefficients,
    covariance: used.map((one, at) => (bounded ? one / (scales[Math.floor(at / p)] * scales[at % p]) : NaN)),
    nullLogLik: start.logLik,
    logLik: maximum.value,
    likelihoodRatio: chiSquaredResult(2 * (maximum.value - start.logLik), p),
    wald: chiSquaredResult(bounded ? inverseForm(used, maximum.point) : NaN, p),
    score: chiSquaredResult(inverseForm(start.information, start.score), p),
    robustScore: clusters === undefined ? undefined : robustScoreTest(data, clusters),
    concordance: concordance(times, marks, eta.map(roundedForTies), strata, clusters),
    events: marks.reduce((a, b) => a + b, 0),
    n: times.length,
    notes: infinite.map(({ column, sign }) => infiniteNote(names[column], sign)),
    fit: { scaled, point: maximum.point, times: Float64Array.from(times) },
  };
}

/** Animals with the same predictors must tie, whatever rounding did. */
const roundedForTies = (eta: number): number => Math.round(eta * 1e9) / 1e9;

const se = (covariance: Float64Array, p: number, j: number): number => Math.sqrt(covariance[j * p + j]);

/** v' A^-1 v. */
function inverseForm(a: Float64Array, v: Float64Array): number {
  const root = cholesky(a, v.length);
  return root === undefined ? NaN : dot(v, choleskySolve(root, v, v.length));
}

function requireIndependent(information: Float64Array, names: readonly string[]): void {
  const p = names.length;
  const root = cholesky(information, p);
  const weak = names.findIndex(
    (_, j) => root === undefined || !(root[j * p + j] * root[j * p + j] > 1e-9 * information[j * p + j]),
  );
  if (weak < 0) return;
  throw new RangeError(
    p === 1
      ? `predictor "${names[0]}" does not vary among animals at risk at the same time`
      : `the predictors ${names.join(', ')} depend on each other, or do not vary among animals at risk at the same time`,
  );
}

function sandwich(data: HazardData, point: Float64Array, model: Float64Array, clusters: ArrayLike<number>): Float64Array {
  const { p } = data;
  const sums = sumsByCluster(scoreResiduals(data, point), p, clusters);
  const influence = new Float64Array(sums.length);
  for (let i = 0; i < sums.length; i++) {
    const row = Math.floor(i / p) * p;
    for (let k = 0; k < p; k++) influence[i] += sums[row + k] * model[k * p + (i % p)];
  }
  return crossProduct(influence, sums.length / p, p);
}

function robustScoreTest(data: HazardData, clusters: ArrayLike<number>): ChiSquaredResult {
  const { p } = data;
  const sums = sumsByCluster(scoreResiduals(data, new Float64Array(p)), p, clusters);
  const total = new Float64Array(p);
  for (let i = 0; i < sums.length; i++) total[i % p] += sums[i];
  return chiSquaredResult(inverseForm(crossProduct(sums, sums.length / p, p), total), p);
}

function finiteCoefficient(
  term: string,
  estimate: number,
  modelSe: number,
  robustSe: number | undefined,
  level: number,
): CoxCoefficient {
  const used = robustSe ?? modelSe;
  const statistic = estimate / used;
  const half = normal.quantileUpper((1 - level) / 2) * used;
  return {
    term,
    estimate,
    se: modelSe,
    robustSe: robustSe ?? NaN,
    statistic,
    pvalue: 2 * normal.upper(Math.abs(statistic)),
    hazardRatio: exp(estimate),
    low: exp(estimate - half),
    high: exp(estimate + half),
    infinite: false,
  };
}

function infiniteCoefficient(
  term: string,
  column: number,
  sign: 1 | -1,
  { data, scales }: ScaledHazardData,
  maximum: Maximum,
  level: number,
): CoxCoefficient {
  const profile = (value: number): number => maximizePartialLikelihood(withColumnFixed(data, column, value)).value;
  const limit = exp(profileLimit(profile, maximum.value, sign, level) / scales[column]);
  return {
    term,
    estimate: sign * Infinity,
    se: NaN,
    robustSe: NaN,
    statistic: NaN,
    pvalue: chiSquared.upper(Math.max(0, 2 * (maximum.value - profile(0))), 1),
    hazardRatio: sign > 0 ? Infinity : 0,
    low: sign > 0 ? limit : 0,
    high: sign > 0 ? Infinity : limit,
    infinite: true,
  };
}

function infiniteNote(term: string, sign: 1 | -1): Problem {
  return {
    code: 'hazard-ratio-infinite',
    severity: 'warning',
    message: `the hazard ratio of ${term} is ${sign > 0 ? 'infinite' : '0'}: on one side of it no animal had the event while others could`,
    mend: 'read its likelihood-ratio p-value and one-sided interval, or the log-rank test; a Wald test does not exist',
  };
}

/** Wald chi-squared of some coefficients, by their covariance (robust where the model is). */
export function coxWaldTest(model: CoxModel, columns: readonly number[]): ChiSquaredResult {
  const p = model.coefficients.length;
  const v = Float64Array.from(columns, (j) => model.coefficients[j].estimate);
  const matrix = Float64Array.from(columns.flatMap((j) => columns.map((k) => model.covariance[j * p + k])));
  return chiSquaredResult(inverseForm(matrix, v), columns.length);
}

/** Log hazard ratio of a contrast of the coefficients with its standard error. */
export function coxContrast(model: CoxModel, weights: Float64Array): { estimate: number; se: number } {
  const estimate = model.coefficients.reduce((sum, one, j) => sum + (weights[j] === 0 ? 0 : weights[j] * one.estimate), 0);
  return { estimate, se: Math.sqrt(quadraticForm(model.covariance, weights)) };
}
