import type { Problem } from '../../problems/index.ts';
import { normal } from '../distributions/index.ts';
import { exp, log, log1p } from '../elementary/index.ts';
import { findSeparation } from '../generalized/index.ts';
import { leastSquares } from '../linear/index.ts';
import { cholesky, choleskyInverse, qrDecomposition } from '../linear-algebra/index.ts';
import { checkedEvents } from './censored.ts';
import { type Curvature, type Maximum, maximizeConcave } from './maximize.ts';
import { columnsOf } from './monotone.ts';

/** Distribution of the latency: log latency = predictors + scale * error. */
export type LatencyDistribution = 'weibull' | 'lognormal' | 'loglogistic';

/** Log density (event) or log survival (censored) of the standard error z, with two derivatives. */
type Term = (z: number, event: boolean) => readonly [number, number, number];

const TERMS: ReadonlyMap<LatencyDistribution, Term> = new Map<LatencyDistribution, Term>([
  [
    'weibull',
    (z, event) => {
      const e = exp(z);
      return event ? [z - e, 1 - e, -e] : [-e, -e, -e];
    },
  ],
  [
    'lognormal',
    (z, event) => {
      if (event) return [normal.logDensity(z), -z, -1];
      const survival = normal.logUpper(z);
      const hazard = exp(normal.logDensity(z) - survival);
      return [survival, -hazard, -hazard * (hazard - z)];
    },
  ],
  [
    'loglogistic',
    (z, event) => {
      const below = z > 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
      const logSurvival = z > 0 ? -z - log1p(exp(-z)) : -log1p(exp(z));
      const slope = below * (1 - below);
      return event ? [z + 2 * logSurvival, 1 - 2 * below, -2 * slope] : [logSurvival, -below, -slope];
    },
  ],
]);

export interface AcceleratedCoefficient {
  term: string;
  /** Change of the log latency; infinite when the data set no limit. */
  estimate: number;
  se: number;
  statistic: number;
  pvalue: number;
  low: number;
  high: number;
  infinite: boolean;
}

export interface AcceleratedModel {
  distribution: LatencyDistribution;
  /** Of the predictors (with their intercept), then `log(scale)`. */
  coefficients: AcceleratedCoefficient[];
  /** Standard deviation factor of the log latencies; 1 / scale is the Weibull shape. */
  scale: number;
  logLik: number;
  notes: readonly Problem[];
}

interface Latencies {
  logs: Float64Array;
  marks: Uint8Array;
  x: Float64Array;
  p: number;
  term: Term;
}

/** Log likelihood of (coefficients, log scale) with gradient and negative Hessian. */
function curvature({ logs, marks, x, p, term }: Latencies, point: Float64Array): Curvature {
  const q = p + 1;
  const logScale = point[p];
  const scale = exp(logScale);
  const gradient = new Float64Array(q);
  const information = new Float64Array(q * q);
  let value = 0;
  for (let i = 0; i < logs.length; i++) {
    let eta = 0;
    for (let j = 0; j < p; j++) eta += x[i * p + j] * point[j];
    const z = (logs[i] - eta) / scale;
    const event = marks[i] === 1;
    const [g, first, second] = term(z, event);
    value += event ? g - logScale - logs[i] : g;
    gradient[p] += -z * first - (event ? 1 : 0);
    information[p * q + p] -= z * first + z * z * second;
    for (let j = 0; j < p; j++) {
      const xj = x[i * p + j];
      gradient[j] -= (xj * first) / scale;
      information[p * q + j] -= (xj * (first + z * second)) / scale;
      for (let k = 0; k <= j; k++) information[j * q + k] -= (xj * x[i * p + k] * second) / (scale * scale);
    }
  }
  for (let j = 0; j < q; j++) for (let k = 0; k < j; k++) information[k * q + j] = information[j * q + k];
  return { value, gradient, information };
}

/** Mean and spread of the log latencies, as a start. */
function startOf(logs: Float64Array, x: Float64Array, p: number): Float64Array {
  const n = logs.length;
  const center = logs.reduce((a, b) => a + b, 0) / n;
  const spread = Math.sqrt(logs.reduce((sum, one) => sum + (one - center) * (one - center), 0) / n);
  const intercept = Array.from({ length: p }, (_, j) => j).find((j) => logs.every((_, i) => x[i * p + j] === 1));
  const start = new Float64Array(p + 1);
  if (intercept !== undefined) start[intercept] = center;
  start[p] = log(spread > 0 ? spread : 1);
  return start;
}

/** Events whose latencies the predictors reproduce exactly would make the scale 0 and the likelihood infinite. */
function requireSpread({ logs, marks, x, p }: Latencies): void {
  const rows = Array.from(marks.keys()).filter((i) => marks[i] === 1);
  const events = Float64Array.from(rows.flatMap((i) => Array.from(x.subarray(i * p, (i + 1) * p))));
  const { residuals } = leastSquares(
    events,
    rows.length,
    p,
    Float64Array.from(rows, (i) => logs[i]),
  );
  if (residuals.some((one) => Math.abs(one) > 1e-10)) return;
  throw new RangeError('the events have all one latency given the predictors: too few events to know their spread');
}

/** Direction in which the likelihood rises for ever: longer latencies for animals that never had the event, unchanged for those that had. */
function unboundedDirection({ marks, x, p }: Latencies): Float64Array | undefined {
  const signs = Int8Array.from(marks, (mark) => (mark === 1 ? 0 : 1));
  return findSeparation(x, marks.length, p, signs)?.direction;
}

/**
 * Accelerated failure time model of latencies that may be censored (a Weibull, log-normal or log-logistic regression), as R's `survreg`, carried
 * to the exact maximum. The log-normal model is the tobit regression of log latencies capped at the end.
 *
 * @param predictors n x p row-major with the intercept column
 * @throws RangeError for times of 0, no event, predictors that depend on each other, or fewer events than would set the scale
 */
export function fitAcceleratedModel(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  predictors: Float64Array,
  options: { distribution?: LatencyDistribution; names?: readonly string[]; level?: number } = {},
): AcceleratedModel {
  const { distribution = 'weibull', level = 0.95 } = options;
  const marks = checkedEvents(times, events);
  const n = times.length;
  const p = predictors.length / n;
  const names = options.names ?? Array.from({ length: p }, (_, j) => `x${j + 1}`);
  if (Array.from(times).some((time) => time === 0)) throw new RangeError('a latency of 0 has no logarithm');
  if (!marks.includes(1)) throw new RangeError('no animal had the event: latencies have no distribution to fit');
  if (qrDecomposition(predictors, n, p, 1e-10).rank < p)
    throw new RangeError(`the predictors ${names.join(', ')} depend on each other`);
  const term = TERMS.get(distribution);
  if (term === undefined) throw new RangeError(`no latency distribution "${distribution}"`);
  const data: Latencies = { logs: Float64Array.from(times, log), marks, x: predictors, p, term };
  requireSpread(data);
  const maximum = maximizeConcave(startOf(data.logs, predictors, p), (point) => curvature(data, point), 300);
  const infinite = columnsOf(unboundedDirection(data));
  return {
    distribution,
    coefficients: coefficientsOf([...names, 'log(scale)'], maximum, infinite, level),
    scale: exp(maximum.point[p]),
    logLik: maximum.value,
    notes: infinite.map(({ column, sign }) => infiniteNote(names[column], sign)),
  };
}

function coefficientsOf(
  names: readonly string[],
  maximum: Maximum,
  infinite: readonly { column: number; sign: 1 | -1 }[],
  level: number,
): AcceleratedCoefficient[] {
  const q = names.length;
  const covariance = choleskyInverse(cholesky(maximum.information, q) ?? new Float64Array(q * q).fill(NaN), q);
  const z = normal.quantileUpper((1 - level) / 2);
  return names.map((term, j) => {
    const sign = infinite.find(({ column }) => column === j)?.sign;
    const estimate = sign === undefined ? maximum.point[j] : sign * Infinity;
    const se = sign === undefined ? Math.sqrt(covariance[j * q + j]) : NaN;
    return {
      term,
      estimate,
      se,
      statistic: estimate / se,
      pvalue: 2 * normal.upper(Math.abs(estimate / se)),
      low: estimate - z * se,
      high: estimate + z * se,
      infinite: sign !== undefined,
    };
  });
}

function infiniteNote(term: string, sign: 1 | -1): Problem {
  return {
    code: 'latency-unbounded',
    severity: 'warning',
    message: `the coefficient of ${term} is ${sign > 0 ? '' : 'minus '}infinite: the animals it tells apart include a group in which none had the event`,
    mend: 'compare the groups by the log-rank test, or by the share that had the event',
  };
}
