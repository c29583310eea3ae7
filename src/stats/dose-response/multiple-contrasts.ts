import { studentT } from '../distributions/index.ts';
import { largestT, maximumT } from '../marginal-means/index.ts';
import { doseGroups } from './dose-groups.ts';

export interface ContrastResult {
  estimate: number;
  se: number;
  statistic: number;
  /** Of this contrast alone. */
  unadjusted: number;
  /** Single-step, for all contrasts together. */
  pvalue: number;
}

export interface MultipleContrastTest {
  contrasts: ContrastResult[];
  /** Correlations of the contrasts, k x k. */
  correlation: Float64Array;
  residualDf: number;
  /** Critical value at 5 percent. */
  critical: number;
  /** Whether p comes from quadrature; else from seeded lattices, relative error about 1e-3. */
  exact: boolean;
}

/**
 * Tests contrasts of group means together by their joint t distribution (Bretz, Hothorn & Westfall 2010), equal variances assumed.
 *
 * @param groups group number (from 0) of each value
 * @param matrix k contrasts x groups, row-major
 * @throws RangeError as `doseGroups`, or for a contrast whose coefficients are all 0
 */
export function multipleContrastTest(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  matrix: Float64Array,
  alternative: 'two-sided' | 'less' | 'greater',
): MultipleContrastTest {
  const { sizes, means, pooledVariance, residualDf } = doseGroups(values, groups);
  const g = sizes.length;
  const k = matrix.length / g;
  const row = (i: number): Float64Array => matrix.subarray(i * g, (i + 1) * g);
  const covariance = (i: number, j: number): number => row(i).reduce((sum, one, l) => sum + (one * row(j)[l]) / sizes[l], 0);
  const correlation = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    if (!(covariance(i, i) > 0)) throw new RangeError(`contrast ${i + 1} has no coefficient`);
    for (let j = 0; j < k; j++)
      correlation[i * k + j] = i === j ? 1 : covariance(i, j) / Math.sqrt(covariance(i, i) * covariance(j, j));
  }
  const sign = alternative === 'less' ? -1 : 1;
  const joint = alternative === 'two-sided' ? maximumT(correlation, k) : largestT(correlation, k);
  const contrasts = Array.from({ length: k }, (_, i): ContrastResult => {
    const estimate = row(i).reduce((sum, one, l) => sum + one * means[l], 0);
    const se = Math.sqrt(covariance(i, i) * pooledVariance);
    const statistic = estimate / se;
    const extreme = alternative === 'two-sided' ? Math.abs(statistic) : sign * statistic;
    const sides = alternative === 'two-sided' ? 2 : 1;
    const unadjusted = sides * studentT.upper(extreme, residualDf);
    // a statistic on the wrong side has nothing to adjust
    const pvalue = extreme > 0 ? Math.max(unadjusted, joint.upper(extreme, residualDf)) : 1;
    return { estimate, se, statistic, unadjusted, pvalue: Math.min(1, pvalue) };
  });
  return { contrasts, correlation, residualDf, critical: joint.quantileUpper(0.05, residualDf), exact: joint.exact };
}

/** Williams-type contrasts (Bretz 2006): control against the size-weighted mean of the last 1, 2, ..., k doses; k x (k + 1). */
export function williamsContrasts(sizes: ArrayLike<number>): Float64Array {
  const g = sizes.length;
  const matrix = new Float64Array((g - 1) * g);
  for (let i = 0; i < g - 1; i++) {
    let pooled = 0;
    for (let l = g - 1 - i; l < g; l++) pooled += sizes[l];
    matrix[i * g] = -1;
    for (let l = g - 1 - i; l < g; l++) matrix[i * g + l] = sizes[l] / pooled;
  }
  return matrix;
}

/** All pairwise differences (second minus first), pairs in the order (0,1), (0,2), ..., (1,2), ... */
export function pairwiseContrasts(groups: number): Float64Array {
  const rows: Float64Array[] = [];
  for (let i = 0; i < groups; i++) {
    for (let j = i + 1; j < groups; j++) {
      const row = new Float64Array(groups);
      row[i] = -1;
      row[j] = 1;
      rows.push(row);
    }
  }
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}
