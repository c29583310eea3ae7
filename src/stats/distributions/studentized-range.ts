import { exp, expm1, log, log1p, pow } from '../elementary/index.ts';
import { sweep } from './chi-scale.ts';
import type { Distribution } from './distribution.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { normal, standardNormalUpper } from './normal.ts';
import { normalInterval } from './normal-interval.ts';
import { meanOverScale } from './scale-mixture.ts';
import { solveBySecants } from './solve-quantile.ts';
import { studentT } from './student-t.ts';

const SQRT_HALF = 0.7071067811865476;
const LOG_TWO = 0.6931471805599453;

const valid = (groups: number, df: number): boolean => groups >= 2 && Math.floor(groups) === groups && groups < Infinity && df > 0;

/** Step of the trapezoid rule over the largest of the means: the integrand is no narrower than a normal density of variance 1 / groups. */
const stepFor = (groups: number): number => Math.min(0.5, 0.7 / Math.sqrt(groups));

/** P(range of standard normals <= w): the largest is at z, the others within w below it. */
function rangeLower(w: number, groups: number): number {
  const step = stepFor(groups);
  return groups * step * sweep((z) => normal.density(z) * pow(normalInterval(z - w, w), groups - 1), Math.min(0.5 * w, 3), step);
}

/** P(range of standard normals > w): the largest is at z, the others below it but not all within w, without subtraction. */
function rangeUpper(w: number, groups: number): number {
  const step = stepFor(groups);
  const term = (z: number): number => {
    const below = standardNormalUpper(-z);
    const missed = standardNormalUpper(w - z) / below;
    return normal.density(z) * pow(below, groups - 1) * -expm1((groups - 1) * log1p(-missed));
  };
  return groups * step * sweep(term, 0.5 * w, step);
}

/** Density of the range of standard normals. */
function rangeDensity(w: number, groups: number): number {
  const step = stepFor(groups);
  const term = (z: number): number => normal.density(z) * normal.density(z - w) * pow(normalInterval(z - w, w), groups - 2);
  return groups * (groups - 1) * step * sweep(term, 0.5 * w, step);
}

function tail(q: number, groups: number, df: number, upper: boolean): number {
  if (!valid(groups, df) || q !== q) return NaN;
  if (!(q > 0) || q === Infinity) return q > 0 !== upper ? 1 : 0;
  if (groups === 2 && upper) return 2 * studentT.upper(q * SQRT_HALF, df);
  return upper
    ? meanOverScale((s) => rangeUpper(q * s, groups), df, q * SQRT_HALF)
    : meanOverScale((s) => rangeLower(q * s, groups), df, 0);
}

function logTail(q: number, groups: number, df: number, upper: boolean): number {
  if (groups === 2 && upper && q > 0 && df > 0) return LOG_TWO + studentT.logUpper(q * SQRT_HALF, df);
  const value = tail(q, groups, df, upper);
  return value > 0.5 ? log1p(-tail(q, groups, df, !upper)) : log(value);
}

function density(q: number, groups: number, df: number): number {
  if (!valid(groups, df) || q !== q) return NaN;
  if (!(q > 0) || q === Infinity) return 0;
  return meanOverScale((s) => s * rangeDensity(q * s, groups), df, q * SQRT_HALF);
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
 * Studentized range of `groups` means: their range over a standard error with df degrees of freedom (Tukey's test), df > 0, Infinity allowed.
 * Source: trapezoid sums over the largest mean and over log s, both of which converge geometrically; see docs/statistics-distributions.md.
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
