import { midranks, tieSum } from '../descriptive/index.ts';
import { dunnett, dunnettLoadings } from '../distributions/index.ts';
import { requireComplete, splitByGroup } from '../tests/index.ts';
import { doseGroups } from './dose-groups.ts';

export interface ControlComparison {
  group: number;
  /** Group mean minus control mean, or for ranks the standardized rank sum's numerator left out (NaN). */
  difference: number;
  statistic: number;
  /** Adjusted for all comparisons together. */
  pvalue: number;
  /** One-sided: the group lies below the control. */
  pvalueLess: number;
  /** One-sided: the group lies above the control. */
  pvalueGreater: number;
  /** Simultaneous limits of the difference; NaN for ranks. */
  low: number;
  high: number;
}

export interface ManyToOne {
  comparisons: ControlComparison[];
  residualDf: number;
  /** Two-sided critical value at 1 - level. */
  critical: number;
}

/**
 * Dunnett's comparison of several groups with one control, by exact quadrature of the multivariate t distribution.
 *
 * @param groups group number of each value, 0 being the control
 * @throws RangeError as `doseGroups`
 */
export function dunnettTest(values: ArrayLike<number>, groups: ArrayLike<number>, level = 0.95): ManyToOne {
  const { sizes, means, pooledVariance, residualDf } = doseGroups(values, groups);
  const loadings = dunnettLoadings(sizes[0], sizes.subarray(1));
  const critical = dunnett.quantileUpper(1 - level, residualDf, loadings, 'two');
  const comparisons = Array.from(loadings, (_, i): ControlComparison => {
    const difference = means[i + 1] - means[0];
    const se = Math.sqrt(pooledVariance * (1 / sizes[i + 1] + 1 / sizes[0]));
    const statistic = difference / se;
    return {
      group: i + 1,
      difference,
      statistic,
      pvalue: dunnett.upper(Math.abs(statistic), residualDf, loadings, 'two'),
      pvalueLess: dunnett.upper(-statistic, residualDf, loadings, 'one'),
      pvalueGreater: dunnett.upper(statistic, residualDf, loadings, 'one'),
      low: difference - critical * se,
      high: difference + critical * se,
    };
  });
  return { comparisons, residualDf, critical };
}

/**
 * Step-down Dunnett test (Dunnett & Tamhane 1991): the largest difference is compared among all, the next among the rest. Never less powerful
 * than {@link dunnettTest}, but without intervals.
 *
 * @returns adjusted two-sided p of the groups 1, 2, ... against control
 */
export function stepDownDunnett(values: ArrayLike<number>, groups: ArrayLike<number>): Float64Array {
  const { comparisons, residualDf } = dunnettTest(values, groups);
  const { sizes } = doseGroups(values, groups);
  const loadings = dunnettLoadings(sizes[0], sizes.subarray(1));
  const order = comparisons
    .map((_, i) => i)
    .sort((a, b) => Math.abs(comparisons[b].statistic) - Math.abs(comparisons[a].statistic));
  const adjusted = new Float64Array(order.length);
  let reached = 0;
  order.forEach((i, step) => {
    const rest = Float64Array.from(order.slice(step), (j) => loadings[j]);
    reached = Math.max(reached, dunnett.upper(Math.abs(comparisons[i].statistic), residualDf, rest, 'two'));
    adjusted[i] = reached;
  });
  return adjusted;
}

/**
 * Steel's many-to-one rank test: rank sums of each group with the control, ties corrected, p from the normal distribution with Dunnett's
 * correlations.
 *
 * @throws RangeError for missing values, empty groups, or a comparison in which all values are equal
 */
export function steelTest(values: ArrayLike<number>, groups: ArrayLike<number>): ManyToOne {
  requireComplete(values);
  const [control, ...others] = splitByGroup(values, groups);
  const n = control.length;
  const loadings = dunnettLoadings(
    n,
    others.map((one) => one.length),
  );
  const comparisons = others.map((sample, i): ControlComparison => {
    const m = sample.length;
    const both = [...control, ...sample];
    const total = n + m;
    const ranks = midranks(both);
    let sum = 0;
    for (let at = n; at < total; at++) sum += ranks[at];
    const variance = ((n * m) / 12) * (total + 1 - tieSum(both) / (total * (total - 1)));
    if (!(variance > 0)) throw new RangeError(`all values of group ${i + 1} and the control are equal`);
    const statistic = (sum - (m * (total + 1)) / 2) / Math.sqrt(variance);
    return {
      group: i + 1,
      difference: NaN,
      statistic,
      pvalue: dunnett.upper(Math.abs(statistic), Infinity, loadings, 'two'),
      pvalueLess: dunnett.upper(-statistic, Infinity, loadings, 'one'),
      pvalueGreater: dunnett.upper(statistic, Infinity, loadings, 'one'),
      low: NaN,
      high: NaN,
    };
  });
  return { comparisons, residualDf: Infinity, critical: dunnett.quantileUpper(0.05, Infinity, loadings, 'two') };
}
