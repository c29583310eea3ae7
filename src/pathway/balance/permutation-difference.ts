import { randomStream } from '../../stats/index.ts';

/** Assignments that are enumerated; beyond, as many are sampled as {@link SAMPLED}. */
const MOST_ENUMERATED = 3_000_000;
const SAMPLED = 99_999;

/** Permutation p of a difference, and whether every assignment was counted. */
export interface PermutationP {
  pvalue: number;
  exact: boolean;
  assignments: number;
}

/**
 * Two-sided permutation test of a difference of two group means: the share of all assignments of the animals to groups of these
 * sizes with a difference at least as large. Counted exactly up to 3 million assignments, else sampled: (1 + count)/(1 + B).
 */
export function permutationDifference(treated: Float64Array, control: Float64Array, seed: number): PermutationP {
  const all = Float64Array.of(...treated, ...control);
  const size = treated.length;
  let total = 0;
  for (const value of all) total += value;
  const expected = (total * size) / all.length;
  let scale = 0;
  for (const value of all) scale += Math.abs(value);
  // sums of the same values in another order differ by rounding
  const bar = Math.abs(treated.reduce((sum, value) => sum + value, 0) - expected) - 1e-12 * scale;
  const assignments = binomialCount(all.length, size);
  if (assignments <= MOST_ENUMERATED) {
    const reached = countSubsets(all, size, (sum) => Math.abs(sum - expected) >= bar);
    return { pvalue: reached / assignments, exact: true, assignments };
  }
  const stream = randomStream(seed, 'balance/permutation');
  let reached = 0;
  for (let b = 0; b < SAMPLED; b++) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const j = i + stream.integer(all.length - i);
      const kept = all[i];
      all[i] = all[j];
      all[j] = kept;
      sum += all[i];
    }
    if (Math.abs(sum - expected) >= bar) reached++;
  }
  return { pvalue: (1 + reached) / (1 + SAMPLED), exact: false, assignments };
}

function binomialCount(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = Math.round((count * (n - k + i)) / i);
  return count;
}

/** Number of subsets of a size whose sum passes. */
function countSubsets(values: Float64Array, size: number, passes: (sum: number) => boolean): number {
  const walk = (start: number, left: number, sum: number): number => {
    if (left === 0) return passes(sum) ? 1 : 0;
    let count = 0;
    for (let i = start; i <= values.length - left; i++) count += walk(i + 1, left - 1, sum + values[i]);
    return count;
  };
  return walk(0, size, 0);
}
