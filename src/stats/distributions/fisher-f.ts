import { exp, log } from '../elementary/index.ts';
import { incompleteBetaOfOdds, logBetaFront, productError } from '../special/index.ts';
import { betaQuantileOdds } from './beta-quantile.ts';
import { chiSquared } from './chi-squared.ts';
import type { Distribution } from './distribution.ts';
import { gammaQuantile } from './gamma-quantile.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';

/** A tail of F; infinite df on either side give the limits (chi-squared over its df, or its reciprocal). */
function tail(x: number, df1: number, df2: number, upper: boolean, logarithm: boolean): number {
  if (!(df1 > 0 && df2 > 0) || x !== x) return NaN;
  if (!(x > 0) || x === Infinity) {
    const value = x > 0 !== upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  if (df1 === Infinity || df2 === Infinity) return limitTail(x, df1, df2, upper, logarithm);
  return incompleteBetaOfOdds(0.5 * df1, 0.5 * df2, df1 * x, productError(df1, x), df2, 0, upper, logarithm);
}

function limitTail(x: number, df1: number, df2: number, upper: boolean, logarithm: boolean): number {
  if (df1 === Infinity && df2 === Infinity) {
    const value = x >= 1 !== upper ? 1 : 0;
    return logarithm ? log(value) : value;
  }
  const df = df1 === Infinity ? df2 : df1;
  const at = df1 === Infinity ? df / x : df * x;
  if (upper === (df2 === Infinity)) return logarithm ? chiSquared.logUpper(at, df) : chiSquared.upper(at, df);
  return logarithm ? chiSquared.logLower(at, df) : chiSquared.lower(at, df);
}

function logDensity(x: number, df1: number, df2: number): number {
  if (!(df1 > 0 && df2 > 0) || x !== x) return NaN;
  if (x < 0 || x === Infinity) return -Infinity;
  if (x === 0) return df1 > 2 ? -Infinity : df1 < 2 ? Infinity : 0;
  if (df2 === Infinity) return chiSquared.logDensity(df1 * x, df1) + log(df1);
  if (df1 === Infinity) return chiSquared.logDensity(df2 / x, df2) + log(df2) - 2 * log(x);
  const a = 0.5 * df1;
  const b = 0.5 * df2;
  const excess = a * df2 * ((x - 1) / (df1 * x + df2));
  return logBetaFront(a, b, df1 * x, productError(df1, x), df2, 0, excess) - log(x);
}

function quantile(df1: number, df2: number, target: TailTarget): number {
  if (!(df1 > 0 && df2 > 0) || target.log !== target.log) return NaN;
  if (df1 === Infinity && df2 === Infinity) return 1;
  if (df2 === Infinity) return gammaQuantile(0.5 * df1, target) / (0.5 * df1);
  if (df1 === Infinity) return (0.5 * df2) / gammaQuantile(0.5 * df2, { ...target, upper: !target.upper });
  return betaQuantileOdds(0.5 * df1, 0.5 * df2, target) * (df2 / df1);
}

/** Fisher's F distribution with df1 (numerator) and df2 (denominator) degrees of freedom, real and positive, Infinity allowed. */
export const fisherF: Distribution<[df1: number, df2: number]> = {
  lower: (x, df1, df2) => tail(x, df1, df2, false, false),
  upper: (x, df1, df2) => tail(x, df1, df2, true, false),
  logLower: (x, df1, df2) => tail(x, df1, df2, false, true),
  logUpper: (x, df1, df2) => tail(x, df1, df2, true, true),
  density: (x, df1, df2) => exp(logDensity(x, df1, df2)),
  logDensity,
  quantile: (p, df1, df2) => quantile(df1, df2, targetOfProbability(p, false)),
  quantileUpper: (p, df1, df2) => quantile(df1, df2, targetOfProbability(p, true)),
  quantileLog: (logP, df1, df2) => quantile(df1, df2, targetOfLog(logP, false)),
  quantileUpperLog: (logP, df1, df2) => quantile(df1, df2, targetOfLog(logP, true)),
};
