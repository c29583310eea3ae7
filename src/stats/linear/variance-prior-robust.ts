import { mean, median, midranks, quantileOfSorted, sorted, trimmedMean } from '../descriptive/index.ts';
import { fisherF } from '../distributions/index.ts';
import { exp, expm1, log } from '../elementary/index.ts';
import { findRoot } from '../optimization/index.ts';
import { lowess } from '../smoothing/index.ts';
import { fitVarianceTrend, type TrendedPrior } from './variance-trend.ts';
import { type TailShares, winsorizedLogFMoments } from './winsorized-moments.ts';

/** A trended prior that trusts outlying variances less: their own, smaller, prior degrees of freedom. */
export interface RobustPrior extends TrendedPrior {
  /** Prior degrees of freedom per variance, at most `df`. */
  dfs: Float64Array;
}

/** limma's default shares of the tails that are pulled in. */
const TAILS: TailShares = [0.05, 0.1];

/**
 * Fits the prior of sample variances from winsorized log variances and gives outlying variances fewer prior degrees of
 * freedom, so that hypervariable genes keep their own variance (Phipson, Lee, Majewski, Alexander & Smyth 2016; limma's
 * `fitFDistRobustly`).
 *
 * @param df degrees of freedom, one for all or one each
 * @param covariate what the location follows, or null
 */
export function fitRobustPrior(variances: Float64Array, df: number | Float64Array, covariate: Float64Array | null): RobustPrior {
  const n = variances.length;
  const dfOf = (i: number): number => (typeof df === 'number' ? df : df[i]);
  const rows = Int32Array.from({ length: n }, (_, i) => i).filter((i) => !Number.isNaN(variances[i]) && dfOf(i) > 1e-6);
  if (rows.length < n)
    return spreadToAll(
      variances,
      Float64Array.from({ length: n }, (_, i) => dfOf(i)),
      covariate,
      rows,
    );
  const floor = 1e-12 * median(variances);
  const lifted = variances.map((value) => Math.max(value, floor));
  const plain = fitVarianceTrend(lifted, df, covariate);
  const unchanged = { ...plain, dfs: new Float64Array(n).fill(plain.df) };
  if (n < 3 || TAILS.every((share) => share < 1 / n)) return unchanged;
  const largest = typeof df === 'number' ? df : df.reduce((most, value) => Math.max(most, value));
  const logs = Float64Array.from(lifted, (value, i) => log(toCommonDf(value, dfOf(i), largest, plain.df, plain.variances[i])));
  const trend = trendOf(logs, covariate);
  const { center, spread } = winsorized(logs.map((value, i) => value - trend[i]));
  const excess = (prior: number): number => log(spread / winsorizedLogFMoments(largest, prior, TAILS).variance);
  const atInfinity = excess(Infinity);
  if (atInfinity > 0 && plain.df === Infinity) return unchanged;
  const prior = atInfinity <= 0 ? Infinity : matchingDf(excess, plain.df, atInfinity);
  const shift = center - winsorizedLogFMoments(largest, prior, TAILS).mean;
  const locations = trend.map((value) => value + shift);
  const ratios = logs.map((value, i) => exp(value - locations[i]));
  return { df: prior, variances: locations.map(exp), dfs: outlierDfs(ratios, largest, prior) };
}

/** The prior degrees of freedom at which the winsorized variance is the observed one, not below those of the plain fit. */
function matchingDf(excess: (df: number) => number, lowest: number, atInfinity: number): number {
  const dfAt = (x: number): number => (x === 1 ? Infinity : x / (1 - x));
  const from = lowest / (1 + lowest);
  const atLow = excess(lowest);
  if (atLow >= 0) return lowest;
  return dfAt(findRoot((x) => excess(dfAt(x)), from, 1, 1e-13, atLow, atInfinity));
}

/** A variance ratio on fewer degrees of freedom as the ratio of the same tail probability on `common` ones. */
function toCommonDf(variance: number, df: number, common: number, priorDf: number, location: number): number {
  if (df >= common - 1e-14) return variance;
  const ratio = variance / location;
  const upper = fisherF.logUpper(ratio, df, priorDf);
  const lower = fisherF.logLower(ratio, df, priorDf);
  const same = upper < lower ? fisherF.quantileUpperLog(upper, common, priorDf) : fisherF.quantileLog(lower, common, priorDf);
  return same * location;
}

/** Trimmed mean, or a robust smooth over the covariate. */
function trendOf(logs: Float64Array, covariate: Float64Array | null): Float64Array {
  const n = logs.length;
  if (covariate === null) return new Float64Array(n).fill(trimmedMean(logs, TAILS[1]));
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => covariate[a] - covariate[b]);
  const x = Float64Array.from(order, (i) => covariate[i]);
  const smooth = lowess(
    x,
    Float64Array.from(order, (i) => logs[i]),
    0.4,
    3,
    0.01 * (x[n - 1] - x[0]),
  );
  const out = new Float64Array(n);
  order.forEach((i, k) => {
    out[i] = smooth[k];
  });
  return out;
}

function winsorized(residuals: Float64Array): { center: number; spread: number } {
  const ascending = sorted(residuals);
  const [low, high] = [quantileOfSorted(ascending, TAILS[0]), quantileOfSorted(ascending, 1 - TAILS[1])];
  const values = residuals.map((value) => Math.min(Math.max(value, low), high));
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) * (value - center);
  return { center, spread: sum / (values.length - 1) };
}

/** Prior degrees of freedom by how much more extreme a ratio is than its rank among all would have it. */
function outlierDfs(ratios: Float64Array, df: number, prior: number): Float64Array {
  const n = ratios.length;
  const ranks = midranks(ratios);
  const tails = ratios.map((ratio) => fisherF.logUpper(ratio, df, prior));
  const notOutlying = tails.map((tail, i) => Math.min(tail - (log(n - ranks[i] + 0.5) - log(n)), 0));
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => tails[a] - tails[b] || a - b);
  const dfs = new Float64Array(n).fill(prior);
  if (notOutlying.every((value) => value === 0)) return dfs;
  if (prior === Infinity) for (let i = 0; i < n; i++) dfs[i] = notOutlying[i] < 0 ? exp(notOutlying[i]) * n * df : Infinity;
  else {
    const outlierDf = dfOfLargest(ratios[order[0]], tails[order[0]], df, prior);
    for (let i = 0; i < n; i++) dfs[i] = exp(notOutlying[i]) * prior - expm1(notOutlying[i]) * outlierDf;
    flattenStart(dfs, order);
  }
  let most = -Infinity;
  for (const i of order) {
    most = Math.max(most, dfs[i]);
    dfs[i] = most;
  }
  return dfs;
}

/** Degrees of freedom that make the largest ratio a median, by two steps of proportion on its log tail probability. */
function dfOfLargest(ratio: number, logTail: number, df: number, prior: number): number {
  if (logTail === -Infinity) return 0;
  const first = (log(0.5) / logTail) * prior;
  return (log(0.5) / fisherF.logUpper(ratio, df, first)) * first;
}

/** Gives the most outlying variances, up to the least running mean, that mean. */
function flattenStart(dfs: Float64Array, order: Int32Array): void {
  let [sum, least, end] = [0, Infinity, 0];
  order.forEach((i, k) => {
    sum += dfs[i];
    if (sum / (k + 1) < least) {
      least = sum / (k + 1);
      end = k;
    }
  });
  for (let k = 0; k <= end; k++) dfs[order[k]] = least;
}

/** The fit of the informative variances, carried to the others: full prior df, location interpolated over the covariate. */
function spreadToAll(variances: Float64Array, df: Float64Array, covariate: Float64Array | null, rows: Int32Array): RobustPrior {
  const pick = (from: Float64Array): Float64Array => Float64Array.from(rows, (i) => from[i]);
  const at = covariate === null ? null : pick(covariate);
  const fit = fitRobustPrior(pick(variances), pick(df), at);
  const locations = new Float64Array(variances.length).fill(fit.variances[0]);
  if (covariate !== null && at !== null) interpolateInto(locations, covariate, at, fit.variances);
  const dfs = new Float64Array(variances.length).fill(fit.df);
  rows.forEach((i, k) => {
    locations[i] = fit.variances[k];
    dfs[i] = fit.dfs[k];
  });
  return { df: fit.df, variances: locations, dfs };
}

/** Log-linear interpolation between neighboring covariates, constant beyond the ends. */
function interpolateInto(out: Float64Array, covariate: Float64Array, at: Float64Array, values: Float64Array): void {
  const order = Int32Array.from({ length: at.length }, (_, i) => i).sort((a, b) => at[a] - at[b]);
  const x = Float64Array.from(order, (i) => at[i]);
  for (let i = 0; i < out.length; i++) {
    let [low, high] = [-1, x.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle] <= covariate[i]) low = middle;
      else high = middle;
    }
    const [left, right] = [Math.max(low, 0), Math.min(high, x.length - 1)];
    const share = x[right] > x[left] ? (covariate[i] - x[left]) / (x[right] - x[left]) : 0;
    const [a, b] = [log(values[order[left]]), log(values[order[right]])];
    out[i] = exp(a + share * (b - a));
  }
}
