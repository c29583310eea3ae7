import { normal, studentT } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { cholesky, choleskyInverse, choleskyLogDeterminant, choleskySolve, multiply } from '../linear-algebra/index.ts';

export interface MultilevelResult {
  estimate: number;
  se: number;
  statistic: number;
  /** Infinity for a normal reference. */
  df: number;
  pvalue: number;
  low: number;
  high: number;
  /** Variance between studies, and between contrasts within a study. */
  sigmaSquaredStudy: number;
  sigmaSquaredContrast: number;
  logLikelihood: number;
  QE: number;
  /** Marginal covariance of the effects at the optimum, k x k. */
  marginalCovariance: Float64Array;
}

/**
 * Three-level meta-analysis: contrasts within studies, by REML, as metafor's `rma.mv(random = ~ 1 | study/contrast)`. Fisher scoring to the optimum;
 * a variance at the boundary stays exactly 0.
 *
 * @param covariance sampling covariance of the k effects, k x k (diagonal when they are independent)
 * @param test `t` uses (number of studies - 1) degrees of freedom, the containment rule for an intercept
 */
export function multilevelMetaAnalysis(
  effects: ArrayLike<number>,
  covariance: Float64Array,
  studies: readonly string[],
  test: 't' | 'z' = 't',
): MultilevelResult {
  const k = effects.length;
  const y = Float64Array.from(effects);
  const same = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) same[i * k + j] = studies[i] === studies[j] ? 1 : 0;
  const sigma = maximize(y, covariance, same);
  const state = stateAt(y, covariance, same, sigma);
  const fixed = stateAt(y, covariance, same, [0, 0]);
  const df = test === 't' ? new Set(studies).size - 1 : Infinity;
  const se = Math.sqrt(1 / state.information);
  const statistic = state.estimate / se;
  const half = se * (df === Infinity ? normal.quantileUpper(0.025) : studentT.quantileUpper(0.025, df));
  return {
    estimate: state.estimate,
    se,
    statistic,
    df,
    pvalue: 2 * (df === Infinity ? normal.upper(Math.abs(statistic)) : studentT.upper(Math.abs(statistic), df)),
    low: state.estimate - half,
    high: state.estimate + half,
    sigmaSquaredStudy: sigma[0],
    sigmaSquaredContrast: sigma[1],
    logLikelihood: -0.5 * ((k - 1) * log(2 * Math.PI) - log(k) + state.logDeterminant + log(state.information) + state.rss),
    QE: fixed.rss,
    marginalCovariance: state.marginal,
  };
}

interface State {
  estimate: number;
  information: number;
  rss: number;
  logDeterminant: number;
  marginal: Float64Array;
  /** P y and P, the REML projector. */
  projected: Float64Array;
  projector: Float64Array;
}

function stateAt(y: Float64Array, covariance: Float64Array, same: Float64Array, sigma: readonly number[]): State {
  const k = y.length;
  const marginal = covariance.map((one, at) => one + sigma[0] * same[at] + (at % (k + 1) === 0 ? sigma[1] : 0));
  const factor = cholesky(marginal, k);
  if (factor === undefined) throw new RangeError('the sampling covariance is not positive definite');
  const ones = new Float64Array(k).fill(1);
  const inverse = choleskyInverse(factor, k);
  const weighted = choleskySolve(factor, ones, k);
  const information = weighted.reduce((a, b) => a + b, 0);
  const estimate = weighted.reduce((sum, one, i) => sum + one * y[i], 0) / information;
  const projected = choleskySolve(
    factor,
    y.map((one) => one - estimate),
    k,
  );
  const rss = projected.reduce((sum, one, i) => sum + one * (y[i] - estimate), 0);
  const projector = inverse.map((one, at) => one - (weighted[Math.floor(at / k)] * weighted[at % k]) / information);
  return { estimate, information, rss, logDeterminant: choleskyLogDeterminant(factor, k), marginal, projected, projector };
}

function maximize(y: Float64Array, covariance: Float64Array, same: Float64Array): [number, number] {
  let sigma: [number, number] = [0.1, 0.1];
  for (let round = 0; round < 1000; round++) {
    const next = scoringStep(y, covariance, same, sigma);
    const moved = Math.max(Math.abs(next[0] - sigma[0]), Math.abs(next[1] - sigma[1]));
    sigma = next;
    if (moved < 1e-14) break;
  }
  return sigma;
}

/** One step of Fisher scoring over the variances that are not held at the boundary. */
function scoringStep(y: Float64Array, covariance: Float64Array, same: Float64Array, sigma: [number, number]): [number, number] {
  const k = y.length;
  const state = stateAt(y, covariance, same, sigma);
  const identity = same.map((_, at) => (at % (k + 1) === 0 ? 1 : 0));
  const directions = [same, identity].map((a) => multiply(state.projector, a, k, k, k));
  const trace = (a: Float64Array): number => a.reduce((sum, one, at) => sum + (at % (k + 1) === 0 ? one : 0), 0);
  const quadratic = (a: Float64Array): number =>
    a.reduce((sum, one, at) => sum + one * state.projected[Math.floor(at / k)] * state.projected[at % k], 0);
  const score = [same, identity].map((a, i) => 0.5 * (quadratic(a) - trace(directions[i])));
  const information = (i: number, j: number): number => 0.5 * trace(multiply(directions[i], directions[j], k, k, k));
  const free = [0, 1].filter((i) => sigma[i] > 0 || score[i] > 0);
  const next: [number, number] = [sigma[0], sigma[1]];
  if (free.length === 2) {
    const [a, b, d] = [information(0, 0), information(0, 1), information(1, 1)];
    const determinant = a * d - b * b;
    next[0] += (d * score[0] - b * score[1]) / determinant;
    next[1] += (a * score[1] - b * score[0]) / determinant;
  } else if (free.length === 1) {
    next[free[0]] += score[free[0]] / information(free[0], free[0]);
  }
  return [Math.max(0, next[0]), Math.max(0, next[1])];
}

/** Cluster-robust standard error of the pooled effect with the small-sample factor m / (m - 1), m clusters, as metafor's `robust`. */
export function clusterRobust(
  effects: ArrayLike<number>,
  fit: MultilevelResult,
  clusters: readonly string[],
): { estimate: number; se: number; statistic: number; df: number; pvalue: number } {
  const k = effects.length;
  const factor = cholesky(fit.marginalCovariance, k);
  if (factor === undefined) throw new RangeError('the marginal covariance is not positive definite');
  const weighted = choleskySolve(factor, new Float64Array(k).fill(1), k);
  const information = weighted.reduce((a, b) => a + b, 0);
  const sums = new Map<string, number>();
  for (let i = 0; i < k; i++) sums.set(clusters[i], (sums.get(clusters[i]) ?? 0) + weighted[i] * (effects[i] - fit.estimate));
  const m = sums.size;
  let meat = 0;
  for (const sum of sums.values()) meat += sum * sum;
  const se = Math.sqrt((meat * m) / (m - 1)) / information;
  const statistic = fit.estimate / se;
  return { estimate: fit.estimate, se, statistic, df: m - 1, pvalue: 2 * studentT.upper(Math.abs(statistic), m - 1) };
}
