import { inputError } from '../../problems/index.ts';

/**
 * Adjusted p-values of tests in a planned order, each made only when all before it were significant. NaN stops the sequence: it
 * and all that follow are NaN.
 * Source: Maurer, Hothorn & Lehmacher (1995); fixed-sequence procedure.
 */
export function fixedSequence(p: ArrayLike<number>): Float64Array {
  let largest = 0;
  return Float64Array.from(p, (value) => {
    largest = value === value && largest === largest ? Math.max(largest, value) : NaN;
    return largest;
  });
}

/** A graph of tests: how much of alpha each holds, and to whom it hands it on when it is rejected. */
export interface TestGraph {
  /** Share of alpha each test starts with, nonnegative, summing to at most 1. */
  weights: ArrayLike<number>;
  /**
   * transitions[i][j]: share of the level of test i that goes to test j when i is rejected; rows sum to at most 1, the diagonal
   * is 0.
   */
  transitions: readonly ArrayLike<number>[];
}

function checkGraph({ weights, transitions }: TestGraph, size: number): void {
  const total = (row: ArrayLike<number>): number => Array.from(row).reduce((sum, value) => sum + value, 0);
  const shares = (row: ArrayLike<number>): boolean =>
    row.length === size && Array.from(row).every((value) => value >= 0) && total(row) <= 1 + 1e-12;
  const rows = transitions.length === size && transitions.every((row, i) => shares(row) && row[i] === 0);
  if (shares(weights) && rows) return;
  throw inputError({
    code: 'test-graph-invalid',
    message: 'A graph of tests needs a weight for each test and a square table of transitions',
    expected: 'nonnegative shares that sum to at most 1, in the table row by row, with zeros on its diagonal',
  });
}

/**
 * Adjusted p-values of a sequentially rejective graphical procedure, which covers Bonferroni, Holm, fixed-sequence, fallback, and
 * serial and parallel gatekeeping; familywise error is controlled strongly. A NaN p-value is never rejected and keeps its share.
 *
 * @throws InputError when the graph is not one
 * Source: Bretz, Maurer, Brannath & Posch (2009), Stat Med 28:586, Algorithm 2.
 */
export function graphicalProcedure(p: ArrayLike<number>, graph: TestGraph): Float64Array {
  const size = p.length;
  checkGraph(graph, size);
  const weights = Float64Array.from(graph.weights);
  let transitions: Float64Array[] = graph.transitions.map((row) => Float64Array.from(row));
  const open = new Set(Array.from({ length: size }, (_, i) => i).filter((i) => p[i] === p[i]));
  const adjusted = new Float64Array(size).fill(NaN);
  let largest = 0;
  while (open.size > 0) {
    let next = -1;
    let least = Infinity;
    for (const i of open) {
      const ratio = weights[i] > 0 ? p[i] / weights[i] : Infinity;
      if (next < 0 || ratio < least) {
        next = i;
        least = ratio;
      }
    }
    largest = Math.min(1, Math.max(largest, least));
    adjusted[next] = largest;
    open.delete(next);
    for (let j = 0; j < size; j++) if (j !== next) weights[j] += weights[next] * transitions[next][j];
    weights[next] = 0;
    transitions = withoutTest(transitions, next);
  }
  return adjusted;
}

/** Transitions when test k has gone: what would have reached it goes where it would have sent it. */
function withoutTest(transitions: readonly Float64Array[], k: number): Float64Array[] {
  return transitions.map((row, l) =>
    row.map((direct, m) => {
      if (l === k || m === k || l === m) return 0;
      const loop = row[k] * transitions[k][l];
      return loop < 1 ? (direct + row[k] * transitions[k][m]) / (1 - loop) : 0;
    }),
  );
}

/**
 * Graph of the fallback procedure: tests in order, each with a share of alpha that it hands on to the next. Source: Wiens (2003).
 */
export function fallbackGraph(weights: ArrayLike<number>): TestGraph {
  const size = weights.length;
  const transitions = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (__, j) => (j === i + 1 ? 1 : 0)),
  );
  return { weights, transitions };
}

/** Graph of Holm's procedure: equal shares, handed on to all others. */
export function holmGraph(size: number): TestGraph {
  const share = size > 1 ? 1 / (size - 1) : 0;
  return {
    weights: new Float64Array(size).fill(1 / size),
    transitions: Array.from({ length: size }, (_, i) =>
      new Float64Array(size).fill(share).map((value, j) => (i === j ? 0 : value)),
    ),
  };
}
