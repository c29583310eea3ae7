import { exp, log } from '../elementary/index.ts';
import { incompleteGamma, logGammaFront } from '../special/index.ts';
import { chiSquared } from './chi-squared.ts';
import type { Distribution } from './distribution.ts';
import { logGammaDensity } from './gamma-density.ts';
import { gammaQuantile } from './gamma-quantile.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { logPoissonMixtureDensity, type MixtureParts, MOST_NONCENTRAL, poissonMixture } from './poisson-mixture.ts';
import { solvePositive } from './solve-quantile.ts';

const valid = (df: number, lambda: number): boolean => df > 0 && df < Infinity && lambda >= 0 && lambda <= MOST_NONCENTRAL;

function parts(x: number, df: number): MixtureParts {
  const shape = 0.5 * df;
  const at = 0.5 * x;
  return {
    logTail: (j, upper) => incompleteGamma(shape + j, at, upper, true),
    logFront: (j) => logGammaFront(shape + j, at) - log(shape + j),
    frontRatio: (j) => (shape + j) / at,
  };
}

function tail(x: number, df: number, lambda: number, upper: boolean, logarithm: boolean): number {
  if (!valid(df, lambda) || x !== x) return NaN;
  if (!(x > 0) || x === Infinity || lambda === 0) {
    const value = incompleteGamma(0.5 * df, 0.5 * x, upper, logarithm);
    return value;
  }
  return poissonMixture(0.5 * lambda, parts(x, df), upper, logarithm);
}

function logDensity(x: number, df: number, lambda: number): number {
  if (!valid(df, lambda) || x !== x) return NaN;
  if (lambda === 0) return chiSquared.logDensity(x, df);
  if (!(x > 0) || x === Infinity) return logGammaDensity(0.5 * df, 0.5 * x) - 0.5 * lambda - log(2);
  return logPoissonMixtureDensity(0.5 * lambda, (j) => logGammaDensity(0.5 * df + j, 0.5 * x)) - log(2);
}

/** Started from the central distribution with the same first two moments (Patnaik 1949). */
function quantile(target: TailTarget, df: number, lambda: number): number {
  if (!valid(df, lambda) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : 0;
  const scale = (df + 2 * lambda) / (df + lambda);
  const start = 2 * scale * gammaQuantile((0.5 * (df + lambda)) / scale, target);
  if (lambda === 0) return start;
  return solvePositive(
    (x) => tail(x, df, lambda, target.upper, true),
    (x) => logDensity(x, df, lambda),
    target.log,
    !target.upper,
    start,
  );
}

/**
 * Noncentral chi-squared distribution: the sum of df squared unit normals whose squared means add up to lambda (at most 1e10).
 */
export const noncentralChiSquared: Distribution<[df: number, lambda: number]> = {
  lower: (x, df, lambda) => tail(x, df, lambda, false, false),
  upper: (x, df, lambda) => tail(x, df, lambda, true, false),
  logLower: (x, df, lambda) => tail(x, df, lambda, false, true),
  logUpper: (x, df, lambda) => tail(x, df, lambda, true, true),
  density: (x, df, lambda) => exp(logDensity(x, df, lambda)),
  logDensity,
  quantile: (p, df, lambda) => quantile(targetOfProbability(p, false), df, lambda),
  quantileUpper: (p, df, lambda) => quantile(targetOfProbability(p, true), df, lambda),
  quantileLog: (logP, df, lambda) => quantile(targetOfLog(logP, false), df, lambda),
  quantileUpperLog: (logP, df, lambda) => quantile(targetOfLog(logP, true), df, lambda),
};
