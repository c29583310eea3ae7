import { integrateLogScale } from '../distributions/trapezoid.ts';
import { exp, log, log1p } from '../elementary/index.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** sqrt(2) / 2, the "medium" scale and the default elsewhere. */
const MEDIUM = 0.7071067811865476;

/**
 * Bayes factor of a t statistic for an effect against none, with a Cauchy prior on the standardized effect (JZS).
 *
 * @param t statistic with df degrees of freedom
 * @param effectiveSize n for one sample or pairs, n m / (n + m) for two samples
 * @param scale of the Cauchy prior
 * @returns BF10, above 1 in favor of an effect
 * Source: Rouder et al. (2009), Psychon Bull Rev 16:225, eq. 1.
 */
export function bayesFactorOfT(t: number, df: number, effectiveSize: number, scale = MEDIUM): number {
  if (!(df > 0 && effectiveSize > 0 && scale > 0) || t !== t) return NaN;
  const variance = effectiveSize * scale * scale;
  const likelihood = (g: number): number => {
    const inflated = 1 + variance * g;
    return -0.5 * log(inflated) - 0.5 * (df + 1) * log1p((t * t) / (inflated * df));
  };
  const null0 = -0.5 * (df + 1) * log1p((t * t) / df);
  // Over h = 1 / g, whose prior is chi-squared with one degree of freedom, in logarithms: -log g falls as integrateLogScale
  // expects.
  const term = (u: number): number => exp(likelihood(exp(-u)) - null0 - HALF_LOG_TWO_PI + 0.5 * u - 0.5 * exp(u));
  return integrateLogScale(term, 0, 0.5);
}
