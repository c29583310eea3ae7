import { normal, studentT } from '../distributions/index.ts';

/** One coefficient with its test and interval. */
export interface CoefficientRow {
  readonly term: string;
  readonly estimate: number;
  readonly se: number;
  /** Infinite for a normal reference. */
  readonly df: number;
  readonly statistic: number;
  /** Two-sided. */
  readonly pvalue: number;
  readonly lower: number;
  readonly upper: number;
}

/** Two-sided p-value of a t statistic; normal when df is infinite, NaN when it cannot be computed. */
export function twoSidedP(statistic: number, df: number): number {
  if (!(df > 0) || statistic !== statistic) return NaN;
  const size = Math.abs(statistic);
  return df === Infinity ? 2 * normal.upper(size) : 2 * studentT.upper(size, df);
}

/** The quantile that leaves (1 - level)/2 in the upper tail. */
export function criticalValue(level: number, df: number): number {
  if (!(df > 0)) return NaN;
  const tail = (1 - level) / 2;
  return df === Infinity ? normal.quantileUpper(tail) : studentT.quantileUpper(tail, df);
}

/**
 * Coefficient table. A standard error of 0 gives no statistic and no p-value (NaN): nothing was tested.
 *
 * @param covariance p×p row-major
 * @param df residual degrees of freedom, one for all or one for each coefficient
 * @param level of the intervals
 */
export function coefficientTable(
  names: readonly string[],
  coefficients: ArrayLike<number>,
  covariance: Float64Array,
  df: number | ArrayLike<number>,
  level = 0.95,
): CoefficientRow[] {
  const p = names.length;
  return names.map((term, j) => {
    const estimate = coefficients[j];
    const se = Math.sqrt(covariance[j * p + j]);
    const own = typeof df === 'number' ? df : df[j];
    const statistic = se > 0 ? estimate / se : NaN;
    const half = criticalValue(level, own) * se;
    return {
      term,
      estimate,
      se,
      df: own,
      statistic,
      pvalue: twoSidedP(statistic, own),
      lower: estimate - half,
      upper: estimate + half,
    };
  });
}
