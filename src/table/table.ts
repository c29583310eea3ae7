import { InputError, inputError, type Problem, suggestName } from '../problems/index.ts';

/**
 * One column: the cells as text, as they stood in the file (quotes and blanks around them removed). Nothing is guessed on
 * reading; {@link numbers} and {@link texts} give the typed view that the caller asks for. A missing cell is `null`.
 */
export interface Column {
  readonly name: string;
  readonly cells: readonly (string | null)[];
}

/** A table: columns in file order, all of the same length, with what is needed to name a cell in an error message. */
export interface Table {
  /** The file's name as the user knows it. */
  readonly file: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** One-based line in the file of each row (for a spreadsheet, the row number). */
  readonly lines: Int32Array;
  /** The decimal mark used in numeric cells of this file. */
  readonly decimal: '.' | ',';
}

/** The texts that mean "missing" unless the reader was told otherwise. */
export const MISSING_MARKS: ReadonlySet<string> = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'na', 'null', '.', '-']);

/** The column of that name, or undefined. Names are compared exactly. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The column of that name; throws InputError naming the nearest existing column otherwise. */
export function requireColumn(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  throw inputError({
    code: 'table-unknown-column',
    file: table.file,
    line: 1,
    message: `there is no column "${name}"`,
    mend: suggestName(
      name,
      table.columns.map((one) => one.name),
    ),
  });
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL_NUMBERS = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
]);

/** A cell as a number; NaN for a missing cell, undefined when the text is not a number. */
export function parseNumber(cell: string | null, decimal: '.' | ',' = '.'): number | undefined {
  if (cell === null) return NaN;
  const text = cell.trim();
  if (MISSING_MARKS.has(text)) return NaN;
  const plain = decimal === ',' ? text.replace(',', '.') : text;
  return NUMBER.test(plain) ? Number(plain) : SPECIAL_NUMBERS.get(text.toLowerCase());
}

/**
 * The column as doubles, missing as NaN.
 *
 * @throws InputError listing every cell (at most 20) that is neither a number nor a missing mark, with line and column
 */
export function numbers(table: Table, name: string): Float64Array {
  const column = requireColumn(table, name);
  const values = new Float64Array(table.rowCount);
  const problems: Problem[] = [];
  const position = table.columns.indexOf(column) + 1;
  for (let row = 0; row < table.rowCount; row++) {
    const value = parseNumber(column.cells[row], table.decimal);
    if (value === undefined) problems.push(notANumber(table, row, position, column.name, column.cells[row] ?? ''));
    values[row] = value ?? NaN;
  }
  if (problems.length > 0) throw inputErrorOf(problems);
  return values;
}

function notANumber(table: Table, row: number, position: number, name: string, found: string): Problem {
  return {
    code: 'table-not-a-number',
    severity: 'error',
    file: table.file,
    line: table.lines[row],
    column: position,
    message: `column "${name}" must hold numbers`,
    found,
    expected: 'a number, or NA where it is missing',
    mend: 'correct the cell, or leave it empty if the value is missing',
  };
}

function inputErrorOf(problems: Problem[]): Error {
  const shown = problems.slice(0, 20);
  if (problems.length > 20) shown.push({ ...problems[20], message: `... and ${problems.length - 20} more cells like this` });
  return new InputError(shown);
}

/** The column as text, missing as `null`. */
export function texts(table: Table, name: string): readonly (string | null)[] {
  return requireColumn(table, name).cells;
}

/** True when every non-missing cell parses as a number and no cell looks like a code (leading zeros such as `002`). */
export function looksNumeric(column: Column, decimal: '.' | ',' = '.'): boolean {
  let seen = 0;
  for (const cell of column.cells) {
    if (cell === null) continue;
    const text = cell.trim();
    if (MISSING_MARKS.has(text)) continue;
    if (/^[+-]?0\d/.test(text) || parseNumber(text, decimal) === undefined) return false;
    seen++;
  }
  return seen > 0;
}

/** Makes a table in memory, e.g. for output: text cells, lines numbered from 2. */
export function tableOf(file: string, columns: readonly Column[]): Table {
  const rowCount = columns[0]?.cells.length ?? 0;
  for (const column of columns) {
    if (column.cells.length !== rowCount)
      throw new RangeError(`column "${column.name}" has ${column.cells.length} cells, not ${rowCount}`);
  }
  return { file, columns, rowCount, lines: Int32Array.from({ length: rowCount }, (_, row) => row + 2), decimal: '.' };
}
