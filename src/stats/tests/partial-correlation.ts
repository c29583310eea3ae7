import { midranks, pearsonCorrelation } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { atanh, tanh } from '../elementary/index.ts';
import { leastSquares } from '../linear/index.ts';
import { correlationT } from './correlation-tests.ts';
import { requireComplete } from './require-complete.ts';

export interface PartialCorrelation {
  estimate: number;
  df: number;
  statistic: number;
  pvalue: number;
  low: number;
  high: number;
}

/**
 * Correlation of two variables within groups or given covariates: of their residuals on a design. df = n - rank - 1. For `spearman` both are
 * ranked over all animals first. The raw correlation can be large by the groups' means alone, or have the other sign.
 *
 * @param design n x p row-major, with its intercept column
 * @throws RangeError for missing values, no degree of freedom left, or a variable the design explains fully
 */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  design: Float64Array,
  options: { method?: 'pearson' | 'spearman'; level?: number } = {},
): PartialCorrelation {
  const { method = 'pearson', level = 0.95 } = options;
  requireComplete(x, y, design);
  const n = x.length;
  const p = design.length / n;
  const ranked = (values: ArrayLike<number>): ArrayLike<number> => (method === 'spearman' ? midranks(values) : values);
  const ofX = leastSquares(design, n, p, ranked(x));
  const ofY = leastSquares(design, n, p, ranked(y));
  const df = ofX.residualDf - 1;
  if (df < 1) throw new RangeError(`${n} pairs leave no degree of freedom beside ${ofX.qr.rank} design columns`);
  if (isExplained(ofX.residuals, ranked(x)) || isExplained(ofY.residuals, ranked(y)))
    throw new RangeError('one of the two variables does not vary within the groups');
  const estimate = Math.max(-1, Math.min(1, pearsonCorrelation(ofX.residuals, ofY.residuals)));
  const { statistic, lower, upper } = correlationT(estimate, df);
  const half = normal.quantileUpper((1 - level) / 2) / Math.sqrt(df - 1);
  return {
    estimate,
    df,
    statistic,
    pvalue: Math.min(1, 2 * Math.min(lower, upper)),
    low: df > 1 ? tanh(atanh(estimate) - half) : NaN,
    high: df > 1 ? tanh(atanh(estimate) + half) : NaN,
  };
}

/** Whether nothing but rounding is left. */
function isExplained(residuals: Float64Array, values: ArrayLike<number>): boolean {
  const largest = (list: ArrayLike<number>): number => Array.from(list).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return largest(residuals) <= 1e-12 * largest(values);
}
