import { normal, studentT } from '../distributions/index.ts';
import { type KendallTest, kendallTest } from '../tests/index.ts';
import type { TauSquaredMethod } from './heterogeneity.ts';
import { type MetaResult, metaAnalysis } from './meta-analysis.ts';
import { weightedFit } from './weighted-fit.ts';

/** A regression test of funnel asymmetry: does the effect depend on its standard error? */
export interface AsymmetryTest {
  statistic: number;
  /** Infinity for a normal reference. */
  df: number;
  pvalue: number;
  /** Estimated effect of a study with standard error 0, with its 95 % interval. */
  limit: number;
  limitLow: number;
  limitHigh: number;
}

function withPredictor(variances: ArrayLike<number>): Float64Array {
  const x = new Float64Array(2 * variances.length);
  for (let i = 0; i < variances.length; i++) {
    x[2 * i] = 1;
    x[2 * i + 1] = Math.sqrt(variances[i]);
  }
  return x;
}

/** Egger's test in a random-effects model with the standard error as moderator, as metafor's `regtest`. */
export function eggerTest(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  method: TauSquaredMethod = 'REML',
): AsymmetryTest {
  const fit = metaAnalysis(effects, variances, { method, test: 'z', moderators: withPredictor(variances) });
  return {
    statistic: fit.statistics[1],
    df: Infinity,
    pvalue: fit.pvalues[1],
    limit: fit.estimates[0],
    limitLow: fit.low[0],
    limitHigh: fit.high[0],
  };
}

/** Egger's classical weighted regression with multiplicative dispersion (Egger et al. 1997), as `regtest(model = "lm")`. */
export function eggerRegression(effects: ArrayLike<number>, variances: ArrayLike<number>): AsymmetryTest {
  const weights = Float64Array.from({ length: variances.length }, (_, i) => 1 / variances[i]);
  const fit = weightedFit(effects, withPredictor(variances), weights);
  const df = effects.length - 2;
  const dispersion = fit.rss / df;
  const statistic = fit.coefficients[1] / Math.sqrt(fit.covariance[3] * dispersion);
  const half = studentT.quantileUpper(0.025, df) * Math.sqrt(fit.covariance[0] * dispersion);
  const limit = fit.coefficients[0];
  return {
    statistic,
    df,
    pvalue: 2 * studentT.upper(Math.abs(statistic), df),
    limit,
    limitLow: limit - half,
    limitHigh: limit + half,
  };
}

/** Begg & Mazumdar's rank test: Kendall correlation of standardized effects with their variances. */
export function beggTest(effects: ArrayLike<number>, variances: ArrayLike<number>): KendallTest {
  const k = effects.length;
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < k; i++) {
    sum += 1 / variances[i];
    weighted += effects[i] / variances[i];
  }
  const standardized = Float64Array.from(
    { length: k },
    (_, i) => (effects[i] - weighted / sum) / Math.sqrt(variances[i] - 1 / sum),
  );
  return kendallTest(standardized, variances);
}

/** Trim and fill (Duval & Tweedie 2000, estimator L0): how many studies seem to be missing, and the effect with them filled in. */
export function trimAndFill(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  method: TauSquaredMethod = 'REML',
): { missing: number; side: 'left' | 'right'; filled: MetaResult } {
  const k = effects.length;
  const side =
    metaAnalysis(effects, variances, { method, test: 'z', moderators: withPredictor(variances) }).estimates[1] < 0
      ? 'right'
      : 'left';
  const sign = side === 'right' ? -1 : 1;
  const order = Array.from({ length: k }, (_, i) => i).sort((a, b) => sign * (effects[a] - effects[b]));
  const y = Float64Array.from(order, (i) => sign * effects[i]);
  const v = Float64Array.from(order, (i) => variances[i]);
  let missing = 0;
  let center = 0;
  for (let round = 0, former = -1; round < 100 && missing !== former; round++) {
    former = missing;
    center = metaAnalysis(y.subarray(0, k - missing), v.subarray(0, k - missing), { method, test: 'z' }).estimates[0];
    missing = Math.max(0, Math.round((4 * positiveRankSum(y, center) - k * (k + 1)) / (2 * k - 1)));
  }
  const mirrored = Float64Array.from({ length: missing }, (_, i) => 2 * center - y[k - missing + i]);
  const filled = metaAnalysis(
    Float64Array.from([...y, ...mirrored], (one) => sign * one),
    Float64Array.from([...v, ...v.subarray(k - missing)]),
    { method, test: 'z' },
  );
  return { missing, side, filled };
}

function positiveRankSum(y: Float64Array, center: number): number {
  const order = Array.from({ length: y.length }, (_, i) => i).sort((a, b) => Math.abs(y[a] - center) - Math.abs(y[b] - center));
  return order.reduce((sum, i, rank) => sum + (y[i] > center ? rank + 1 : 0), 0);
}

/**
 * How many unpublished null results would overturn the finding: Rosenthal (1979, summed z), Orwin (1983, mean effect down to `target`) and
 * Rosenberg (2005, weighted).
 *
 * @param target effect too small to matter, for Orwin's number
 */
export function failSafeNumbers(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  target: number,
  alpha = 0.05,
): { rosenthal: number; orwin: number; rosenberg: number } {
  const k = effects.length;
  let sumZ = 0;
  let sum = 0;
  let weights = 0;
  let weighted = 0;
  for (let i = 0; i < k; i++) {
    sumZ += effects[i] / Math.sqrt(variances[i]);
    sum += effects[i];
    weights += 1 / variances[i];
    weighted += effects[i] / variances[i];
  }
  const mean = sum / k;
  const ratio = sumZ / Math.sqrt(k) / normal.quantileUpper(alpha);
  const critical = normal.quantileUpper(alpha / 2);
  const added = ((weighted * weighted) / (critical * critical) - weights) / (weights / k);
  return {
    rosenthal: Math.max(0, Math.ceil(k * ratio * ratio - k)),
    orwin: Math.max(0, Math.ceil((k * (Math.abs(mean) - Math.abs(target))) / Math.abs(target))),
    rosenberg: Math.max(0, Math.ceil(added)),
  };
}
