import { exp, log } from '../elementary/index.ts';
import { incompleteGamma } from '../special/index.ts';
import type { Distribution } from './distribution.ts';
import { logGammaDensity } from './gamma-density.ts';
import { gammaQuantile } from './gamma-quantile.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';

const valid = (shape: number, scale: number): boolean => shape > 0 && scale > 0;

function tail(x: number, shape: number, scale: number, upper: boolean, logarithm: boolean): number {
  return valid(shape, scale) ? incompleteGamma(shape, x / scale, upper, logarithm) : NaN;
}

function quantile(target: TailTarget, shape: number, scale: number): number {
  return valid(shape, scale) ? scale * gammaQuantile(shape, target) : NaN;
}

/** Gamma distribution with shape and scale (1 unless given); mean = shape * scale. */
export const gamma: Distribution<[shape: number, scale?: number]> = {
  lower: (x, shape, scale = 1) => tail(x, shape, scale, false, false),
  upper: (x, shape, scale = 1) => tail(x, shape, scale, true, false),
  logLower: (x, shape, scale = 1) => tail(x, shape, scale, false, true),
  logUpper: (x, shape, scale = 1) => tail(x, shape, scale, true, true),
  density: (x, shape, scale = 1) => (valid(shape, scale) ? exp(logGammaDensity(shape, x / scale)) / scale : NaN),
  logDensity: (x, shape, scale = 1) => (valid(shape, scale) ? logGammaDensity(shape, x / scale) - log(scale) : NaN),
  quantile: (p, shape, scale = 1) => quantile(targetOfProbability(p, false), shape, scale),
  quantileUpper: (p, shape, scale = 1) => quantile(targetOfProbability(p, true), shape, scale),
  quantileLog: (logP, shape, scale = 1) => quantile(targetOfLog(logP, false), shape, scale),
  quantileUpperLog: (logP, shape, scale = 1) => quantile(targetOfLog(logP, true), shape, scale),
};
