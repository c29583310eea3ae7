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
