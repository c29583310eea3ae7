import { exp } from '../elementary/index.ts';
import { randomStream, shuffle } from '../random.ts';
import { lgamma } from '../special/index.ts';
import { requireCounts } from './fisher-exact.ts';

export interface FisherTableTest {
  pvalue: number;
  /** Whether every table with the same margins was counted; otherwise p is (b + 1) / (B + 1) of random tables, with its error `mcse`. */
  exact: boolean;
  mcse: number;
}

interface Margins {
  rows: number[];
  columns: number[];
  logFactorial: Float64Array;
  /** Log probability of a table is this minus the sum of the log factorials of its cells. */
  constant: number;
}

/** Ways to reach a set of column totals that are left, with their probability so far: total mass and common log probability. */
type Paths = Map<number, { logP: number; mass: number }>;

/** Nodes of the network by the column totals that are left, in order. */
type Stage = Map<string, { left: number[]; paths: Paths }>;

const SAME = 1e8;

function marginsOf(table: ArrayLike<number>, columns: number): Margins {
  const rows = table.length / columns;
  const rowTotals = new Array<number>(rows).fill(0);
  const columnTotals = new Array<number>(columns).fill(0);
  for (let at = 0; at < table.length; at++) {
    rowTotals[Math.floor(at / columns)] += table[at];
    columnTotals[at % columns] += table[at];
  }
  const total = rowTotals.reduce((a, b) => a + b, 0);
  const logFactorial = Float64Array.from({ length: total + 1 }, (_, i) => lgamma(i + 1));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + logFactorial[b], 0);
  return {
    rows: rowTotals,
    columns: columnTotals,
    logFactorial,
    constant: sum(rowTotals) + sum(columnTotals) - logFactorial[total],
  };
}

/** Calls `done` with what is left of the column totals, and the log factorials spent, for every filling of one row. */
function fillRow(
  total: number,
  left: readonly number[],
  logFactorial: Float64Array,
  done: (left: number[], cost: number) => void,
): void {
  const rest = [...left];
  const room = [...left, 0];
  for (let j = left.length - 2; j >= 0; j--) room[j] += room[j + 1];
  const fill = (column: number, remaining: number, cost: number): void => {
    if (column === left.length - 1) {
      rest[column] = left[column] - remaining;
      done(rest, cost + logFactorial[remaining]);
      return;
    }
    for (let count = Math.min(remaining, left[column]); count >= 0 && remaining - count <= room[column + 1]; count--) {
      rest[column] = left[column] - count;
      fill(column + 1, remaining - count, cost + logFactorial[count]);
    }
  };
  fill(0, total, 0);
}

/** P of all tables not more likely than `bar`, or undefined when that takes more than `limit` steps. */
function countTables({ rows, columns, logFactorial, constant }: Margins, bar: number, limit: number): number | undefined {
  let stage: Stage = new Map([['', { left: columns, paths: new Map([[0, { logP: constant, mass: 1 }]]) }]]);
  let steps = 0;
  let pvalue = 0;
  rows.slice(0, -1).forEach((total, row) => {
    const next: Stage = new Map();
    const last = row === rows.length - 2;
    for (const { left, paths } of stage.values()) {
      if (steps > limit) return;
      fillRow(total, left, logFactorial, (rest, cost) => {
        steps += paths.size;
        if (steps > limit) return;
        if (!last) return addPaths(next, rest, paths, cost);
        let whole = cost;
        for (const count of rest) whole += logFactorial[count];
        for (const { logP, mass } of paths.values()) if (logP - whole <= bar) pvalue += mass * exp(logP - whole);
      });
    }
    stage = next;
  });
  return steps > limit ? undefined : Math.min(1, pvalue);
}

function addPaths(stage: Stage, rest: readonly number[], paths: Paths, cost: number): void {
  const left = [...rest].sort((a, b) => a - b);
  const key = left.join();
  let node = stage.get(key);
  if (node === undefined) {
    node = { left, paths: new Map() };
    stage.set(key, node);
  }
  for (const { logP, mass } of paths.values()) addPath(node.paths, logP - cost, mass);
}

/** Paths of equal probability (rounding aside) are one path that many times. */
function addPath(paths: Paths, logP: number, mass: number): void {
  const key = Math.round(logP * SAME);
  const known = paths.get(key);
  if (known === undefined) paths.set(key, { logP, mass });
  else known.mass += mass;
}

/**
 * Fisher's exact test of an r x c table: the probability of all tables with the same margins that are not more likely than the one seen
 * (by R's rule, within a factor 1 + 1e-7). Tables are built row by row; equal remainders of the column totals are followed once, as in the
 * network algorithm of Mehta & Patel (1983). Beyond `limit` steps random tables are drawn.
 *
 * @param table r x c counts, row-major
 * @throws RangeError for fewer than two rows or columns, or counts that are not whole
 */
export function fisherExactTable(
  table: ArrayLike<number>,
  columns: number,
  options: { limit?: number; draws?: number; seed?: number } = {},
): FisherTableTest {
  const { limit = 2_000_000, draws = 99_999, seed = 1 } = options;
  if (!Number.isInteger(table.length / columns) || table.length < 2 * columns || columns < 2)
    throw new RangeError('a table of counts has at least two full rows and columns');
  requireCounts(table);
  const margins = marginsOf(table, columns);
  const { logFactorial, constant } = margins;
  const bar = constant - Array.from(table).reduce((a, b) => a + logFactorial[b], 0) + 1e-7;
  const pvalue = countTables(margins, bar, limit);
  if (pvalue !== undefined) return { pvalue, exact: true, mcse: 0 };
  return drawTables(margins, bar, draws, seed);
}

function drawTables(
  { rows, columns, logFactorial, constant }: Margins,
  bar: number,
  draws: number,
  seed: number,
): FisherTableTest {
  const labels = Int32Array.from(columns.flatMap((total, j) => new Array<number>(total).fill(j)));
  const cells = new Int32Array(columns.length);
  const stream = randomStream(seed, 'fisher-table');
  let asExtreme = 0;
  for (let b = 0; b < draws; b++) {
    shuffle(labels, stream);
    let logP = constant;
    let at = 0;
    for (const total of rows) {
      cells.fill(0);
      for (let i = 0; i < total; i++) cells[labels[at++]]++;
      for (const count of cells) logP -= logFactorial[count];
    }
    if (logP <= bar) asExtreme++;
  }
  const pvalue = (asExtreme + 1) / (draws + 1);
  return { pvalue, exact: false, mcse: Math.sqrt((pvalue * (1 - pvalue)) / draws) };
}
