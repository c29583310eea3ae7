import { inputError } from '../../problems/index.ts';
import { quantileOfSorted, sorted } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { kernelDensity, ruleOfThumbBandwidth, smoothingSplineValues } from '../smoothing/index.ts';

/** How the share of true null hypotheses is estimated from the p-values above a grid of limits. */
export type NullShareMethod = 'smoother' | 'log-smoother' | 'bootstrap';

export interface StoreyResult {
  /** Estimated share of true null hypotheses, at most 1. */
  nullShare: number;
  /** The grid of limits, and the estimate at each. */
  limits: Float64Array;
  shareAtLimits: Float64Array;
  /** Smallest false discovery rate at which each test is called; NaN where p is. */
  qvalues: Float64Array;
  /** Probability that each test is a true null, given its p-value; NaN where p is. */
  localFalseDiscoveryRates: Float64Array;
}

export interface StoreyOptions {
  method?: NullShareMethod;
  /** Grid of limits, ascending, in (0, 1); 0.05, 0.10, ..., 0.95 unless given. */
  limits?: ArrayLike<number>;
  /** Share of true null hypotheses, when it is known; nothing is estimated then. */
  nullShare?: number;
}

/** Probit-transformed p-values are kept this far from 0 and 1. */
const EDGE = 1e-8;
const BANDWIDTH_FACTOR = 1.5;
const SPLINE_DF = 3;

/** Share of p-values at or above each limit, over the share expected if all were null. */
function sharesAbove(ascending: Float64Array, limits: ArrayLike<number>): Float64Array {
  return Float64Array.from(limits, (limit) => countAtLeast(ascending, limit) / ascending.length / (1 - limit));
}

function countAtLeast(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return ascending.length - low;
}

/**
 * The limit with the least mean squared error about the 10th percentile of the estimates: the bootstrap's expectation in closed
 * form.
 */
function bestByBootstrap(ascending: Float64Array, limits: ArrayLike<number>, shares: Float64Array): number {
  const m = ascending.length;
  const floor = quantileOfSorted(sorted(shares), 0.1);
  let best = Infinity;
  let share = 1;
  for (let i = 0; i < shares.length; i++) {
    const above = countAtLeast(ascending, limits[i]);
    const rest = m * (1 - limits[i]);
    const error = (above / (rest * rest)) * (1 - above / m) + (shares[i] - floor) * (shares[i] - floor);
    if (error < best || (error === best && shares[i] < share)) {
      best = error;
      share = shares[i];
    }
  }
  return share;
}

function estimateNullShare(
  ascending: Float64Array,
  limits: ArrayLike<number>,
  shares: Float64Array,
  method: NullShareMethod,
): number {
  if (method === 'bootstrap') return Math.min(1, bestByBootstrap(ascending, limits, shares));
  const onLog = method === 'log-smoother';
  const smooth = smoothingSplineValues(limits, onLog ? shares.map(log) : shares, SPLINE_DF);
  const last = smooth[smooth.length - 1];
  return Math.min(1, onLog ? exp(last) : last);
}

/** q = share of nulls times the BH-adjusted p-value, at most that share. */
function qvaluesOfSorted(ascending: Float64Array, nullShare: number): Float64Array {
  const m = ascending.length;
  const q = new Float64Array(m);
  let least = 1;
  for (let i = m - 1; i >= 0; i--) {
    least = Math.min(least, (ascending[i] * m) / (i + 1));
    q[i] = nullShare * least;
  }
  return q;
}

/** Density of the null over the density of all on the probit scale, made to rise with p. */
function localRates(ascending: Float64Array, nullShare: number): Float64Array {
  const z = ascending.map((p) => normal.quantile(Math.min(Math.max(p, EDGE), 1 - EDGE)));
  const density = kernelDensity(z, BANDWIDTH_FACTOR * ruleOfThumbBandwidth(z));
  let largest = 0;
  return z.map((value) => {
    largest = Math.max(largest, Math.min(1, (nullShare * normal.density(value)) / density(value)));
    return largest;
  });
}

/**
 * Storey's q-values and local false discovery rates. NaN passes through and is not counted.
 *
 * @throws InputError when the estimated share of null hypotheses is not positive (a family too small, or p-values that are not
 * uniform under the null) or fewer than two p-values are given
 * Source: Storey (2002), JRSS B 64:479; Storey & Tibshirani (2003), PNAS 100:9440; Storey, Taylor & Siegmund (2004); the R
 * package qvalue.
 */
export function storey(p: ArrayLike<number>, options: StoreyOptions = {}): StoreyResult {
  const { method = 'smoother', limits = Float64Array.from({ length: 19 }, (_, i) => (i + 1) * 0.05) } = options;
  const order = Int32Array.from({ length: p.length }, (_, i) => i).filter((i) => p[i] === p[i]);
  order.sort((a, b) => p[a] - p[b]);
  const ascending = Float64Array.from(order, (i) => p[i]);
  const shareAtLimits = sharesAbove(ascending, limits);
  const nullShare = options.nullShare ?? estimateNullShare(ascending, limits, shareAtLimits, method);
  if (!(nullShare > 0) || ascending.length < 2) {
    throw inputError({
      code: 'null-share-not-positive',
      message: 'The share of true null hypotheses cannot be estimated from these p-values',
      found: `${ascending.length} p-values, share ${nullShare}`,
      expected: 'p-values that spread up to 1',
      mend: 'Use BH, or give the share (1 is safe)',
    });
  }
  const spread = (values: Float64Array): Float64Array => {
    const result = new Float64Array(p.length).fill(NaN);
    for (let i = 0; i < order.length; i++) result[order[i]] = values[i];
    return result;
  };
  return {
    nullShare,
    limits: Float64Array.from(limits),
    shareAtLimits,
    qvalues: spread(qvaluesOfSorted(ascending, nullShare)),
    localFalseDiscoveryRates: spread(localRates(ascending, nullShare)),
  };
}
