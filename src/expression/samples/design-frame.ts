import { InputError, type Problem, suggestName } from '../../problems/index.ts';
import { type DataColumn, factorColumn, numericColumn, withReference } from '../../stats/index.ts';
import { findColumn, looksNumeric, parseNumber, type Table } from '../../table/index.ts';

/** What must be known of a design variable besides its cells. */
export interface FrameOptions {
  /** Columns that are factors even if their cells look like numbers. */
  factors: ReadonlySet<string>;
  /** Reference level per column. */
  references: ReadonlyMap<string, string>;
  /** Order of the levels per column, reference first; columns not named here are sorted. */
  levels: ReadonlyMap<string, readonly string[]>;
}

/**
 * The rows of a table as typed columns for a model: numbers where every cell is a number, else factors with sorted levels.
 *
 * @param wanted the columns a model needs; only these must be complete
 * @throws InputError naming every unknown column, every missing cell of a wanted column, every unknown reference level
 */
export function designFrame(
  table: Table,
  rows: readonly number[],
  wanted: readonly string[],
  options: FrameOptions,
): Map<string, DataColumn> {
  const problems: Problem[] = [];
  const names = table.columns.map((column) => column.name);
  for (const name of [...wanted, ...options.references.keys()]) {
    if (findColumn(table, name) === undefined)
      problems.push({
        code: 'samples-unknown-column',
        severity: 'error',
        file: table.file,
        line: 1,
        message: `there is no column "${name}"`,
        mend: suggestName(name, names),
      });
  }
  if (problems.length > 0) throw new InputError(problems);
  const frame = new Map<string, DataColumn>();
  // a frame without columns would not know how many samples there are, which ~ 1 needs
  if (wanted.length === 0) frame.set('', numericColumn(new Float64Array(rows.length)));
  for (const name of wanted) frame.set(name, typedColumn(table, rows, name, options, problems));
  if (problems.length > 0) throw new InputError(problems);
  return frame;
}

function typedColumn(
  table: Table,
  rows: readonly number[],
  name: string,
  options: FrameOptions,
  problems: Problem[],
): DataColumn {
  const column = findColumn(table, name);
  const cells = rows.map((row) => column?.cells[row] ?? null);
  cells.forEach((cell, i) => {
    if (cell === null)
      problems.push({
        code: 'design-missing-value',
        severity: 'error',
        file: table.file,
        line: table.lines[rows[i]],
        column: table.columns.findIndex((one) => one.name === name) + 1,
        message: `column "${name}" is part of the design, but has no value here`,
        mend: 'fill it in, or leave the sample out with --where',
      });
  });
  const asFactor = options.factors.has(name) || options.references.has(name) || options.levels.has(name);
  if (!asFactor && looksNumeric({ name, cells }, table.decimal))
    return numericColumn(cells.map((cell) => parseNumber(cell, table.decimal) ?? NaN));
  const present = new Set(cells);
  const order = options.levels.get(name)?.filter((level) => present.has(level));
  const unknown = order === undefined ? [] : [...present].filter((cell) => cell !== null && !order.includes(cell)).sort();
  const factor = factorColumn(cells, order === undefined ? undefined : [...order, ...(unknown as string[])]);
  const reference = options.references.get(name);
  if (reference === undefined) return factor;
  if (factor.levels.includes(reference)) return withReference(factor, reference);
  problems.push({
    code: 'unknown-reference',
    severity: 'error',
    file: table.file,
    message: `"${reference}" is not among the levels of "${name}" in the samples kept`,
    mend: suggestName(reference, factor.levels),
  });
  return factor;
}
