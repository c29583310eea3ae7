import { noncentralT } from '../distributions/index.ts';
import { solveBySecants } from '../distributions/solve-quantile.ts';
import { log } from '../elementary/index.ts';

/**
 * The noncentralities at which an observed t statistic lies at the upper and at the lower (1 - level) / 2 point: the exact
 * two-sided interval of the noncentrality, from which intervals of standardized mean differences follow.
 *
 * @param t statistic, @param df its degrees of freedom, @param level e.g. 0.95
 * Source: Steiger & Fouladi (1997), inversion of the noncentral t distribution.
 */
export function noncentralityOfT(t: number, df: number, level: number): { lower: number; upper: number } {
  if (!(t === t && df > 0 && level > 0 && level < 1)) return { lower: NaN, upper: NaN };
  const target = log((1 - level) / 2);
  const lower = solveBySecants((delta) => noncentralT.logUpper(t, df, delta), target, true, t - 2, 1);
  const upper = solveBySecants((delta) => noncentralT.logLower(t, df, delta), target, false, t + 2, 1);
  return { lower, upper };
}
