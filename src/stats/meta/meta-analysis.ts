import { chiSquared, fisherF, normal, studentT } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { cholesky, choleskySolve } from '../linear-algebra/index.ts';
import { estimateTauSquared, solveGeneralizedQ, type TauSquaredMethod } from './heterogeneity.ts';
import { residualProjector, weightedFit } from './weighted-fit.ts';

/** How standard errors are formed: `z` (normal), `knapp-hartung` (t, rescaled), `ad-hoc` (Knapp-Hartung, never below z). */
export type MetaTest = 'z' | 'knapp-hartung' | 'ad-hoc';

export interface MetaOptions {
  /** Between-study variance; default REML. */
  method?: TauSquaredMethod;
  /** Default Knapp-Hartung, because z-tests with few studies are far too liberal. */
  test?: MetaTest;
  /** Moderators, k x p row-major, with an intercept column where wanted; default: the intercept alone. */
  moderators?: Float64Array;
  level?: number;
}

export interface MetaResult {
  k: number;
  /** Per coefficient (one for the plain analysis). */
  estimates: Float64Array;
  se: Float64Array;
  statistics: Float64Array;
  pvalues: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** Degrees of freedom of the tests; Infinity for z. */
  df: number;
  tauSquared: number;
  tauSquaredSe: number;
  /** Percent of the total variation that is between studies. */
  I2: number;
  H2: number;
  Q: number;
  QDf: number;
  QPvalue: number;
  /** Test of all moderators (of the intercept when it is alone). */
  QM: number;
  QMPvalue: number;
  /** Where the true effect of a new study is expected; NaN with moderators and for the common-effect model. */
  predictionLow: number;
  predictionHigh: number;
  logLikelihood: number;
  /** Percent weight of each study. */
  weights: Float64Array;
  covariance: Float64Array;
}

/**
 * Random-effects (or common-effect, `FE`) meta-analysis and meta-regression, as metafor's `rma`.
 *
 * @param effects k effect sizes
 * @param variances their sampling variances, all positive
 * @throws RangeError for fewer than two studies than coefficients, non-positive variances, or collinear moderators
 */
export function metaAnalysis(effects: ArrayLike<number>, variances: ArrayLike<number>, options: MetaOptions = {}): MetaResult {
  const { method = 'REML', test = 'knapp-hartung', level = 0.95 } = options;
  const y = Float64Array.from(effects);
  const v = Float64Array.from(variances);
  const k = y.length;
  const x = options.moderators ?? new Float64Array(k).fill(1);
  const p = x.length / k;
  if (v.some((one) => !(one > 0))) throw new RangeError('every sampling variance must be positive');
  if (k <= p) throw new RangeError(`${k} studies are too few for ${p} coefficients`);
  const { tauSquared, se: tauSquaredSe } = estimateTauSquared(method, y, v, x);
  const w = v.map((one) => 1 / (one + tauSquared));
  const fit = weightedFit(y, x, w);
  const scale = test === 'z' ? 1 : test === 'ad-hoc' ? Math.max(1, fit.rss / (k - p)) : fit.rss / (k - p);
  const covariance = fit.covariance.map((one) => one * scale);
  const df = test === 'z' ? Infinity : k - p;
  const critical = df === Infinity ? normal.quantileUpper((1 - level) / 2) : studentT.quantileUpper((1 - level) / 2, df);
  const se = Float64Array.from({ length: p }, (_, a) => Math.sqrt(covariance[a * p + a]));
  const statistics = fit.coefficients.map((one, a) => one / se[a]);
  const total = w.reduce((a, b) => a + b, 0);
  const reach = critical * Math.sqrt(se[0] * se[0] + tauSquared);
  const predicts = p === 1 && method !== 'FE';
  return {
    k,
    estimates: fit.coefficients,
    se,
    statistics,
    pvalues: statistics.map((one) => 2 * (df === Infinity ? normal.upper(Math.abs(one)) : studentT.upper(Math.abs(one), df))),
    low: fit.coefficients.map((one, a) => one - critical * se[a]),
    high: fit.coefficients.map((one, a) => one + critical * se[a]),
    df,
    tauSquared,
    tauSquaredSe,
    ...heterogeneity(y, v, x, tauSquared, method),
    ...moderatorTest(fit.coefficients, covariance, df),
    predictionLow: predicts ? fit.coefficients[0] - reach : NaN,
    predictionHigh: predicts ? fit.coefficients[0] + reach : NaN,
    logLikelihood: logLikelihoodOf(method, x, w, fit),
    weights: w.map((one) => (100 * one) / total),
    covariance,
  };
}

function heterogeneity(y: Float64Array, v: Float64Array, x: Float64Array, tauSquared: number, method: TauSquaredMethod) {
  const k = y.length;
  const p = x.length / k;
  const w = v.map((one) => 1 / one);
  const fixed = weightedFit(y, x, w);
  const projector = residualProjector(x, w, fixed.covariance);
  let trace = 0;
  for (let i = 0; i < k; i++) trace += projector[i * k + i];
  const typical = (k - p) / trace;
  const common = method === 'FE';
  return {
    I2: 100 * (common ? Math.max(0, (fixed.rss - (k - p)) / fixed.rss) : tauSquared / (tauSquared + typical)),
    H2: common ? fixed.rss / (k - p) : tauSquared / typical + 1,
    Q: fixed.rss,
    QDf: k - p,
    QPvalue: chiSquared.upper(fixed.rss, k - p),
  };
}

/** Wald test of all coefficients but the intercept (the first), or of the intercept when it is alone. */
function moderatorTest(coefficients: Float64Array, covariance: Float64Array, df: number): { QM: number; QMPvalue: number } {
  const p = coefficients.length;
  const first = p === 1 ? 0 : 1;
  const m = p - first;
  const block = new Float64Array(m * m);
  for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) block[a * m + b] = covariance[(a + first) * p + b + first];
  const factor = cholesky(block, m);
  if (factor === undefined) return { QM: NaN, QMPvalue: NaN };
  const tested = coefficients.slice(first);
  const solved = choleskySolve(factor, tested, m);
  const chi = tested.reduce((sum, one, a) => sum + one * solved[a], 0);
  if (df === Infinity) return { QM: chi, QMPvalue: chiSquared.upper(chi, m) };
  return { QM: chi / m, QMPvalue: fisherF.upper(chi / m, m, df) };
}

function logLikelihoodOf(
  method: TauSquaredMethod,
  x: Float64Array,
  w: Float64Array,
  fit: { rss: number; logDeterminant: number },
): number {
  const k = w.length;
  const p = x.length / k;
  const twoPi = log(2 * Math.PI);
  const logWeights = w.reduce((sum, one) => sum + log(one), 0);
  const plain = 0.5 * logWeights - 0.5 * fit.rss;
  if (method !== 'REML') return plain - 0.5 * k * twoPi;
  const unweighted = weightedFit(new Float64Array(k), x, new Float64Array(k).fill(1));
  return plain - 0.5 * (k - p) * twoPi + 0.5 * unweighted.logDeterminant - 0.5 * fit.logDeterminant;
}

/** Q-profile interval of tau^2 (Viechtbauer 2007). A limit of 0 means that the interval reaches the boundary. */
export function tauSquaredInterval(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  moderators?: Float64Array,
  level = 0.95,
): { low: number; high: number } {
  const y = Float64Array.from(effects);
  const v = Float64Array.from(variances);
  const x = moderators ?? new Float64Array(y.length).fill(1);
  const df = y.length - x.length / y.length;
  const tail = (1 - level) / 2;
  return {
    low: solveGeneralizedQ(chiSquared.quantileUpper(tail, df), y, v, x),
    high: solveGeneralizedQ(chiSquared.quantile(tail, df), y, v, x),
  };
}
