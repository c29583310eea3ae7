import { mean, median, midranks, sampleVariance } from '../descriptive/index.ts';
import { chiSquared, fisherF, normal } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { type Alternative, sidedPvalue, tailOf } from './alternative.ts';
import { groupSizes, splitByGroup } from './groups.ts';
import type { GroupTest } from './rank-groups.ts';
import { requireComplete } from './require-complete.ts';

export interface VarianceTest {
  statistic: number;
  numDf: number;
  denDf: number;
  pvalue: number;
}

function samplesOf(values: ArrayLike<number>, groups: ArrayLike<number>): Float64Array[] {
  requireComplete(values);
  const samples = splitByGroup(values, groups);
  if (samples.some((sample) => sample.length < 2)) throw new RangeError('each group needs at least two values for its variance');
  return samples;
}

/**
 * Levene's test of equal variances: the analysis of variance of the distances from the group's median (Brown & Forsythe 1974, the default,
 * the one that holds its level for skewed data) or mean.
 *
 * @param groups group number (from 0) of each value
 * @throws RangeError for missing values, groups of fewer than two values, or distances that do not vary within any group
 */
export function leveneTest(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  center: 'median' | 'mean' = 'median',
): VarianceTest {
  const samples = samplesOf(values, groups);
  const distances = samples.map((sample) => {
    const middle = center === 'median' ? median(sample) : mean(sample);
    return sample.map((value) => Math.abs(value - middle));
  });
  const n = values.length;
  const whole = mean(Float64Array.from(distances.flatMap((one) => Array.from(one))));
  let [between, within] = [0, 0];
  for (const group of distances) {
    const m = mean(group);
    between += group.length * (m - whole) * (m - whole);
    within += sampleVariance(group) * (group.length - 1);
  }
  if (!(within > 0)) throw new RangeError('the distances from the center do not vary within any group');
  const numDf = samples.length - 1;
  const denDf = n - samples.length;
  const statistic = between / numDf / (within / denDf);
  return { statistic, numDf, denDf, pvalue: fisherF.upper(statistic, numDf, denDf) };
}

/** Bartlett's test of equal variances, sensitive to departures from normality (1937). Throws RangeError as {@link leveneTest}. */
export function bartlettTest(values: ArrayLike<number>, groups: ArrayLike<number>): GroupTest {
  const samples = samplesOf(values, groups);
  const df = samples.length - 1;
  const rest = values.length - samples.length;
  let [pooled, logs, inverse] = [0, 0, 0];
  for (const sample of samples) {
    const variance = sampleVariance(sample);
    if (!(variance > 0)) throw new RangeError('the values of one group do not vary');
    const free = sample.length - 1;
    pooled += (free * variance) / rest;
    logs += free * log(variance);
    inverse += 1 / free;
  }
  const statistic = (rest * log(pooled) - logs) / (1 + (inverse - 1 / rest) / (3 * df));
  return { statistic, df, pvalue: chiSquared.upper(statistic, df) };
}

/** Fligner-Killeen test of equal spread by normal scores of the distances from the medians, the most robust of its kind (Conover et al. 1981). */
export function flignerKilleenTest(values: ArrayLike<number>, groups: ArrayLike<number>): GroupTest {
  const medians = samplesOf(values, groups).map(median);
  const n = values.length;
  const distances = Float64Array.from({ length: n }, (_, i) => Math.abs(values[i] - medians[groups[i]]));
  const scores = midranks(distances).map((rank) => normal.quantile((1 + rank / (n + 1)) / 2));
  const spread = sampleVariance(scores);
  if (!(spread > 0)) throw new RangeError('the distances from the medians are all equal');
  const whole = mean(scores);
  const sizes = groupSizes(values, groups);
  const between = splitByGroup(scores, groups).reduce((sum, group, g) => {
    const gap = mean(group) - whole;
    return sum + sizes[g] * gap * gap;
  }, 0);
  const df = sizes.length - 1;
  return { statistic: between / spread, df, pvalue: chiSquared.upper(between / spread, df) };
}

/**
 * F test of two variances with the interval of their ratio x / y, as R's `var.test`.
 *
 * @throws RangeError for fewer than two values or no variation in a sample
 */
export function varianceRatioTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { ratio?: number; alternative?: Alternative; level?: number } = {},
): VarianceTest & { ratio: number; low: number; high: number } {
  const { ratio: under = 1, alternative = 'two-sided', level = 0.95 } = options;
  requireComplete(x, y);
  const [numDf, denDf] = [x.length - 1, y.length - 1];
  const ratio = sampleVariance(x) / sampleVariance(y);
  if (!(ratio > 0 && ratio < Infinity)) throw new RangeError('both samples need at least two values that vary');
  const statistic = ratio / under;
  const tail = tailOf(level, alternative);
  return {
    statistic,
    numDf,
    denDf,
    pvalue: sidedPvalue(fisherF.lower(statistic, numDf, denDf), fisherF.upper(statistic, numDf, denDf), alternative),
    ratio,
    low: alternative === 'less' ? 0 : ratio / fisherF.quantileUpper(tail, numDf, denDf),
    high: alternative === 'greater' ? Infinity : ratio / fisherF.quantile(tail, numDf, denDf),
  };
}
