import { exp, log } from '../elementary/index.ts';
import { incompleteGamma, lgamma, logGammaFront } from '../special/index.ts';
import type { Distribution } from './distribution.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';
import { solvePositive } from './solve-quantile.ts';

const LOG_HALF = -0.6931471805599453;

/** A tail of the gamma distribution of scale 1. */
function tail(shape: number, x: number, upper: boolean, logarithm: boolean): number {
  return incompleteGamma(shape, x, upper, logarithm);
}

/** Logarithm of the density at x of the gamma distribution of scale 1. */
export function logGammaDensity(shape: number, x: number): number {
  if (!(shape > 0) || x !== x) return NaN;
  if (x < 0 || x === Infinity) return -Infinity;
  if (x === 0) return shape > 1 ? -Infinity : shape === 1 ? 0 : Infinity;
  return logGammaFront(shape, x) - log(x);
}

/** x at which the given tail of the gamma distribution of scale 1 has the logarithm `logP`. */
export function gammaQuantile(shape: number, logP: number, upper: boolean): number {
  if (!(shape > 0) || !(logP <= 0)) return NaN;
  if (logP === 0) return upper ? 0 : Infinity;
  if (logP === -Infinity) return upper ? Infinity : 0;
  const swap = logP > LOG_HALF;
  const target = swap ? logComplement(logP) : logP;
  const useUpper = upper !== swap;
  return solvePositive(
    (x) => tail(shape, x, useUpper, true),
    (x) => logGammaDensity(shape, x),
    target,
    !useUpper,
    quantileStart(shape, target, useUpper),
  );
}

/** Wilson & Hilferty (1931), or the leading term of the lower tail where that is smaller. */
function quantileStart(shape: number, logP: number, upper: boolean): number {
  const z = upper ? -normalQuantileOfLog(logP) : normalQuantileOfLog(logP);
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  if (upper) return root > 0 ? shape * root * root * root : exp((logP + lgamma(shape + 1)) / shape);
  const leading = exp((logP + lgamma(shape + 1)) / shape);
  return root > 0.2 ? Math.max(leading, shape * root * root * root) : leading;
}

const valid = (shape: number, scale: number): boolean => shape > 0 && scale > 0;

/** Gamma distribution with shape and scale (1 unless given); mean = shape * scale. */
export const gamma: Distribution<[shape: number, scale?: number]> = {
  lower: (x, shape, scale = 1) => (valid(shape, scale) ? tail(shape, x / scale, false, false) : NaN),
  upper: (x, shape, scale = 1) => (valid(shape, scale) ? tail(shape, x / scale, true, false) : NaN),
  logLower: (x, shape, scale = 1) => (valid(shape, scale) ? tail(shape, x / scale, false, true) : NaN),
  logUpper: (x, shape, scale = 1) => (valid(shape, scale) ? tail(shape, x / scale, true, true) : NaN),
  density: (x, shape, scale = 1) => (valid(shape, scale) ? exp(logGammaDensity(shape, x / scale)) / scale : NaN),
  logDensity: (x, shape, scale = 1) => (valid(shape, scale) ? logGammaDensity(shape, x / scale) - log(scale) : NaN),
  quantile: (p, shape, scale = 1) => (valid(shape, scale) ? scale * gammaQuantile(shape, log(p), false) : NaN),
  quantileUpper: (p, shape, scale = 1) => (valid(shape, scale) ? scale * gammaQuantile(shape, log(p), true) : NaN),
  quantileLog: (logP, shape, scale = 1) => (valid(shape, scale) ? scale * gammaQuantile(shape, logP, false) : NaN),
  quantileUpperLog: (logP, shape, scale = 1) => (valid(shape, scale) ? scale * gammaQuantile(shape, logP, true) : NaN),
};
