import type { Task } from '../context/index.ts';
import { randomStream } from '../stats/index.ts';
import { maxAbs } from './correlation.ts';
import { groupDesign, withinGroups } from './group-design.ts';

/** A run of permutations of one outcome against all genes. */
export interface PermutationChunk {
  /** Genes x animals, each row within-group residuals of length 1 (NaN rows are skipped). */
  rows: Float64Array;
  /** Within-group residuals of the outcome. */
  outcome: Float64Array;
  /** |r| per gene that a permuted correlation has to reach. */
  observed: Float64Array;
  /** Labels of the design whose means are removed again after permuting. */
  labels: readonly (readonly string[])[];
  /** Animals are exchanged only within equal labels; null exchanges freely. */
  exchange: readonly string[] | null;
  seed: number;
  purpose: string;
  /** Numbers of the permutations: first .. first + count - 1. */
  first: number;
  count: number;
}

/** What a run of permutations found. */
export interface PermutationCounts {
  /** Per gene, how many permuted |r| reached the observed one. */
  reached: Float64Array;
  /** Largest permuted |r| over all genes, per permutation. */
  maxima: Float64Array;
}

/** A permuted |r| counts as reaching the observed one despite rounding. */
const SLACK = 1e-12;
/** Permutations whose correlations are computed in one sweep over the genes. */
const BLOCK = 32;

/** Runs the permutations of a chunk; every permutation depends on (seed, purpose, number) alone. */
export function runPermutations(chunk: PermutationChunk): PermutationCounts {
  const orders = Array.from({ length: chunk.count }, (_, k) =>
    permutedOrder(chunk.outcome.length, chunk.exchange, chunk.seed, chunk.purpose, chunk.first + k),
  );
  return countPermutations(chunk, orders);
}

/**
 * As {@link runPermutations} with the orders given: `order[i]` is the animal whose residual goes to animal i.
 */
export function countPermutations(
  data: Pick<PermutationChunk, 'rows' | 'outcome' | 'observed' | 'labels'>,
  orders: readonly Int32Array[],
): PermutationCounts {
  const { rows, outcome, observed } = data;
  const n = outcome.length;
  const design = groupDesign(data.labels);
  const reached = new Float64Array(observed.length);
  const maxima = new Float64Array(orders.length);
  const size = maxAbs(outcome);
  for (let start = 0; start < orders.length; start += BLOCK) {
    const block = orders.slice(start, start + BLOCK).map((order) => {
      const residual = withinGroups(
        design,
        Float64Array.from(order, (from) => outcome[from]),
      );
      return scaleToUnit(residual, size);
    });
    sweep(rows, n, block, observed, reached, maxima, start);
  }
  return { reached, maxima };
}

function scaleToUnit(values: Float64Array, size: number): Float64Array {
  let square = 0;
  for (const value of values) square += value * value;
  const length = Math.sqrt(square);
  return length > 1e-12 * size ? values.map((value) => value / length) : values.fill(0);
}

function sweep(
  rows: Float64Array,
  n: number,
  block: readonly Float64Array[],
  observed: Float64Array,
  reached: Float64Array,
  maxima: Float64Array,
  start: number,
): void {
  for (let gene = 0; gene < observed.length; gene++) {
    const offset = gene * n;
    const bar = observed[gene] - SLACK;
    if (bar !== bar) continue;
    for (let k = 0; k < block.length; k++) {
      const permuted = block[k];
      let r = 0;
      for (let i = 0; i < n; i++) r += rows[offset + i] * permuted[i];
      r = Math.abs(r);
      if (r >= bar) reached[gene]++;
      if (r > maxima[start + k]) maxima[start + k] = r;
    }
  }
}

/** Order number `index` of the exchangeable animals. */
function permutedOrder(n: number, exchange: readonly string[] | null, seed: number, purpose: string, index: number): Int32Array {
  const stream = randomStream(seed, purpose, index);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const groups = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const label = exchange === null ? '' : exchange[i];
    const members = groups.get(label);
    if (members === undefined) groups.set(label, [i]);
    else members.push(i);
  }
  for (const members of groups.values()) {
    for (let k = members.length - 1; k > 0; k--) {
      const j = stream.integer(k + 1);
      const kept = order[members[k]];
      order[members[k]] = order[members[j]];
      order[members[j]] = kept;
    }
  }
  return order;
}

/** {@link runPermutations} as a task for a worker. */
export const permutationTask: Task<PermutationChunk, PermutationCounts> = {
  name: 'integration/permutations',
  run: runPermutations,
};
