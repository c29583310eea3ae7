import { studentizedRange } from '../distributions/index.ts';
import { type AdjustMethod, adjustPvalues } from '../multiplicity/index.ts';
import { twoSidedP } from './coefficient-table.ts';
import type { GroupSummaries } from './one-way.ts';

/** Comparison of two groups out of several. */
export interface PairComparison {
  /** Labels of the groups; the difference is mean of `second` minus mean of `first`. */
  readonly first: string;
  readonly second: string;
  readonly difference: number;
  readonly se: number;
  readonly df: number;
  /** |difference| / se as a t; the studentized range statistic is √2 times it. */
  readonly statistic: number;
  readonly pvalue: number;
  readonly lower: number;
  readonly upper: number;
}

/** Positions of two groups. */
export interface Pair {
  readonly i: number;
  readonly j: number;
}

function pairsOf(k: number): Pair[] {
  return Array.from({ length: k }, (_, i) => Array.from({ length: k - i - 1 }, (_, d) => ({ i, j: i + 1 + d }))).flat();
}

/** Pooled variance and its degrees of freedom. */
function pooled({ sizes, variances }: GroupSummaries): { variance: number; df: number } {
  const df = sizes.reduce((sum, n) => sum + n - 1, 0);
  return { variance: variances.reduce((sum, variance, g) => sum + (sizes[g] - 1) * variance, 0) / df, df };
}

/** Standard error and degrees of freedom of a difference: with a common variance, or by Welch and Satterthwaite. */
function errorOf(groups: GroupSummaries, { i, j }: Pair, equalVariances: boolean): { se: number; df: number } {
  const { sizes, variances } = groups;
  if (equalVariances) {
    const { variance, df } = pooled(groups);
    return { se: Math.sqrt(variance * (1 / sizes[i] + 1 / sizes[j])), df };
  }
  const a = variances[i] / sizes[i];
  const b = variances[j] / sizes[j];
  return { se: Math.sqrt(a + b), df: ((a + b) * (a + b)) / ((a * a) / (sizes[i] - 1) + (b * b) / (sizes[j] - 1)) };
}

/** All pairs by the studentized range. */
function byStudentizedRange(groups: GroupSummaries, level: number, equalVariances: boolean): PairComparison[] {
  const k = groups.labels.length;
  const criticalByDf = new Map<number, number>();
  return pairsOf(k).map((pair) => {
    const { se, df } = errorOf(groups, pair, equalVariances);
    const difference = groups.means[pair.j] - groups.means[pair.i];
    const statistic = Math.abs(difference) / se;
    const critical = criticalByDf.get(df) ?? studentizedRange.quantileUpper(1 - level, k, df) / Math.SQRT2;
    criticalByDf.set(df, critical);
    return {
      first: groups.labels[pair.i],
      second: groups.labels[pair.j],
      difference,
      se,
      df,
      statistic,
      pvalue: se > 0 ? studentizedRange.upper(Math.SQRT2 * statistic, k, df) : NaN,
      lower: difference - critical * se,
      upper: difference + critical * se,
    };
  });
}

/** Tukey's honest significant differences (Tukey-Kramer for unequal sizes), as R's `TukeyHSD` of a one-way analysis. */
export function tukeyPairs(groups: GroupSummaries, level = 0.95): PairComparison[] {
  return byStudentizedRange(groups, level, true);
}

/** Games and Howell's (1976) comparisons of all pairs for unequal variances. */
export function gamesHowell(groups: GroupSummaries, level = 0.95): PairComparison[] {
  return byStudentizedRange(groups, level, false);
}

/**
 * t tests of all pairs with adjusted p-values, as R's `pairwise.t.test`.
 *
 * @param equalVariances pool the variances of all groups (default), or test each pair by Welch's t
 * @returns for each pair (positions in `labels`) its adjusted two-sided p-value
 */
export function pairwiseT(
  groups: GroupSummaries,
  adjust: AdjustMethod,
  equalVariances = true,
): { pairs: readonly Pair[]; pvalues: Float64Array } {
  const pairs = pairsOf(groups.labels.length);
  const raw = pairs.map((pair) => {
    const { se, df } = errorOf(groups, pair, equalVariances);
    return twoSidedP((groups.means[pair.j] - groups.means[pair.i]) / se, df);
  });
  return { pairs, pvalues: adjustPvalues(raw, adjust) };
}
