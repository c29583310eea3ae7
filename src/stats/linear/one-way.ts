import { inputError } from '../../problems/index.ts';
import { fisherF } from '../distributions/index.ts';

/** Sizes, means and variances of groups. */
export interface GroupSummaries {
  readonly labels: readonly string[];
  readonly sizes: Float64Array;
  readonly means: Float64Array;
  /** With n - 1. */
  readonly variances: Float64Array;
}

/** Test of equal means that does not assume equal variances. */
export interface OneWayTest {
  readonly method: string;
  readonly F: number;
  readonly numDf: number;
  readonly denDf: number;
  readonly pvalue: number;
}

/**
 * Summaries of a response by group; values that are NaN are left out.
 *
 * @param codes group of each value, an index into `labels`; -1 is left out
 * @throws InputError when there are fewer than two groups with a value, or a group has fewer than two
 */
export function summarizeGroups(values: ArrayLike<number>, codes: ArrayLike<number>, labels: readonly string[]): GroupSummaries {
  const members: number[][] = labels.map(() => []);
  for (let i = 0; i < values.length; i++) if (codes[i] >= 0 && values[i] === values[i]) members[codes[i]].push(values[i]);
  const kept = labels.map((label, g) => ({ label, values: members[g] })).filter((group) => group.values.length > 0);
  const small = kept.filter((group) => group.values.length < 2);
  if (kept.length < 2 || small.length > 0)
    throw inputError({
      code: 'groups-too-few',
      message:
        kept.length < 2
          ? 'a comparison of groups needs at least two groups with values'
          : 'each group needs at least two values for its variance',
      found: kept.map((group) => `${group.label}: ${group.values.length}`).join(', '),
      mend: kept.length < 2 ? 'check the grouping column' : `leave out ${small.map((group) => group.label).join(', ')}`,
    });
  const mean = (list: readonly number[]): number => {
    const first = list.reduce((sum, value) => sum + value, 0) / list.length;
    return first + list.reduce((sum, value) => sum + (value - first), 0) / list.length;
  };
  const means = Float64Array.from(kept, (group) => mean(group.values));
  const variances = Float64Array.from(
    kept,
    (group, g) =>
      group.values.reduce((sum, value) => sum + (value - means[g]) * (value - means[g]), 0) / (group.values.length - 1),
  );
  return {
    labels: kept.map((group) => group.label),
    sizes: Float64Array.from(kept, (group) => group.values.length),
    means,
    variances,
  };
}

/** Throws InputError when a variance is 0 where it stands in a denominator. */
function requireSpread(groups: GroupSummaries, method: string): void {
  const flat = groups.labels.filter((_, g) => !(groups.variances[g] > 0));
  if (flat.length === 0) return;
  throw inputError({
    code: 'zero-variance',
    message: `${method} needs some spread in every group, but all values are equal in ${flat.join(', ')}`,
    mend: 'use a test that pools the variances, or a permutation test',
  });
}

/**
 * Welch's (1951) analysis of variance for unequal variances, as R's `oneway.test`.
 *
 * @throws InputError when all values of a group are equal
 */
export function welchAnova(groups: GroupSummaries): OneWayTest {
  requireSpread(groups, 'Welch’s test');
  const { sizes, means, variances } = groups;
  const k = sizes.length;
  const weights = sizes.map((n, g) => n / variances[g]);
  const total = weights.reduce((sum, value) => sum + value, 0);
  const center = means.reduce((sum, value, g) => sum + weights[g] * value, 0) / total;
  let between = 0;
  let spread = 0;
  for (let g = 0; g < k; g++) {
    between += weights[g] * (means[g] - center) * (means[g] - center);
    const share = 1 - weights[g] / total;
    spread += (share * share) / (sizes[g] - 1);
  }
  const lambda = spread / (k * k - 1);
  const F = between / (k - 1) / (1 + 2 * (k - 2) * lambda);
  const denDf = 1 / (3 * lambda);
  return { method: 'Welch', F, numDf: k - 1, denDf, pvalue: fisherF.upper(F, k - 1, denDf) };
}

/** Brown and Forsythe's (1974) F* test of means for unequal variances. */
export function brownForsytheAnova(groups: GroupSummaries): OneWayTest {
  requireSpread(groups, 'Brown and Forsythe’s test');
  const { sizes, means, variances } = groups;
  const k = sizes.length;
  const n = sizes.reduce((sum, value) => sum + value, 0);
  const center = means.reduce((sum, value, g) => sum + sizes[g] * value, 0) / n;
  let between = 0;
  for (let g = 0; g < k; g++) between += sizes[g] * (means[g] - center) * (means[g] - center);
  const parts = variances.map((variance, g) => (1 - sizes[g] / n) * variance);
  const scale = parts.reduce((sum, value) => sum + value, 0);
  const denDf = 1 / parts.reduce((sum, part, g) => sum + ((part / scale) * (part / scale)) / (sizes[g] - 1), 0);
  const F = between / scale;
  return { method: 'Brown-Forsythe', F, numDf: k - 1, denDf, pvalue: fisherF.upper(F, k - 1, denDf) };
}
