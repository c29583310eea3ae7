import { exp, log, log1p } from '../elementary/index.ts';
import { betaExcess, incompleteBeta, lbeta, logBetaFront } from '../special/index.ts';
import { betaQuantileOdds } from './beta-quantile.ts';
import type { Distribution } from './distribution.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';

function tail(x: number, a: number, b: number, upper: boolean, logarithm: boolean): number {
  return incompleteBeta(a, b, Math.min(Math.max(x, 0), 1), upper, logarithm);
}

function logDensity(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || x !== x) return NaN;
  if (x < 0 || x > 1) return -Infinity;
  if (x === 0 || x === 1) {
    const shape = x === 0 ? a : b;
    return shape > 1 ? -Infinity : shape < 1 ? Infinity : -lbeta(a, b);
  }
  const y = 1 - x;
  const yLow = 1 - y - x;
  return logBetaFront(a, b, x, 0, y, yLow, betaExcess(a, b, x, 0, y, yLow)) - log(x) - log1p(-x);
}

function quantile(a: number, b: number, target: TailTarget): number {
  const odds = betaQuantileOdds(a, b, target);
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** Beta distribution on [0, 1] with shapes a and b. */
export const beta: Distribution<[a: number, b: number]> = {
  lower: (x, a, b) => tail(x, a, b, false, false),
  upper: (x, a, b) => tail(x, a, b, true, false),
  logLower: (x, a, b) => tail(x, a, b, false, true),
  logUpper: (x, a, b) => tail(x, a, b, true, true),
  density: (x, a, b) => exp(logDensity(x, a, b)),
  logDensity,
  quantile: (p, a, b) => quantile(a, b, targetOfProbability(p, false)),
  quantileUpper: (p, a, b) => quantile(a, b, targetOfProbability(p, true)),
  quantileLog: (logP, a, b) => quantile(a, b, targetOfLog(logP, false)),
  quantileUpperLog: (logP, a, b) => quantile(a, b, targetOfLog(logP, true)),
};
