import { exp, log, log1p } from '../elementary/index.ts';
import { logBinomialMass } from './binomial.ts';
import { smallestInteger } from './discrete-quantile.ts';
import type { Distribution } from './distribution.ts';

const whole = (x: number): boolean => x >= 0 && x < Infinity && Math.floor(x) === x;
const valid = (m: number, n: number, k: number): boolean => whole(m) && whole(n) && whole(k) && k <= m + n;

/** log P(X = x) by three binomial masses with p : q = k : m + n - k. Source: Loader (2000). */
function logMass(x: number, m: number, n: number, k: number): number {
  if (x < Math.max(0, k - n) || x > Math.min(m, k) || Math.floor(x) !== x) return -Infinity;
  if (k === 0 || k === m + n) return 0;
  const rest = m + n - k;
  return logBinomialMass(x, m, k, rest, 0) + logBinomialMass(k - x, n, k, rest, 0) - logBinomialMass(k, m + n, k, rest, 0);
}

/** P(X <= x) / P(X = x): the running ratio sum downwards. */
function lowerRatio(x: number, m: number, n: number, k: number): number {
  const least = Math.max(0, k - n);
  let term = 1;
  let sum = 1;
  for (let j = x; j > least && term > 1e-17 * sum; j--) {
    term *= (j * (n - k + j)) / ((k + 1 - j) * (m + 1 - j));
    sum += term;
  }
  return sum;
}

function tail(x: number, m: number, n: number, k: number, upper: boolean, logarithm: boolean): number {
  if (!valid(m, n, k) || x !== x) return NaN;
  const at = Math.floor(x);
  const least = Math.max(0, k - n);
  const most = Math.min(m, k);
  if (at < least || at >= most) {
    const value = at < least === upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  const upperIsSmall = at + 1 > (k * m) / (m + n);
  if (upperIsSmall !== upper) {
    const other = exp(logTailSum(at, m, n, k, upperIsSmall));
    if (other < 0.9) return logarithm ? log1p(-other) : 1 - other;
  }
  const logSum = logTailSum(at, m, n, k, upper);
  if (!logarithm) return exp(logSum);
  return logSum > -0.1 ? log1p(-exp(logTailSum(at, m, n, k, !upper))) : logSum;
}

/** Logarithm of a tail, itself summed; the upper one is the lower tail of the black balls drawn. */
function logTailSum(x: number, m: number, n: number, k: number, upper: boolean): number {
  return upper
    ? logMass(x + 1, m, n, k) + log(lowerRatio(k - x - 1, n, m, k))
    : logMass(x, m, n, k) + log(lowerRatio(x, m, n, k));
}

function quantile(logP: number, m: number, n: number, k: number, upper: boolean): number {
  if (!valid(m, n, k) || !(logP <= 0)) return NaN;
  const least = Math.max(0, k - n);
  if (logP === (upper ? 0 : -Infinity)) return least;
  const start = m + n === 0 ? 0 : (k * m) / (m + n);
  return smallestInteger((x) => tail(x, m, n, k, upper, true), logP, !upper, least, Math.min(m, k), start);
}

/** Hypergeometric distribution: white balls among k drawn without replacement from m white and n black ones. */
export const hypergeometric: Distribution<[m: number, n: number, k: number]> = {
  lower: (x, m, n, k) => tail(x, m, n, k, false, false),
  upper: (x, m, n, k) => tail(x, m, n, k, true, false),
  logLower: (x, m, n, k) => tail(x, m, n, k, false, true),
  logUpper: (x, m, n, k) => tail(x, m, n, k, true, true),
  density: (x, m, n, k) => (valid(m, n, k) ? exp(logMass(x, m, n, k)) : NaN),
  logDensity: (x, m, n, k) => (valid(m, n, k) ? logMass(x, m, n, k) : NaN),
  quantile: (p, m, n, k) => quantile(log(p), m, n, k, false),
  quantileUpper: (p, m, n, k) => quantile(log(p), m, n, k, true),
  quantileLog: (logP, m, n, k) => quantile(logP, m, n, k, false),
  quantileUpperLog: (logP, m, n, k) => quantile(logP, m, n, k, true),
};
