import { exp, log } from '../elementary/index.ts';
import { betaExcess, incompleteBetaOfOdds, logBetaFront } from '../special/index.ts';
import { smallestInteger } from './discrete-quantile.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';
import { poisson } from './poisson.ts';

/** Tail at x, success probability given as the odds success : failure. */
function tail(
  x: number,
  size: number,
  success: number,
  failure: number,
  low: number,
  upper: boolean,
  logarithm: boolean,
): number {
  if (x !== x) return NaN;
  const k = Math.floor(x);
  if (k < 0 || k === Infinity || failure === 0) {
    const value = k < 0 === upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  return incompleteBetaOfOdds(size, k + 1, success, 0, failure, low, upper, logarithm);
}

function logMass(k: number, size: number, success: number, failure: number): number {
  if (k !== k) return NaN;
  if (k < 0 || Math.floor(k) !== k || k === Infinity) return -Infinity;
  const total = success + failure;
  if (k === 0) return success > failure ? -size * log1pRatio(failure, success) : size * log(success / total);
  if (failure === 0) return -Infinity;
  // Gamma(k + size) / (k! Gamma(size)) p^size q^k = p^size q^k / B(size, k) / k.
  return logBetaFront(size, k, success, 0, failure, 0, betaExcess(size, k, success, 0, failure, 0)) - log(k);
}

/** log(1 + part / whole). */
function log1pRatio(part: number, whole: number): number {
  return -log(whole / (whole + part));
}

function quantile(logP: number, size: number, success: number, failure: number, low: number, upper: boolean): number {
  if (!(logP <= 0)) return NaN;
  if (logP === (upper ? 0 : -Infinity)) return 0;
  if (logP === (upper ? -Infinity : 0)) return failure === 0 ? 0 : Infinity;
  const small = Math.min(logP, logComplement(logP));
  const z = normalQuantileOfLog(small) * ((logP === small) === upper ? -1 : 1);
  const mean = (size * failure) / success;
  const start = mean + z * Math.sqrt((mean * (success + failure)) / success);
  return smallestInteger((k) => tail(k, size, success, failure, low, upper, true), logP, !upper, 0, Infinity, start);
}

const valid = (size: number, prob: number): boolean => size > 0 && size < Infinity && prob > 0 && prob <= 1;
const lowPart = (prob: number): number => 1 - (1 - prob) - prob;

/** Negative binomial distribution: failures before the `size`-th success (size real) with success probability `prob`. */
export const negativeBinomial: Distribution<[size: number, prob: number]> = {
  lower: (k, size, prob) => (valid(size, prob) ? tail(k, size, prob, 1 - prob, lowPart(prob), false, false) : NaN),
  upper: (k, size, prob) => (valid(size, prob) ? tail(k, size, prob, 1 - prob, lowPart(prob), true, false) : NaN),
  logLower: (k, size, prob) => (valid(size, prob) ? tail(k, size, prob, 1 - prob, lowPart(prob), false, true) : NaN),
  logUpper: (k, size, prob) => (valid(size, prob) ? tail(k, size, prob, 1 - prob, lowPart(prob), true, true) : NaN),
  density: (k, size, prob) => (valid(size, prob) ? exp(logMass(k, size, prob, 1 - prob)) : NaN),
  logDensity: (k, size, prob) => (valid(size, prob) ? logMass(k, size, prob, 1 - prob) : NaN),
  quantile: (p, size, prob) => (valid(size, prob) ? quantile(log(p), size, prob, 1 - prob, lowPart(prob), false) : NaN),
  quantileUpper: (p, size, prob) => (valid(size, prob) ? quantile(log(p), size, prob, 1 - prob, lowPart(prob), true) : NaN),
  quantileLog: (logP, size, prob) => (valid(size, prob) ? quantile(logP, size, prob, 1 - prob, lowPart(prob), false) : NaN),
  quantileUpperLog: (logP, size, prob) => (valid(size, prob) ? quantile(logP, size, prob, 1 - prob, lowPart(prob), true) : NaN),
};

const validMean = (size: number, mean: number): boolean => size > 0 && size < Infinity && mean >= 0 && mean < Infinity;

/**
 * The same distribution by size and mean (variance mean + mean^2 / size), which is exact where prob = size / (size + mean) would
 * round; size = Infinity is the Poisson distribution.
 */
export const negativeBinomialOfMean: Distribution<[size: number, mean: number]> = {
  lower: (k, size, mean) => (size === Infinity ? poisson.lower(k, mean) : validTail(k, size, mean, false, false)),
  upper: (k, size, mean) => (size === Infinity ? poisson.upper(k, mean) : validTail(k, size, mean, true, false)),
  logLower: (k, size, mean) => (size === Infinity ? poisson.logLower(k, mean) : validTail(k, size, mean, false, true)),
  logUpper: (k, size, mean) => (size === Infinity ? poisson.logUpper(k, mean) : validTail(k, size, mean, true, true)),
  density: (k, size, mean) => exp(negativeBinomialOfMean.logDensity(k, size, mean)),
  logDensity: (k, size, mean) => {
    if (size === Infinity) return poisson.logDensity(k, mean);
    return validMean(size, mean) ? logMass(k, size, size, mean) : NaN;
  },
  quantile: (p, size, mean) => negativeBinomialOfMean.quantileLog(log(p), size, mean),
  quantileUpper: (p, size, mean) => negativeBinomialOfMean.quantileUpperLog(log(p), size, mean),
  quantileLog: (logP, size, mean) => {
    if (size === Infinity) return poisson.quantileLog(logP, mean);
    return validMean(size, mean) ? quantile(logP, size, size, mean, 0, false) : NaN;
  },
  quantileUpperLog: (logP, size, mean) => {
    if (size === Infinity) return poisson.quantileUpperLog(logP, mean);
    return validMean(size, mean) ? quantile(logP, size, size, mean, 0, true) : NaN;
  },
};

function validTail(k: number, size: number, mean: number, upper: boolean, logarithm: boolean): number {
  return validMean(size, mean) ? tail(k, size, size, mean, 0, upper, logarithm) : NaN;
}
