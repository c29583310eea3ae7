import { normal } from '../distributions/index.ts';
import { linkOf } from '../generalized/index.ts';

export interface EffectiveDose {
  /** On the scale of the dose predictor (its logarithm, when that is what was fitted). */
  estimate: number;
  /** By the delta method. */
  se: number;
  /** Fieller's limits, exact for jointly normal coefficients; infinite when the slope is not distinguishable from 0. */
  low: number;
  high: number;
}

/**
 * The dose at which a share of the animals responds (LD50, ED90, ...) from a binomial regression, (link(share) - intercept) / slope, as MASS's
 * `dose.p`, with Fieller's interval beside its delta-method error.
 *
 * @param covariance p x p of the coefficients
 * @param intercept, slope numbers of the two coefficients
 * @throws RangeError for a share outside (0, 1) or a slope of 0
 */
export function effectiveDose(
  coefficients: ArrayLike<number>,
  covariance: Float64Array,
  options: { intercept: number; slope: number; share?: number; link?: 'logit' | 'probit' | 'cloglog'; level?: number },
): EffectiveDose {
  const { intercept, slope, share = 0.5, link = 'logit', level = 0.95 } = options;
  const p = coefficients.length;
  const [a, b] = [coefficients[intercept], coefficients[slope]];
  if (!(share > 0 && share < 1)) throw new RangeError('the share that responds lies between 0 and 1');
  if (!(Math.abs(b) > 0)) throw new RangeError('a slope of 0 leads to no dose');
  const target = linkOf(link).eta(share);
  const estimate = (target - a) / b;
  const [aa, ab, bb] = [covariance[intercept * p + intercept], covariance[intercept * p + slope], covariance[slope * p + slope]];
  const se = Math.sqrt(aa + 2 * estimate * ab + estimate * estimate * bb) / Math.abs(b);
  // Fieller: doses x with (a + b x - target)^2 <= z^2 var(a + b x)
  const z = normal.quantileUpper((1 - level) / 2);
  const square = b * b - z * z * bb;
  if (!(square > 0)) return { estimate, se, low: -Infinity, high: Infinity };
  const half = b * (target - a) + z * z * ab;
  const rest = (target - a) * (target - a) - z * z * aa;
  const root = Math.sqrt(Math.max(0, half * half - square * rest));
  return { estimate, se, low: (half - root) / square, high: (half + root) / square };
}
