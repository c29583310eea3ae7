import type { BlockFactor, Restrictions } from './restrictions.ts';

/** What the whole-pipeline permutation found. */
export interface PermutationResult {
  /** Arrangements drawn. */
  permutations: number;
  unit: Restrictions['unit'];
  blockedBy: readonly BlockFactor[];
  /** Different ways to deal out the arms; Infinity when there are more than 2^53. */
  arrangements: number;
  claims: PermutedClaim[];
  /** Genes below the study's false discovery rate, and how often an arrangement had as many; null without expression. */
  genes: { observed: number; pvalue: number; median: number; largest: number } | null;
  notes: string[];
}

/** One claim under permutation. */
export interface PermutedClaim {
  id: string;
  /** What was exchanged: the arms of units, or which animal's behavior goes with which animal's expression. */
  exchanged: 'arms' | 'pairs';
  /** The planned test's own p. */
  observed: number;
  /** Share of arrangements whose planned test was at least as extreme: (1 + count) / (1 + arrangements). */
  pvalue: number;
  /** Adjusted over all claims (single-step min-p: Westfall & Young 1993, on the claims' permutation ranks as in Ge et al. 2003). */
  adjusted: number;
  /** Arrangements in which the claim could not be computed; they count as extreme. */
  failed: number;
}

/** P-values that are equal but for rounding count as equally extreme. */
const SLACK = 1e-9;

/**
 * Permutation p of each claim, and adjusted over the claims.
 *
 * @param observed planned p per claim
 * @param permuted claims x arrangements: planned p under each arrangement, NaN where it could not be computed
 */
export function permutationPvalues(
  observed: Float64Array,
  permuted: readonly Float64Array[],
): { pvalue: Float64Array; adjusted: Float64Array; failed: Int32Array } {
  const claims = observed.length;
  const count = permuted[0]?.length ?? 0;
  const failed = Int32Array.from(permuted, (row) => row.reduce((sum, p) => sum + (Number.isNaN(p) ? 1 : 0), 0));
  // an arrangement without a p counts as extreme: 0
  const rows = permuted.map((row) => row.map((p) => (Number.isNaN(p) ? 0 : p)));
  const sorted = rows.map((row) => row.slice().sort());
  const pvalue = observed.map((p, k) => (Number.isNaN(p) ? NaN : (1 + atMost(sorted[k], p)) / (1 + count)));
  const smallest = new Float64Array(count).fill(1);
  for (let k = 0; k < claims; k++) {
    if (Number.isNaN(observed[k])) continue;
    for (let b = 0; b < count; b++) smallest[b] = Math.min(smallest[b], atMost(sorted[k], rows[k][b]) / count);
  }
  const ordered = smallest.sort();
  const adjusted = observed.map((p, k) =>
    Number.isNaN(p) ? NaN : (1 + atMost(ordered, atMost(sorted[k], p) / count)) / (1 + count),
  );
  return { pvalue, adjusted: adjusted.map((p, k) => Math.max(p, pvalue[k])), failed };
}

/** How many of ascending values are at most a limit. */
function atMost(sorted: Float64Array, limit: number): number {
  const bar = limit * (1 + SLACK);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= bar) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** P and spread of the number of genes below the false discovery rate. */
export function permutedGenes(observed: number, permuted: Float64Array): PermutationResult['genes'] {
  const counts = permuted.filter((count) => !Number.isNaN(count)).sort();
  const reached = permuted.length - counts.length + counts.filter((count) => count >= observed).length;
  return {
    observed,
    pvalue: (1 + reached) / (1 + permuted.length),
    median: counts.length === 0 ? NaN : counts[counts.length >> 1],
    largest: counts.at(-1) ?? NaN,
  };
}
