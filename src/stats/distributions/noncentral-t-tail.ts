import { exp, log } from '../elementary/index.ts';
import { incompleteGamma } from '../special/index.ts';
import { chiConstant, chiStep, logChiShape } from './chi-scale.ts';
import { logHazard, standardNormalLogUpper } from './normal.ts';
import { integrateLine, integrateLogScale, peakOf } from './trapezoid.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** Beyond this noncentrality the normal tail, as a function of the scale, is too sharp a step for the scale's grid. */
const SHARP = 30;

/**
 * log P(T > t) for the noncentral t distribution with df and delta, finite t: always the integral of a positive term, so that far
 * tails keep their relative accuracy; its logarithm is taken about the peak, so that they do not underflow.
 */
export function logNoncentralTUpper(t: number, df: number, delta: number): number {
  const sharp = Math.abs(delta) > SHARP && Math.abs(t) > Math.sqrt(2 * df);
  if (sharp && t > 0 === delta > 0) return t > 0 ? overNormal(t, df, delta, false) : overNormal(-t, df, -delta, true);
  return overScale(t, df, delta);
}

/** The integral of P(Z > t s - delta) over s = chi_df / sqrt(df), in log s. */
function overScale(t: number, df: number, delta: number): number {
  const step = chiStep(df);
  const logTerm = (u: number): number => standardNormalLogUpper(t * exp(u) - delta) + logChiShape(u, df);
  // Derivative of the term's logarithm, which is concave in s.
  const slope = (u: number): number => {
    const s = exp(u);
    return df * (1 - s * s) - t * s * exp(logHazard(t * s - delta));
  };
  const peak = peakOf(slope, step);
  const top = logTerm(peak);
  const integral = integrateLogScale((u) => exp(logTerm(u) - top), peak, step);
  return top + log(integral * chiConstant(df));
}

/**
 * The integral over the normal variable Z of P(s < (Z + delta) / t), or of P(s > (Z + delta) / t) when `beyond`; t, delta > 0.
 * What lies at Z < -delta, where the first is 0, is negligible for the large delta this is used for.
 */
function overNormal(t: number, df: number, delta: number, beyond: boolean): number {
  const logScaleTail = (z: number): number => {
    const s = (z + delta) / t;
    return s > 0 ? incompleteGamma(0.5 * df, 0.5 * df * s * s, beyond, true) : beyond ? 0 : -Infinity;
  };
  const logTerm = (z: number): number => logScaleTail(z) - 0.5 * z * z - HALF_LOG_TWO_PI;
  const logConstant = log(chiConstant(df));
  const slope = (z: number): number => {
    const u = log((z + delta) / t);
    if (!(u > -Infinity)) return beyond ? -z : Infinity;
    const share = exp(logConstant + logChiShape(u, df) - log(z + delta) - logScaleTail(z));
    return (beyond ? -share : share) - z;
  };
  const peak = peakOf(slope, 0.1);
  const top = logTerm(peak);
  return top + log(integrateLine((z) => exp(logTerm(z) - top), peak, 0.5));
}
