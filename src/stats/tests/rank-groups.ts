import { midranks, tieSum } from '../descriptive/index.ts';
import { chiSquared, fisherF, normal, studentizedRange } from '../distributions/index.ts';
import { randomStream, shuffle } from '../random.ts';
import { groupSizes } from './groups.ts';
import { requireComplete } from './require-complete.ts';

export interface GroupTest {
  statistic: number;
  df: number;
  pvalue: number;
}

/** Sizes and ties of groups that can be ranked against each other. */
function rankable(values: ArrayLike<number>, groups: ArrayLike<number>): { sizes: Int32Array; ties: number } {
  requireComplete(values);
  const sizes = groupSizes(values, groups);
  const ties = tieSum(values);
  const n = values.length;
  if (ties === n * n * n - n) throw new RangeError('all values are equal: ranks say nothing about the groups');
  return { sizes, ties };
}

function kruskalStatistic(ranks: Float64Array, groups: ArrayLike<number>, sizes: Int32Array, ties: number): number {
  const n = ranks.length;
  const sums = new Float64Array(sizes.length);
  for (let i = 0; i < n; i++) sums[groups[i]] += ranks[i];
  const between = sums.reduce((total, sum, g) => total + (sum * sum) / sizes[g], 0);
  return ((12 * between) / (n * (n + 1)) - 3 * (n + 1)) / (1 - ties / (n * n * n - n));
}

/**
 * Kruskal-Wallis rank test with the correction for ties.
 *
 * @param groups group number (from 0) of each value
 * @throws RangeError for missing values, fewer than two groups, an empty group, or values that are all equal
 */
export function kruskalWallisTest(values: ArrayLike<number>, groups: ArrayLike<number>): GroupTest {
  const { sizes, ties } = rankable(values, groups);
  const statistic = kruskalStatistic(midranks(values), groups, sizes, ties);
  return { statistic, df: sizes.length - 1, pvalue: chiSquared.upper(statistic, sizes.length - 1) };
}

/**
 * Permutation p of the Kruskal-Wallis statistic: exact over all arrangements while there are at most `enumerate`, else from random ones.
 */
export function kruskalWallisPermutation(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  options: { enumerate?: number; draws?: number; seed?: number } = {},
): { pvalue: number; arrangements: number; asExtreme: number; exact: boolean } {
  const { enumerate = 200_000, draws = 99_999, seed = 1 } = options;
  const { sizes, ties } = rankable(values, groups);
  const ranks = midranks(values);
  const observed = kruskalStatistic(ranks, groups, sizes, ties);
  const labels = Int32Array.from({ length: values.length }, (_, i) => groups[i]);
  let total = 1;
  let placed = 0;
  for (const size of sizes) for (let i = 1; i <= size; i++) total = (total * ++placed) / i;
  let asExtreme = 0;
  const look = (): void => {
    if (kruskalStatistic(ranks, labels, sizes, ties) >= observed - 1e-9) asExtreme++;
  };
  if (total <= enumerate) {
    labels.sort();
    do look();
    while (nextArrangement(labels));
    return { pvalue: asExtreme / Math.round(total), arrangements: Math.round(total), asExtreme, exact: true };
  }
  const stream = randomStream(seed, 'kruskal-wallis');
  for (let b = 0; b < draws; b++) {
    shuffle(labels, stream);
    look();
  }
  return { pvalue: (asExtreme + 1) / (draws + 1), arrangements: draws, asExtreme, exact: false };
}

/** The next arrangement of a multiset in lexicographic order; false after the last. */
function nextArrangement(labels: Int32Array): boolean {
  let i = labels.length - 2;
  while (i >= 0 && labels[i] >= labels[i + 1]) i--;
  if (i < 0) return false;
  let j = labels.length - 1;
  while (labels[j] <= labels[i]) j--;
  [labels[i], labels[j]] = [labels[j], labels[i]];
  labels.subarray(i + 1).reverse();
  return true;
}

export interface RankContrast {
  first: number;
  second: number;
  meanRankDifference: number;
  se: number;
  statistic: number;
  pvalue: number;
}

/** Dunn's pairwise comparisons after Kruskal-Wallis (not adjusted). */
export function dunnTest(values: ArrayLike<number>, groups: ArrayLike<number>): RankContrast[] {
  const { sizes, ties } = rankable(values, groups);
  const n = values.length;
  const ranks = midranks(values);
  const means = new Float64Array(sizes.length);
  for (let i = 0; i < n; i++) means[groups[i]] += ranks[i] / sizes[groups[i]];
  const variance = (n * (n + 1)) / 12 - ties / (12 * (n - 1));
  const contrasts: RankContrast[] = [];
  for (let first = 0; first < sizes.length; first++) {
    for (let second = first + 1; second < sizes.length; second++) {
      const se = Math.sqrt(variance * (1 / sizes[first] + 1 / sizes[second]));
      const difference = means[first] - means[second];
      const statistic = difference / se;
      contrasts.push({
        first,
        second,
        meanRankDifference: difference,
        se,
        statistic,
        pvalue: 2 * normal.upper(Math.abs(statistic)),
      });
    }
  }
  return contrasts;
}

/** Ranks within each block (row) of a blocks x treatments table, row-major. */
function blockRanks(table: Float64Array, treatments: number): Float64Array {
  if (treatments < 2 || table.length % treatments !== 0 || table.length < 2 * treatments)
    throw new RangeError('a comparison within blocks needs at least two blocks of at least two treatments each');
  if (table.some(Number.isNaN))
    throw new RangeError('every block must be complete: leave out (and count) the blocks with a missing value');
  if (table.every((value, at) => value === table[at - (at % treatments)]))
    throw new RangeError('all values of every block are equal: ranks say nothing about the treatments');
  const ranks = new Float64Array(table.length);
  for (let at = 0; at < table.length; at += treatments) ranks.set(midranks(table.subarray(at, at + treatments)), at);
  return ranks;
}

/**
 * Friedman's test of k treatments in n complete blocks, with Kendall's coefficient of concordance W.
 *
 * @param table n x k, row-major
 * @throws RangeError for incomplete blocks, fewer than two blocks or treatments, or nothing but ties
 */
export function friedmanTest(table: Float64Array, treatments: number): GroupTest & { kendallW: number } {
  const k = treatments;
  const n = table.length / k;
  const ranks = blockRanks(table, k);
  const sums = new Float64Array(k);
  let ties = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) sums[j] += ranks[i * k + j];
    ties += tieSum(table.subarray(i * k, (i + 1) * k));
  }
  const spread = sums.reduce((total, sum) => total + (sum - (n * (k + 1)) / 2) * (sum - (n * (k + 1)) / 2), 0);
  const statistic = (12 * spread) / (n * k * (k + 1) - ties / (k - 1));
  return { statistic, df: k - 1, pvalue: chiSquared.upper(statistic, k - 1), kendallW: statistic / (n * (k - 1)) };
}

/** Quade's test: blocks weighted by the rank of their range. */
export function quadeTest(
  table: Float64Array,
  treatments: number,
): { statistic: number; numDf: number; denDf: number; pvalue: number } {
  const k = treatments;
  const n = table.length / k;
  const ranks = blockRanks(table, k);
  const ranges = Float64Array.from({ length: n }, (_, i) => {
    const row = table.subarray(i * k, (i + 1) * k);
    return Math.max(...row) - Math.min(...row);
  });
  const weights = midranks(ranges);
  const sums = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const score = weights[i] * (ranks[i * k + j] - (k + 1) / 2);
      sums[j] += score;
      total += score * score;
    }
  }
  const between = sums.reduce((sum, one) => sum + one * one, 0) / n;
  const statistic = ((n - 1) * between) / (total - between);
  return { statistic, numDf: k - 1, denDf: (n - 1) * (k - 1), pvalue: fisherF.upper(statistic, k - 1, (n - 1) * (k - 1)) };
}

/** Nemenyi's pairwise comparisons after Friedman (studentized range with infinite degrees of freedom). */
export function nemenyiTest(table: Float64Array, treatments: number): RankContrast[] {
  const k = treatments;
  const n = table.length / k;
  const ranks = blockRanks(table, k);
  const means = new Float64Array(k);
  for (let at = 0; at < ranks.length; at++) means[at % k] += ranks[at] / n;
  const se = Math.sqrt((k * (k + 1)) / (12 * n));
  const contrasts: RankContrast[] = [];
  for (let first = 0; first < k; first++) {
    for (let second = first + 1; second < k; second++) {
      const difference = means[first] - means[second];
      const statistic = Math.abs(difference) / se;
      contrasts.push({
        first,
        second,
        meanRankDifference: difference,
        se,
        statistic,
        pvalue: studentizedRange.upper(statistic, k, Infinity),
      });
    }
  }
  return contrasts;
}
