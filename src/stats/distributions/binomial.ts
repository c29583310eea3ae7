import { exp, log, log1p } from '../elementary/index.ts';
import { betaExcess, incompleteBeta, logBetaFront } from '../special/index.ts';
import { smallestInteger } from './discrete-quantile.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';

const valid = (n: number, p: number): boolean => n >= 0 && Math.floor(n) === n && n < Infinity && p >= 0 && p <= 1;

function tail(x: number, n: number, p: number, upper: boolean, logarithm: boolean): number {
  if (!valid(n, p) || x !== x) return NaN;
  const k = Math.floor(x);
  if (k < 0 || k >= n) {
    const value = k < 0 === upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  return incompleteBeta(k + 1, n - k, p, !upper, logarithm);
}

/**
 * Logarithm of the binomial mass C(n, k) p^k q^(n-k) / (p + q)^n, the probability given as the odds p : q with the low part of q.
 * Source: Loader (2000), as the front factor of the incomplete beta function times n / (k (n - k)).
 */
export function logBinomialMass(k: number, n: number, p: number, q: number, qLow: number): number {
  if (k < 0 || k > n || Math.floor(k) !== k) return -Infinity;
  if (p === 0 || q === 0) return k === (p === 0 ? 0 : n) ? 0 : -Infinity;
  if (k === 0) return n * logShare(q, p);
  if (k === n) return n * logShare(p, q);
  return logBetaFront(k, n - k, p, 0, q, qLow, betaExcess(k, n - k, p, 0, q, qLow)) + log(n / (k * (n - k)));
}

/** log(part / (part + other)). */
function logShare(part: number, other: number): number {
  return part > other ? log1p(-other / (part + other)) : log(part / (part + other));
}

function logDensity(k: number, n: number, p: number): number {
  if (!valid(n, p) || k !== k) return NaN;
  const q = 1 - p;
  return logBinomialMass(k, n, p, q, 1 - q - p);
}

function quantile(logP: number, n: number, p: number, upper: boolean): number {
  if (!valid(n, p) || !(logP <= 0)) return NaN;
  if (logP === (upper ? 0 : -Infinity)) return 0;
  const small = Math.min(logP, logComplement(logP));
  const z = normalQuantileOfLog(Math.max(small, -1e6)) * ((logP === small) === upper ? -1 : 1);
  const start = n * p + z * Math.sqrt(n * p * (1 - p));
  return smallestInteger((k) => tail(k, n, p, upper, true), logP, !upper, 0, n, start);
}

/** Binomial distribution: number of successes in n trials with probability p. */
export const binomial: Distribution<[n: number, p: number]> = {
  lower: (k, n, p) => tail(k, n, p, false, false),
  upper: (k, n, p) => tail(k, n, p, true, false),
  logLower: (k, n, p) => tail(k, n, p, false, true),
  logUpper: (k, n, p) => tail(k, n, p, true, true),
  density: (k, n, p) => exp(logDensity(k, n, p)),
  logDensity,
  quantile: (probability, n, p) => quantile(log(probability), n, p, false),
  quantileUpper: (probability, n, p) => quantile(log(probability), n, p, true),
  quantileLog: (logP, n, p) => quantile(logP, n, p, false),
  quantileUpperLog: (logP, n, p) => quantile(logP, n, p, true),
};
