/** A numeric column of a data frame; missing as NaN. */
export interface NumericColumn {
  kind: 'number';
  values: Float64Array;
}

/** A categorical column: `codes` index `levels`, -1 where missing. The first level is the reference. */
export interface FactorColumn {
  kind: 'factor';
  levels: readonly string[];
  codes: Int32Array;
}

export type DataColumn = NumericColumn | FactorColumn;

/** Named columns of equal length. A Map, because names come from the user's files. */
export type DataFrame = ReadonlyMap<string, DataColumn>;

/** Makes a numeric column. */
export function numericColumn(values: ArrayLike<number>): NumericColumn {
  return { kind: 'number', values: Float64Array.from(values) };
}

/**
 * Makes a factor from labels (null = missing).
 *
 * @param levels order of the levels, the first being the reference; default: sorted by code unit, as R's C locale does
 * @throws RangeError when a label is not among the given levels
 */
export function factorColumn(labels: readonly (string | null)[], levels?: readonly string[]): FactorColumn {
  const known = levels ?? [...new Set(labels.filter((label) => label !== null))].sort();
  const position = new Map(known.map((level, i) => [level, i]));
  const codes = Int32Array.from(labels, (label) => {
    if (label === null) return -1;
    const code = position.get(label);
    if (code === undefined) throw new RangeError(`"${label}" is not among the levels ${known.join(', ')}`);
    return code;
  });
  return { kind: 'factor', levels: known, codes };
}

/** Number of rows of a data frame (0 when it has no column). */
export function rowCount(data: DataFrame): number {
  for (const column of data.values()) return column.kind === 'number' ? column.values.length : column.codes.length;
  return 0;
}

/** The given rows of one column, in the given order. Levels are kept, used or not. */
export function selectColumnRows(column: DataColumn, rows: ArrayLike<number>): DataColumn {
  if (column.kind === 'number') return { kind: 'number', values: Float64Array.from(rows, (row) => column.values[row]) };
  return { kind: 'factor', levels: column.levels, codes: Int32Array.from(rows, (row) => column.codes[row]) };
}

/** The given rows of a data frame, in the given order. */
export function selectRows(data: DataFrame, rows: ArrayLike<number>): DataFrame {
  return new Map([...data].map(([name, column]) => [name, selectColumnRows(column, rows)]));
}

/** A numeric column as a factor whose levels are its distinct values in numeric order; a factor stays as it is. */
export function asFactor(column: DataColumn): FactorColumn {
  if (column.kind === 'factor') return column;
  const distinct = [...new Set(column.values.filter((value) => value === value))].sort((a, b) => a - b);
  const position = new Map(distinct.map((value, i) => [value, i]));
  const codes = Int32Array.from(column.values, (value) => position.get(value) ?? -1);
  return { kind: 'factor', levels: distinct.map(String), codes };
}

/** The factor without levels that no row has. */
export function dropUnusedLevels(column: FactorColumn): FactorColumn {
  const used = new Set(column.codes);
  const kept = Array.from(column.levels.keys()).filter((code) => used.has(code));
  if (kept.length === column.levels.length) return column;
  const position = new Map(kept.map((code, i) => [code, i]));
  return {
    kind: 'factor',
    levels: kept.map((code) => column.levels[code]),
    codes: column.codes.map((code) => position.get(code) ?? -1),
  };
}

/**
 * The factor with `reference` as its first level, the others in their order.
 *
 * @throws RangeError when there is no such level
 */
export function withReference(column: FactorColumn, reference: string): FactorColumn {
  if (!column.levels.includes(reference))
    throw new RangeError(`"${reference}" is not among the levels ${column.levels.join(', ')}`);
  const levels = [reference, ...column.levels.filter((level) => level !== reference)];
  const position = column.levels.map((level) => levels.indexOf(level));
  return { kind: 'factor', levels, codes: column.codes.map((code) => (code < 0 ? -1 : position[code])) };
}

/** True where the column has no value. */
export function isMissing(column: DataColumn, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;
}
