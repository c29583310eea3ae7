import { log, log1p } from '../elementary/index.ts';
import { erf, erfcScaled, expMinusSquare } from '../special/index.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog, normalQuantileOfProbability } from './normal-quantile.ts';

const INVERSE_SQRT_TWO = 0.7071067811865476;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
const LOG_HALF = -0.6931471805599453;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** P(Z > z) of the standard normal distribution. */
export function standardNormalUpper(z: number): number {
  if (z < 0.7) return 0.5 - 0.5 * erf(z * INVERSE_SQRT_TWO);
  return z > 38.6 ? 0 : 0.5 * expMinusSquare(z, 0.5) * erfcScaled(z * INVERSE_SQRT_TWO);
}

/** log P(Z > z) of the standard normal distribution. */
export function standardNormalLogUpper(z: number): number {
  if (z > 2) return log(0.5 * erfcScaled(z * INVERSE_SQRT_TWO)) - 0.5 * z * z;
  return z < -0.7 ? log1p(-standardNormalUpper(-z)) : log(standardNormalUpper(z));
}

/** Logarithm of the hazard density(z) / P(Z > z) of the standard normal distribution. */
export function logHazard(z: number): number {
  return z > 1e8 ? log(z) : -0.5 * z * z - HALF_LOG_TWO_PI - standardNormalLogUpper(z);
}

const valid = (sd: number): boolean => sd > 0;

/** Normal distribution with mean and standard deviation (0 and 1 unless given). */
export const normal: Distribution<[mean?: number, sd?: number]> = {
  lower: (x, mean = 0, sd = 1) => (valid(sd) ? standardNormalUpper((mean - x) / sd) : NaN),
  upper: (x, mean = 0, sd = 1) => (valid(sd) ? standardNormalUpper((x - mean) / sd) : NaN),
  logLower: (x, mean = 0, sd = 1) => (valid(sd) ? standardNormalLogUpper((mean - x) / sd) : NaN),
  logUpper: (x, mean = 0, sd = 1) => (valid(sd) ? standardNormalLogUpper((x - mean) / sd) : NaN),
  density: (x, mean = 0, sd = 1) => (valid(sd) ? (INVERSE_SQRT_TWO_PI * expMinusSquare((x - mean) / sd, 0.5)) / sd : NaN),
  logDensity: (x, mean = 0, sd = 1) => {
    const z = (x - mean) / sd;
    return valid(sd) ? -0.5 * z * z - HALF_LOG_TWO_PI - log(sd) : NaN;
  },
  quantile: (p, mean = 0, sd = 1) => (valid(sd) ? mean + sd * normalQuantileOfProbability(p) : NaN),
  quantileUpper: (p, mean = 0, sd = 1) => (valid(sd) ? mean - sd * normalQuantileOfProbability(p) : NaN),
  quantileLog: (logP, mean = 0, sd = 1) => (valid(sd) ? mean + sd * quantileLog(logP) : NaN),
  quantileUpperLog: (logP, mean = 0, sd = 1) => (valid(sd) ? mean - sd * quantileLog(logP) : NaN),
};

function quantileLog(logP: number): number {
  if (!(logP <= 0)) return NaN;
  return logP > LOG_HALF ? -normalQuantileOfLog(logComplement(logP)) : normalQuantileOfLog(logP);
}
