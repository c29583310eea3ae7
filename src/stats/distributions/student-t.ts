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

/** |t| with log P(|T| > |t|) = logP. */
function outsideQuantile(logP: number, df: number): number {
  if (logP === -Infinity) return Infinity;
  const half = 0.5 * df;
  // The leading term y^half / (half B(half, 1/2)), y = df / t^2, where the odds t^2 / df would overflow.
  const leading = -(logP + log(half) + lbeta(0.5, half)) / df;
  if (leading > 250) return exp(leading + 0.5 * log(df));
  return Math.sqrt(betaQuantileOdds(0.5, half, { log: logP, logLow: 0, upper: true })) * Math.sqrt(df);
}

/** |t| with P(|T| <= |t|) = p <= 1/2: near the median the distance from it is what is known to full precision. */
function insideQuantile(p: number, df: number): number {
  return Math.sqrt(betaQuantileOdds(0.5, 0.5 * df, { log: log(p), logLow: 0, upper: false })) * Math.sqrt(df);
}

function quantileOfLog(logP: number, df: number): number {
  if (!(df > 0) || !(logP <= 0)) return NaN;
  if (df === Infinity) return normal.quantileLog(logP);
  const small = logP > -LOG_TWO ? logComplement(logP) : logP;
  const inside = -expm1(small + LOG_TWO);
  const t = inside < 0.5 ? insideQuantile(inside, df) : outsideQuantile(small + LOG_TWO, df);
  return logP > -LOG_TWO ? t : -t;
}

function quantileOfProbability(p: number, df: number): number {
  if (!(df > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (df === Infinity) return normal.quantile(p);
  const inside = Math.abs(1 - 2 * p);
  const t = inside < 0.5 ? insideQuantile(inside, df) : outsideQuantile(log(2 * Math.min(p, 1 - p)), df);
  return p > 0.5 ? t : -t;
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
