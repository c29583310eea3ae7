import { InvalidArgumentError } from 'commander';
import { InputError, inputError, type Problem, suggestName } from '../problems/index.ts';
import { asFactor, type DataColumn, dropUnusedLevels, factorColumn, numericColumn, withReference } from '../stats/index.ts';
import { looksNumeric, numbers, parseNumber, requireColumn, type Table } from '../table/index.ts';

/** Options that say how the columns of a table are to be taken. */
export interface FrameOptions {
  /** Keep rows with these values. */
  where?: readonly (readonly [string, string])[];
  /** Columns of numbers that are categories. */
  factor?: readonly string[];
  /** Reference level of a factor. */
  ref?: readonly (readonly [string, string])[];
  /** Order of the levels of a factor, reference first. */
  levels?: readonly (readonly [string, readonly string[]])[];
}

/** Parses `a=b,c=d` for commander. */
export function columnValues(text: string, before: readonly [string, string][] = []): [string, string][] {
  const parsed = text.split(',').map((part): [string, string] => {
    const at = part.indexOf('=');
    if (at < 1) throw new InvalidArgumentError(`"${part}" is not of the form column=value`);
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return [...before, ...parsed];
}

/** Parses `column=first,second,...` for commander. */
export function columnLevels(text: string, before: readonly [string, string[]][] = []): [string, string[]][] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`"${text}" is not of the form column=first,second,...`);
  const levels = text.slice(at + 1).split(',');
  return [...before, [text.slice(0, at).trim(), levels.map((level) => level.trim())]];
}

/** Parses `a,b` for commander. */
export function nameList(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((name) => name.trim())].filter((name) => name !== '');
}

/** Rows that satisfy every condition. Throws InputError when a column is unknown or no row is left. */
export function selectedRows(table: Table, where: readonly (readonly [string, string])[]): number[] {
  const columns = where.map(([name, value]) => ({ cells: requireColumn(table, name).cells, value }));
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    columns.every(({ cells, value }) => cells[row] === value),
  );
  if (rows.length > 0) return rows;
  throw inputError({
    code: 'no-rows',
    file: table.file,
    ...(where.length > 0
      ? {
          message: 'no row satisfies --where',
          found: where.map(([name, value]) => `${name}=${value}`).join(', '),
          mend: 'check the values; they are compared exactly, capitals included',
        }
      : { message: 'the table has no rows', mend: 'check that the export finished, and that this is the file you mean' }),
  });
}

function levelProblem(table: Table, name: string, level: string, levels: readonly string[]): Problem {
  return {
    code: 'unknown-level',
    severity: 'error',
    file: table.file,
    message: `column "${name}" has no value "${level}"`,
    mend: suggestName(level, levels),
  };
}

/**
 * A table as typed columns: numbers where every cell is one, else a factor with its levels in alphabetical order (as R has it; numbers as
 * categories in numeric order), unless an option says otherwise.
 *
 * @throws InputError naming every unknown column and level at once
 */
export function tableFrame(table: Table, options: FrameOptions): Map<string, DataColumn> {
  const rows = selectedRows(table, options.where ?? []);
  const order = new Map(options.levels ?? []);
  const references = new Map(options.ref ?? []);
  const categories = options.factor ?? [];
  for (const name of [...references.keys(), ...order.keys(), ...categories]) requireColumn(table, name);
  const problems: Problem[] = [];
  const frame = new Map<string, DataColumn>();
  for (const column of table.columns) {
    const { name } = column;
    const cells = rows.map((row) => column.cells[row]);
    let typed: DataColumn = looksNumeric({ name, cells }, table.decimal)
      ? numericColumn(cells.map((cell) => parseNumber(cell, table.decimal) ?? NaN))
      : factorColumn(cells);
    if (categories.includes(name) || references.has(name) || order.has(name)) typed = dropUnusedLevels(asFactor(typed));
    if (typed.kind === 'factor') {
      const { levels: present, codes } = typed;
      const wanted = order.get(name);
      for (const level of wanted?.filter((one) => !present.includes(one)) ?? [])
        problems.push(levelProblem(table, name, level, present));
      if (wanted !== undefined && problems.length === 0)
        typed = factorColumn(
          Array.from(codes, (code) => (code < 0 ? null : present[code])),
          [...wanted, ...present.filter((level) => !wanted.includes(level))],
        );
      const reference = references.get(name);
      if (reference !== undefined && !present.includes(reference)) problems.push(levelProblem(table, name, reference, present));
      else if (reference !== undefined && typed.kind === 'factor') typed = withReference(typed, reference);
    }
    frame.set(name, typed);
  }
  if (problems.length > 0) throw new InputError(problems);
  return frame;
}

/** Runs work on a frame; its problems, which know data rows only, get the file and the lines of the table. */
export function withPlaces<T>(table: Table, options: FrameOptions, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const rows = selectedRows(table, options.where ?? []);
    throw new InputError(
      error.problems.map((problem) =>
        problem.file !== undefined
          ? problem
          : { ...problem, file: table.file, line: problem.line === undefined ? undefined : table.lines[rows[problem.line - 1]] },
      ),
    );
  }
}

/** Throws InputError with the place of every cell that is not a number, for columns that must hold numbers. */
export function requireNumbers(table: Table, names: readonly string[]): void {
  for (const name of names) numbers(table, name);
}
