import type { OutputColumn } from './write-delimited.ts';

/** The name of a column and what it takes from a row. */
export type ColumnPick<Row> = readonly [name: string, pick: (row: Row) => number | string | null];

/** Columns out of rows, in the order of the picks. */
export function columnsOf<Row>(rows: readonly Row[], picks: readonly ColumnPick<Row>[]): OutputColumn[] {
  return picks.map(([name, pick]) => ({ name, values: rows.map((row) => pick(row)) }));
}

/**
 * The columns of a row-major matrix, one for each name.
 *
 * @param matrix rows x names
 */
export function matrixColumns(names: readonly string[], matrix: ArrayLike<number>): { name: string; values: Float64Array }[] {
  const width = names.length;
  const rows = width === 0 ? 0 : matrix.length / width;
  return names.map((name, k) => ({ name, values: Float64Array.from({ length: rows }, (_, row) => matrix[row * width + k]) }));
}
