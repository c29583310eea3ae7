import { formatDelimited, matrixColumns, type OutputColumn } from '../../table/index.ts';
import type { CellFormat } from '../text/cell.ts';

/** One column of a data set: its machine name (TSV header), its name for people, and how its cells read. */
export interface DataColumn extends OutputColumn {
  label: string;
  format: CellFormat;
}

/** A table of results: written whole to `tables/<id>.tsv`, shown in the report, offered as CSV below the figures it feeds. */
export interface DataSet {
  /** Unique, safe in file names. */
  id: string;
  title: string;
  /** One or two sentences: what a row is, and what to keep in mind. */
  description: string;
  columns: DataColumn[];
  rowCount: number;
  /** Rows in order of interest where that is not the file's order. */
  order: Uint32Array | null;
}

/** Makes a data set; all columns must have the same length. */
export function dataSet(
  id: string,
  title: string,
  description: string,
  columns: DataColumn[],
  order: Uint32Array | null = null,
): DataSet {
  const rowCount = columns[0]?.values.length ?? 0;
  for (const column of columns) {
    if (column.values.length !== rowCount)
      throw new RangeError(`data set ${id}: column ${column.name} has ${column.values.length} cells, not ${rowCount}`);
  }
  return { id, title, description, columns, rowCount, order };
}

/** A text column. */
export function textColumn(name: string, label: string, values: readonly (string | null)[]): DataColumn {
  return { name, label, format: 'text', values };
}

/** A numeric column, shown to three significant digits unless another format is named. */
export function numberColumn(
  name: string,
  label: string,
  values: ArrayLike<number>,
  format: Exclude<CellFormat, 'text'> = 'number',
): DataColumn {
  return { name, label, format, values };
}

/** A numeric column for each column of a row-major matrix, rows x names; names serve as labels. */
export function numberColumns(
  names: readonly string[],
  matrix: ArrayLike<number>,
  format?: Exclude<CellFormat, 'text'>,
): DataColumn[] {
  return matrixColumns(names, matrix).map(({ name, values }) => numberColumn(name, name, values, format));
}

/** Makes columns out of rows: each takes a name, a label, and what to pick from a row. */
export function over<Row>(rows: readonly Row[]): ColumnMaker<Row> {
  return {
    text: (name, label, pick) => textColumn(name, label, rows.map(pick)),
    number: (name, label, pick, format) => numberColumn(name, label, rows.map(pick), format),
  };
}

interface ColumnMaker<Row> {
  text(name: string, label: string, pick: (row: Row) => string | null): DataColumn;
  number(name: string, label: string, pick: (row: Row) => number, format?: Exclude<CellFormat, 'text'>): DataColumn;
}

/** Rows by ascending value, ties in row order, NaN last. */
export function ascending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(values, (_, i) => i).sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? a - b : Number.isNaN(x) ? 1 : -1;
    return x - y || a - b;
  });
}

/** The data set as the text of its TSV file: full precision, missing as NA. */
export function tsvOf(set: DataSet): string {
  return formatDelimited(set.columns);
}

/** The data set with its first `limit` rows in order of interest. */
export function headOf(set: DataSet, limit: number): DataSet {
  if (set.rowCount <= limit && set.order === null) return set;
  const rows = Array.from({ length: Math.min(limit, set.rowCount) }, (_, i) => (set.order === null ? i : set.order[i]));
  const columns = set.columns.map((column) => ({
    ...column,
    values: rows.map((row) => column.values[row]) as (string | number | null)[],
  }));
  return { ...set, columns, rowCount: rows.length, order: null };
}
