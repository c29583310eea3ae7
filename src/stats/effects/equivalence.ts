import { mean, sampleVariance } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';

/** Two one-sided tests that an effect lies within bounds chosen beforehand. */
export interface EquivalenceTest {
  estimate: number;
  standardError: number;
  df: number;
  /** Test against the lower bound: statistic and one-sided p that the effect is above it. */
  lower: { t: number; pvalue: number };
  /** Test against the upper bound: statistic and one-sided p that the effect is below it. */
  upper: { t: number; pvalue: number };
  /** The larger of the two p-values: small means the effect is within the bounds. */
  pvalue: number;
  /** Interval of level 1 - 2 alpha, which lies within the bounds exactly when p < alpha. */
  interval: { lower: number; upper: number };
}

/**
 * Equivalence of any estimate with a t distribution, e.g. a contrast of a model.
 *
 * @param bounds smallest effects of interest, lower < upper, in the units of the estimate
 * @param alpha level of each test
 * Source: Schuirmann (1987), J Pharmacokinet Biopharm 15:657.
 */
export function equivalenceTest(
  estimate: number,
  standardError: number,
  df: number,
  bounds: { lower: number; upper: number },
  alpha = 0.05,
): EquivalenceTest {
  const tLower = (estimate - bounds.lower) / standardError;
  const tUpper = (estimate - bounds.upper) / standardError;
  const pLower = studentT.upper(tLower, df);
  const pUpper = studentT.lower(tUpper, df);
  const half = studentT.quantileUpper(alpha, df) * standardError;
  return {
    estimate,
    standardError,
    df,
    lower: { t: tLower, pvalue: pLower },
    upper: { t: tUpper, pvalue: pUpper },
    pvalue: Math.max(pLower, pUpper),
    interval: { lower: estimate - half, upper: estimate + half },
  };
}

/** Equivalence of the means of two independent samples, x minus y, with Welch's standard error and degrees of freedom. */
export function welchEquivalence(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  bounds: { lower: number; upper: number },
  alpha = 0.05,
): EquivalenceTest {
  const ofX = sampleVariance(x) / x.length;
  const ofY = sampleVariance(y) / y.length;
  const df = ((ofX + ofY) * (ofX + ofY)) / ((ofX * ofX) / (x.length - 1) + (ofY * ofY) / (y.length - 1));
  return equivalenceTest(mean(x) - mean(y), Math.sqrt(ofX + ofY), df, bounds, alpha);
}
