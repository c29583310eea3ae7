import { exp, log } from '../elementary/index.ts';
import { incompleteGamma, logGammaFront } from '../special/index.ts';
import { smallestInteger } from './discrete-quantile.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';

function tail(x: number, mean: number, upper: boolean, logarithm: boolean): number {
  if (!(mean >= 0 && mean < Infinity) || x !== x) return NaN;
  const k = Math.floor(x);
  if (k < 0 || k === Infinity) {
    const value = k < 0 === upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  return incompleteGamma(k + 1, mean, !upper, logarithm);
}

function logDensity(k: number, mean: number): number {
  if (!(mean >= 0 && mean < Infinity) || k !== k) return NaN;
  if (k < 0 || Math.floor(k) !== k || k === Infinity) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  return k === 0 ? -mean : logGammaFront(k, mean) - log(k);
}

function quantile(logP: number, mean: number, upper: boolean): number {
  if (!(mean >= 0 && mean < Infinity) || !(logP <= 0)) return NaN;
  if (logP === (upper ? 0 : -Infinity)) return 0;
  if (logP === (upper ? -Infinity : 0)) return Infinity;
  const small = Math.min(logP, logComplement(logP));
  const z = normalQuantileOfLog(small) * ((logP === small) === upper ? -1 : 1);
  const start = mean + z * Math.sqrt(mean);
  return smallestInteger((k) => tail(k, mean, upper, true), logP, !upper, 0, Infinity, start);
}

/** Poisson distribution. */
export const poisson: Distribution<[mean: number]> = {
  lower: (k, mean) => tail(k, mean, false, false),
  upper: (k, mean) => tail(k, mean, true, false),
  logLower: (k, mean) => tail(k, mean, false, true),
  logUpper: (k, mean) => tail(k, mean, true, true),
  density: (k, mean) => exp(logDensity(k, mean)),
  logDensity,
  quantile: (p, mean) => quantile(log(p), mean, false),
  quantileUpper: (p, mean) => quantile(log(p), mean, true),
  quantileLog: (logP, mean) => quantile(logP, mean, false),
  quantileUpperLog: (logP, mean) => quantile(logP, mean, true),
};
