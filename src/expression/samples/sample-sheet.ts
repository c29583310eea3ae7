import { InputError, inputError, type Problem, suggestName } from '../../problems/index.ts';
import { type Column, findColumn, requireColumn, type Table } from '../../table/index.ts';
import type { CountMatrix } from '../input/count-matrix.ts';

/** A sample sheet: one row per sample, the sample's name in the column `sample` or else in the first column. */
export interface SampleSheet {
  table: Table;
  names: readonly string[];
}

/** Keep the rows whose column has this value. */
export interface Where {
  column: string;
  value: string;
}

const SAMPLE_COLUMNS = ['sample', 'Sample', 'sample_id', 'sampleId', 'SampleID', 'SampleName', 'run', 'Run', ''];

/**
 * Finds the sample names of a sheet.
 *
 * @param named the column that holds them; null: `sample` or its like, else the first
 * @throws InputError `samples-empty`, `table-unknown-column`, `samples-unnamed`, `samples-duplicate`, all at once
 */
export function sampleSheet(table: Table, named: string | null = null): SampleSheet {
  const guessed = SAMPLE_COLUMNS.map((name) => findColumn(table, name)).find((one) => one !== undefined) ?? table.columns[0];
  const column = named === null || table.rowCount === 0 ? guessed : requireColumn(table, named);
  if (column === undefined || table.rowCount === 0)
    throw inputError({
      code: 'samples-empty',
      file: table.file,
      message: 'the sample sheet has no rows',
      mend: 'list every sample: a column "sample" with the names of the count columns, then what is known of each',
    });
  const problems = nameProblems(table, column);
  if (problems.length > 0) throw new InputError(problems);
  return { table, names: column.cells.map((cell) => cell ?? '') };
}

function nameProblems(table: Table, column: Column): Problem[] {
  const seen = new Map<string, number>();
  const position = table.columns.indexOf(column) + 1;
  const problems: Problem[] = [];
  column.cells.forEach((cell, row) => {
    const place = { severity: 'error', file: table.file, line: table.lines[row], column: position } as const;
    const first = cell === null ? undefined : seen.get(cell);
    if (cell === null)
      problems.push({
        ...place,
        code: 'samples-unnamed',
        message: 'this row names no sample',
        mend: 'name it as in the count table',
      });
    else if (first === undefined) seen.set(cell, table.lines[row]);
    else
      problems.push({
        ...place,
        code: 'samples-duplicate',
        message: `sample "${cell}" has two rows`,
        found: `also in line ${first}`,
        mend: 'keep one row per sample',
      });
  });
  return problems;
}

/** A sample that takes part: its column in the count matrix and its row in the sheet. */
export interface MatchedSamples {
  columns: number[];
  rows: number[];
}

/**
 * Pairs count columns with sheet rows, in the order of the count table, keeping those that `where` keeps.
 *
 * @param left samples to be left out although they match
 * @throws InputError naming every count column without a sheet row, every kept row without a count column, every unknown
 *   column or value of `where`
 */
export function matchSamples(
  matrix: CountMatrix,
  sheet: SampleSheet,
  where: readonly Where[],
  left: ReadonlySet<string> = new Set(),
): MatchedSamples {
  const problems = whereProblems(sheet, where);
  const rowOf = new Map(sheet.names.map((name, row) => [name, row]));
  const known = new Set(matrix.samples);
  matrix.samples.forEach((name, j) => {
    if (!rowOf.has(name)) problems.push(notInSheet(matrix, sheet, name, j));
  });
  const kept = (row: number): boolean =>
    where.every(({ column, value }) => findColumn(sheet.table, column)?.cells[row] === value) && !left.has(sheet.names[row]);
  sheet.names.forEach((name, row) => {
    if (!known.has(name) && kept(row)) problems.push(notInCounts(matrix, sheet, name, row));
  });
  if (problems.length > 0) throw new InputError(problems);
  const columns: number[] = [];
  const rows: number[] = [];
  matrix.samples.forEach((name, j) => {
    const row = rowOf.get(name) as number;
    if (!kept(row)) return;
    columns.push(j);
    rows.push(row);
  });
  return { columns, rows };
}

function whereProblems({ table }: SampleSheet, where: readonly Where[]): Problem[] {
  return where.flatMap(({ column, value }): Problem[] => {
    const place = { severity: 'error', file: table.file } as const;
    const names = table.columns.map((one) => one.name);
    const cells = findColumn(table, column)?.cells;
    if (cells === undefined)
      return [
        {
          ...place,
          code: 'where-unknown-column',
          line: 1,
          message: `there is no column "${column}"`,
          mend: suggestName(column, names),
        },
      ];
    if (cells.includes(value)) return [];
    const values = [...new Set(cells.filter((cell) => cell !== null))];
    return [
      {
        ...place,
        code: 'where-unknown-value',
        message: `no sample has ${column} = ${value}`,
        mend: suggestName(value, values),
      },
    ];
  });
}

function notInSheet(matrix: CountMatrix, sheet: SampleSheet, name: string, j: number): Problem {
  return {
    code: 'sample-not-in-sheet',
    severity: 'error',
    file: matrix.file,
    line: 1,
    column: j + 2,
    message: `sample "${name}" of the count table has no row in ${sheet.table.file}`,
    mend: `add its row to the sample sheet; ${suggestName(name, sheet.names)}`,
  };
}

function notInCounts(matrix: CountMatrix, sheet: SampleSheet, name: string, row: number): Problem {
  return {
    code: 'sample-not-in-counts',
    severity: 'error',
    file: sheet.table.file,
    line: sheet.table.lines[row],
    message: `sample "${name}" has no column in ${matrix.file}`,
    mend: `delete the row, or correct the name; ${suggestName(name, matrix.samples)}`,
  };
}
