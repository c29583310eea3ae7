import { exp, log } from '../elementary/index.ts';
import { betaExcess, incompleteBetaOfOdds, logBetaFront, productError } from '../special/index.ts';
import type { Distribution } from './distribution.ts';
import { fisherF } from './fisher-f.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { noncentralChiSquared } from './noncentral-chi-squared.ts';
import { logPoissonMixtureDensity, type MixtureParts, MOST_NONCENTRAL, poissonMixture } from './poisson-mixture.ts';
import { solvePositive } from './solve-quantile.ts';

const valid = (df1: number, df2: number, lambda: number): boolean =>
  df1 > 0 && df1 < Infinity && df2 > 0 && lambda >= 0 && lambda <= MOST_NONCENTRAL;

function parts(x: number, df1: number, df2: number): MixtureParts {
  const a = 0.5 * df1;
  const b = 0.5 * df2;
  const p = df1 * x;
  const pLow = productError(df1, x);
  const share = p / (p + df2);
  return {
    logTail: (j, upper) => incompleteBetaOfOdds(a + j, b, p, pLow, df2, 0, upper, true),
    logFront: (j) => logBetaFront(a + j, b, p, pLow, df2, 0, betaExcess(a + j, b, p, pLow, df2, 0)) - log(a + j),
    frontRatio: (j) => (a + j) / (share * (a + j + b - 1)),
  };
}

function tail(x: number, df1: number, df2: number, lambda: number, upper: boolean, logarithm: boolean): number {
  if (!valid(df1, df2, lambda) || x !== x) return NaN;
  if (lambda === 0 || !(x > 0) || x === Infinity) {
    if (logarithm) return upper ? fisherF.logUpper(x, df1, df2) : fisherF.logLower(x, df1, df2);
    return upper ? fisherF.upper(x, df1, df2) : fisherF.lower(x, df1, df2);
  }
  if (df2 === Infinity) {
    const at = df1 * x;
    if (logarithm) return upper ? noncentralChiSquared.logUpper(at, df1, lambda) : noncentralChiSquared.logLower(at, df1, lambda);
    return upper ? noncentralChiSquared.upper(at, df1, lambda) : noncentralChiSquared.lower(at, df1, lambda);
  }
  return poissonMixture(0.5 * lambda, parts(x, df1, df2), upper, logarithm);
}

function logDensity(x: number, df1: number, df2: number, lambda: number): number {
  if (!valid(df1, df2, lambda) || x !== x) return NaN;
  if (lambda === 0) return fisherF.logDensity(x, df1, df2);
  if (!(x > 0) || x === Infinity) return fisherF.logDensity(x, df1, df2) - 0.5 * lambda;
  if (df2 === Infinity) return noncentralChiSquared.logDensity(df1 * x, df1, lambda) + log(df1);
  const [b, p, pLow] = [0.5 * df2, df1 * x, productError(df1, x)];
  const central = (j: number): number => {
    const a = 0.5 * df1 + j;
    return logBetaFront(a, b, p, pLow, df2, 0, betaExcess(a, b, p, pLow, df2, 0)) - log(x);
  };
  return logPoissonMixtureDensity(0.5 * lambda, central);
}

/** Started from the central F with Patnaik's numerator degrees of freedom. */
function quantile(target: TailTarget, df1: number, df2: number, lambda: number): number {
  if (!valid(df1, df2, lambda) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : 0;
  const ratio = (df1 + lambda) / df1;
  const matched = ((df1 + lambda) * (df1 + lambda)) / (df1 + 2 * lambda);
  const start =
    ratio * (target.upper ? fisherF.quantileUpperLog(target.log, matched, df2) : fisherF.quantileLog(target.log, matched, df2));
  if (lambda === 0) return start;
  return solvePositive(
    (x) => tail(x, df1, df2, lambda, target.upper, true),
    (x) => logDensity(x, df1, df2, lambda),
    target.log,
    !target.upper,
    start,
  );
}

/**
 * Noncentral F distribution: numerator noncentral chi-squared with df1 and lambda (at most 1e10), denominator central with df2
 * (Infinity allowed).
 */
export const noncentralF: Distribution<[df1: number, df2: number, lambda: number]> = {
  lower: (x, df1, df2, lambda) => tail(x, df1, df2, lambda, false, false),
  upper: (x, df1, df2, lambda) => tail(x, df1, df2, lambda, true, false),
  logLower: (x, df1, df2, lambda) => tail(x, df1, df2, lambda, false, true),
  logUpper: (x, df1, df2, lambda) => tail(x, df1, df2, lambda, true, true),
  density: (x, df1, df2, lambda) => exp(logDensity(x, df1, df2, lambda)),
  logDensity,
  quantile: (p, df1, df2, lambda) => quantile(targetOfProbability(p, false), df1, df2, lambda),
  quantileUpper: (p, df1, df2, lambda) => quantile(targetOfProbability(p, true), df1, df2, lambda),
  quantileLog: (logP, df1, df2, lambda) => quantile(targetOfLog(logP, false), df1, df2, lambda),
  quantileUpperLog: (logP, df1, df2, lambda) => quantile(targetOfLog(logP, true), df1, df2, lambda),
};
