import { exp, log, log1p } from '../elementary/index.ts';
import { chiConstant, chiStep, logChiShape } from './chi-scale.ts';
import type { Distribution } from './distribution.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { logNoncentralTUpper } from './noncentral-t-tail.ts';
import { normal } from './normal.ts';
import { solveReal } from './solve-quantile.ts';
import { studentT } from './student-t.ts';
import { integrateLogScale, peakOf } from './trapezoid.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const valid = (df: number, delta: number): boolean => df > 0 && delta > -Infinity && delta < Infinity;

/** P(T > t), or its logarithm. */
function upperTail(t: number, df: number, delta: number, logarithm: boolean): number {
  if (!valid(df, delta) || t !== t) return NaN;
  if (df === Infinity) return logarithm ? normal.logUpper(t, delta) : normal.upper(t, delta);
  if (delta === 0 || t === Infinity || t === -Infinity) return logarithm ? studentT.logUpper(t, df) : studentT.upper(t, df);
  const value = logNoncentralTUpper(t, df, delta);
  if (!logarithm) return Math.min(1, exp(value));
  return value > -0.7 ? log1p(-exp(logNoncentralTUpper(-t, df, -delta))) : value;
}

function logDensity(t: number, df: number, delta: number): number {
  if (!valid(df, delta) || t !== t) return NaN;
  if (df === Infinity) return normal.logDensity(t, delta);
  if (delta === 0 || t === Infinity || t === -Infinity) return studentT.logDensity(t, df);
  const step = chiStep(df);
  const logTerm = (u: number): number => {
    const z = t * exp(u) - delta;
    return u - 0.5 * z * z - HALF_LOG_TWO_PI + logChiShape(u, df);
  };
  const peak = peakOf((u) => {
    const s = exp(u);
    return 1 + df * (1 - s * s) - t * s * (t * s - delta);
  }, step);
  const top = logTerm(peak);
  return top + log(integrateLogScale((u) => exp(logTerm(u) - top), peak, step) * chiConstant(df));
}

function quantile(target: TailTarget, df: number, delta: number): number {
  if (!valid(df, delta) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : -Infinity;
  if (df === Infinity) return target.upper ? normal.quantileUpperLog(target.log, delta) : normal.quantileLog(target.log, delta);
  if (delta === 0) return target.upper ? studentT.quantileUpperLog(target.log, df) : studentT.quantileLog(target.log, df);
  const central = target.upper ? studentT.quantileUpperLog(target.log, df) : studentT.quantileLog(target.log, df);
  return solveReal(
    (t) => (target.upper ? upperTail(t, df, delta, true) : upperTail(-t, df, -delta, true)),
    (t) => logDensity(t, df, delta),
    target.log,
    !target.upper,
    delta + central,
  );
}

/** Noncentral t distribution: (Z + delta) / (chi_df / sqrt(df)), df real and positive, Infinity allowed. */
export const noncentralT: Distribution<[df: number, delta: number]> = {
  lower: (t, df, delta) => upperTail(-t, df, -delta, false),
  upper: (t, df, delta) => upperTail(t, df, delta, false),
  logLower: (t, df, delta) => upperTail(-t, df, -delta, true),
  logUpper: (t, df, delta) => upperTail(t, df, delta, true),
  density: (t, df, delta) => exp(logDensity(t, df, delta)),
  logDensity,
  quantile: (p, df, delta) => quantile(targetOfProbability(p, false), df, delta),
  quantileUpper: (p, df, delta) => quantile(targetOfProbability(p, true), df, delta),
  quantileLog: (logP, df, delta) => quantile(targetOfLog(logP, false), df, delta),
  quantileUpperLog: (logP, df, delta) => quantile(targetOfLog(logP, true), df, delta),
};
