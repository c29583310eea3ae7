import { exp, expm1, log, log1p } from '../elementary/index.ts';
import { incompleteBetaOfOdds, lbeta, productError, stirlingRemainder } from '../special/index.ts';
import { betaQuantileOdds } from './beta-quantile.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normal } from './normal.ts';

const LOG_TWO = 0.6931471805599453;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** P(|T| > |t|), or its logarithm. */
function outside(t: number, df: number, logarithm: boolean): number {
  const square = t * t;
  if (square > 1e280) {
    const value = 0.5 * df * (log(df) - 2 * log(Math.abs(t))) - log(0.5 * df) - lbeta(0.5, 0.5 * df);
    return logarithm ? value : exp(value);
  }
  return incompleteBetaOfOdds(0.5, 0.5 * df, square, productError(t, t), df, 0, true, logarithm);
}

/** P(T > t), or its logarithm. */
function upperTail(t: number, df: number, logarithm: boolean): number {
  if (!(df > 0) || t !== t) return NaN;
  if (df === Infinity) return logarithm ? normal.logUpper(t) : normal.upper(t);
  if (t > 0) return logarithm ? outside(t, df, true) - LOG_TWO : 0.5 * outside(t, df, false);
  const other = 0.5 * outside(t, df, false);
  return logarithm ? log1p(-other) : 1 - other;
}

function logDensity(t: number, df: number): number {
  if (!(df > 0) || t !== t) return NaN;
  if (df === Infinity) return normal.logDensity(t);
  if (t === Infinity || t === -Infinity) return -Infinity;
  const ratio = t / Math.sqrt(df);
  const power = Math.abs(ratio) > 1e150 ? 2 * log(Math.abs(ratio)) : log1p(ratio * ratio);
  const half = 0.5 * df;
  // Gamma(half + 1/2) / (Gamma(half) sqrt(half)) by Stirling's formula, whose large parts cancel.
  const constant = stirlingRemainder(half + 0.5) - stirlingRemainder(half) + half * log1p(0.5 / half) - 0.5;
  return constant - HALF_LOG_TWO_PI - 0.5 * (df + 1) * power;
}

/** t with log P(T <= t) = logP <= log(1/2). */
function lowerQuantile(logP: number, df: number): number {
  if (logP === -Infinity) return -Infinity;
  const central = -expm1(logP + LOG_TWO);
  const odds =
    central < 0.5 ? betaQuantileOdds(0.5, 0.5 * df, log(central), false) : betaQuantileOdds(0.5, 0.5 * df, logP + LOG_TWO, true);
  return -Math.sqrt(odds) * Math.sqrt(df);
}

function quantileOfLog(logP: number, df: number): number {
  if (!(df > 0) || !(logP <= 0)) return NaN;
  if (df === Infinity) return normal.quantileLog(logP);
  return logP <= -LOG_TWO ? lowerQuantile(logP, df) : -lowerQuantile(logComplement(logP), df);
}

function quantileOfProbability(p: number, df: number): number {
  if (!(df > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (df === Infinity) return normal.quantile(p);
  if (p > 0.25 && p < 0.75) {
    // Near the median the distance from 1/2 is what is known to full precision.
    const odds = betaQuantileOdds(0.5, 0.5 * df, log(Math.abs(1 - 2 * p)), false);
    const t = Math.sqrt(odds) * Math.sqrt(df);
    return p < 0.5 ? -t : t;
  }
  return p < 0.5 ? lowerQuantile(log(p), df) : -lowerQuantile(log1p(-p), df);
}

/** Student's t distribution with df degrees of freedom, real and positive, Infinity allowed (the normal distribution). */
export const studentT: Distribution<[df: number]> = {
  lower: (t, df) => upperTail(-t, df, false),
  upper: (t, df) => upperTail(t, df, false),
  logLower: (t, df) => upperTail(-t, df, true),
  logUpper: (t, df) => upperTail(t, df, true),
  density: (t, df) => exp(logDensity(t, df)),
  logDensity,
  quantile: quantileOfProbability,
  quantileUpper: (p, df) => -quantileOfProbability(p, df),
  quantileLog: quantileOfLog,
  quantileUpperLog: (logP, df) => -quantileOfLog(logP, df),
};
