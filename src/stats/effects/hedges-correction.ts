import { exp, log1p } from '../elementary/index.ts';
import { stirlingRemainder } from '../special/index.ts';

/**
 * Hedges' exact small-sample correction J = Gamma(m / 2) / (sqrt(m / 2) Gamma((m - 1) / 2)) for m degrees of freedom, by
 * Stirling's formula with its large terms cancelled, so that it stays exact for thousands of degrees of freedom. NaN for m <= 1.
 * Source: Hedges (1981), J Educ Stat 6:107.
 */
export function hedgesCorrection(m: number): number {
  if (!(m > 1)) return NaN;
  const a = 0.5 * m;
  // log Gamma(a) - log Gamma(a - 1/2) - log(a) / 2
  return exp(-(a - 1) * log1p(-0.5 / a) - 0.5 + stirlingRemainder(a) - stirlingRemainder(a - 0.5));
}
