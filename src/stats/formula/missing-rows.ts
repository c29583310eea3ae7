import { InputError, type Problem, suggestName } from '../../problems/index.ts';
import { type DataFrame, isMissing, rowCount } from './data.ts';

/** Rows left out of a model because a column it needs has no value there. */
export interface MissingRows {
  /** Zero-based rows of the data frame that were left out. */
  readonly rows: Int32Array;
  /** For each needed column with missing values, how many of its values are missing. */
  readonly byColumn: readonly { readonly column: string; readonly count: number }[];
}

/** Throws InputError naming every column that is not in the data, each with the nearest existing name. */
export function requireColumns(data: DataFrame, columns: readonly string[]): void {
  const problems: Problem[] = columns
    .filter((name) => !data.has(name))
    .map((name) => ({
      code: 'formula-unknown-column',
      severity: 'error',
      message: `the formula names a column "${name}" that the data do not have`,
      mend: suggestName(name, data.keys()),
    }));
  if (problems.length > 0) throw new InputError(problems);
}

/** Splits rows into those with a value in every needed column and those without. */
export function completeRows(data: DataFrame, columns: readonly string[]): { kept: Int32Array; missing: MissingRows } {
  const n = rowCount(data);
  const incomplete = new Uint8Array(n);
  const byColumn: { column: string; count: number }[] = [];
  for (const name of columns) {
    const column = data.get(name);
    if (column === undefined) continue;
    let count = 0;
    for (let row = 0; row < n; row++) {
      if (!isMissing(column, row)) continue;
      incomplete[row] = 1;
      count++;
    }
    if (count > 0) byColumn.push({ column: name, count });
  }
  const all = Int32Array.from({ length: n }, (_, row) => row);
  return {
    kept: all.filter((row) => incomplete[row] === 0),
    missing: { rows: all.filter((row) => incomplete[row] === 1), byColumn },
  };
}
