import { type IntervalEstimate, noncentralityInterval } from '../linear/index.ts';

/** Shares of variance that follow from an F statistic alone. */
export interface FEffects {
  /** Interval of the noncentrality parameter. */
  noncentrality: { lower: number; upper: number };
  /** Partial eta squared with the interval lambda / (lambda + df1 + df2 + 1). */
  partialEtaSquared: IntervalEstimate;
  /** Cohen's f with the interval sqrt(lambda / (df1 + df2 + 1)). */
  cohensF: IntervalEstimate;
  /** Less biased shares; negative when F < 1, as their formulas give. */
  partialOmegaSquared: number;
  partialEpsilonSquared: number;
}

/**
 * Effect sizes of an F test, when only F and its degrees of freedom are known (from a paper, or any model). From an analysis of
 * variance at hand, `varianceExplained` gives more.
 *
 * @param level of the intervals; 0.90 excludes 0 exactly when p < 0.05
 * Source: Steiger (2004), Psychol Methods 9:164; Smithson (2003) for lambda / (lambda + df1 + df2 + 1), whose denominator is the
 * sample size.
 */
export function effectsOfF(f: number, df1: number, df2: number, level = 0.9): FEffects {
  const noncentrality = noncentralityInterval(f, df1, df2, level);
  const size = df1 + df2 + 1;
  const share = (lambda: number): number => lambda / (lambda + size);
  const ratio = (lambda: number): number => Math.sqrt(lambda / size);
  const explained = df1 * f;
  return {
    noncentrality,
    partialEtaSquared: {
      estimate: explained / (explained + df2),
      lower: share(noncentrality.lower),
      upper: share(noncentrality.upper),
    },
    cohensF: { estimate: Math.sqrt(explained / df2), lower: ratio(noncentrality.lower), upper: ratio(noncentrality.upper) },
    partialOmegaSquared: (df1 * (f - 1)) / (df1 * (f - 1) + size),
    partialEpsilonSquared: (df1 * (f - 1)) / (explained + df2),
  };
}
