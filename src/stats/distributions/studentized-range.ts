import { exp, log, log1p } from '../elementary/index.ts';
import type { Distribution } from './distribution.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { NormalRange } from './normal-range.ts';
import { meanOverScale } from './scale-mixture.ts';
import { solveBySecants } from './solve-quantile.ts';
import { studentT } from './student-t.ts';

const SQRT_HALF = 0.7071067811865476;
const LOG_TWO = 0.6931471805599453;

const valid = (groups: number, df: number): boolean =>
  groups >= 2 && Math.floor(groups) === groups && groups < Infinity && df > 0;

function tail(q: number, groups: number, df: number, upper: boolean): number {
  if (!valid(groups, df) || q !== q) return NaN;
  if (!(q > 0) || q === Infinity) return q > 0 !== upper ? 1 : 0;
  if (groups === 2 && upper) return 2 * studentT.upper(q * SQRT_HALF, df);
  const range = new NormalRange(groups);
  const mean = upper
    ? meanOverScale((s) => range.upper(q * s), df, q * SQRT_HALF)
    : meanOverScale((s) => range.lower(q * s), df, 0);
  return Math.min(1, mean);
}

function logTail(q: number, groups: number, df: number, upper: boolean): number {
  if (groups === 2 && upper && q > 0 && df > 0) return LOG_TWO + studentT.logUpper(q * SQRT_HALF, df);
  const value = tail(q, groups, df, upper);
  return value > 0.5 ? log1p(-tail(q, groups, df, !upper)) : log(value);
}

function density(q: number, groups: number, df: number): number {
  if (!valid(groups, df) || q !== q) return NaN;
  if (!(q > 0) || q === Infinity) return 0;
  const range = new NormalRange(groups);
  return meanOverScale((s) => s * range.density(q * s), df, q * SQRT_HALF);
}

/** Started from Bonferroni's bound with t, which is close in the upper tail. */
function quantile(target: TailTarget, groups: number, df: number): number {
  if (!valid(groups, df) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : 0;
  const pairs = (groups * (groups - 1)) / 2;
  const share = (target.upper ? exp(target.log) : 0.7) / (2 * pairs);
  const start = log(studentT.quantileUpper(share, df) / SQRT_HALF);
  return exp(solveBySecants((logQ) => logTail(exp(logQ), groups, df, target.upper), target.log, !target.upper, start, 0.1));
}

/**
 * Studentized range of `groups` means: their range over a standard error with df degrees of freedom (Tukey's test), df > 0,
 * Infinity allowed.
 * Source: trapezoid sums over the largest mean and over log s, both of which converge geometrically; see
 * docs/statistics-distributions.md.
 */
export const studentizedRange: Distribution<[groups: number, df: number]> = {
  lower: (q, groups, df) => tail(q, groups, df, false),
  upper: (q, groups, df) => tail(q, groups, df, true),
  logLower: (q, groups, df) => logTail(q, groups, df, false),
  logUpper: (q, groups, df) => logTail(q, groups, df, true),
  density,
  logDensity: (q, groups, df) => log(density(q, groups, df)),
  quantile: (p, groups, df) => quantile(targetOfProbability(p, false), groups, df),
  quantileUpper: (p, groups, df) => quantile(targetOfProbability(p, true), groups, df),
  quantileLog: (logP, groups, df) => quantile(targetOfLog(logP, false), groups, df),
  quantileUpperLog: (logP, groups, df) => quantile(targetOfLog(logP, true), groups, df),
};
