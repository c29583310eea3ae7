import { type Problem, throwIfErrors } from '../../problems/index.ts';
import { parseNumber } from '../../table/index.ts';
import { decimalAt } from './scan-decimal.ts';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BLANK = 32;
const MAX_PROBLEMS = 20;

/** Delimited text as bytes, with its header already read. */
export interface ByteTable {
  file: string;
  bytes: Uint8Array;
  /** Offset of the first row. */
  from: number;
  /** One-based line of the first row. */
  firstLine: number;
  /** Column names; those of several header lines may be joined. */
  names: readonly string[];
  /** Character code of the delimiter. A blank as delimiter stands for any run of blanks. */
  delimiter: number;
  decimal: '.' | ',';
}

/** Offset of the end of the line that begins at `from`. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end < 0 ? bytes.length : end;
}

/** Number of lines from `from` on; blank lines at the end do not count. */
export function countLines(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && (bytes[end - 1] === NEWLINE || bytes[end - 1] === RETURN || bytes[end - 1] === BLANK)) end--;
  if (end <= from) return 0;
  let count = 1;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/**
 * The wanted columns as doubles, walking over the bytes once. Made for tracks: hundreds of thousands of lines of plain
 * numbers, of which only a few columns are needed. Missing marks (empty, NaN, NA, `-`) give NaN.
 *
 * @param positions zero-based columns
 * @param shortRows whether a line with too few cells is accepted when the wanted cells it has are all missing
 * @throws InputError for ragged lines and cells that are not numbers, with line and column
 */
export function scanColumns(
  table: ByteTable,
  positions: readonly number[],
  shortRows: 'refuse' | 'if-empty' = 'refuse',
): Float64Array[] {
  const { bytes, names, file, firstLine, delimiter } = table;
  const comma = table.decimal === ',' ? 44 : 46;
  const rowCount = countLines(bytes, table.from);
  const targets: (Float64Array | undefined)[] = names.map(() => undefined);
  const columns = positions.map((position) => {
    targets[position] ??= new Float64Array(rowCount).fill(NaN);
    return targets[position] as Float64Array;
  });
  const needed = positions.reduce((most, position) => Math.max(most, position + 1), 0);
  const problems: Problem[] = [];
  let at = table.from;
  for (let row = 0; row < rowCount; row++) {
    let column = 0;
    if (delimiter === BLANK) while (bytes[at] === BLANK) at++;
    for (;;) {
      const target = column < needed ? targets[column] : undefined;
      const start = at;
      if (target !== undefined) {
        at = decimalAt(bytes, at, comma, delimiter, target, row);
        if (at < 0) {
          at = cellEnd(bytes, start, delimiter);
          const value = oddCell(bytes, start, at, table.decimal);
          if (value !== undefined) target[row] = value;
          else if (problems.length < MAX_PROBLEMS)
            problems.push(notANumber(file, firstLine + row, column, names[column], cellText(bytes, start, at)));
        }
      } else if (column >= needed) {
        at = lineEnd(bytes, at);
        break;
      } else at = cellEnd(bytes, at, delimiter);
      column++;
      if (at >= bytes.length || bytes[at] !== delimiter) break;
      at++;
      if (delimiter === BLANK) while (bytes[at] === BLANK) at++;
    }
    at++;
    if (
      column < needed &&
      problems.length < MAX_PROBLEMS &&
      !(shortRows === 'if-empty' && columns.every((one) => Number.isNaN(one[row])))
    )
      problems.push(raggedLine(file, firstLine + row, column, names.length));
  }
  throwIfErrors(problems);
  return columns;
}

/** The wanted columns as texts, quotes removed. For time stamps and labels; slower than {@link scanColumns}. */
export function scanTexts(table: ByteTable, positions: readonly number[]): string[][] {
  const { bytes, names, file, firstLine, delimiter } = table;
  const rowCount = countLines(bytes, table.from);
  const columns = positions.map((): string[] => []);
  const needed = positions.reduce((most, position) => Math.max(most, position + 1), 0);
  const problems: Problem[] = [];
  let at = table.from;
  for (let row = 0; row < rowCount; row++) {
    const end = lineEnd(bytes, at);
    const cells = cellsOf(bytes, at, end, delimiter, needed);
    if (cells.length < needed && problems.length < MAX_PROBLEMS)
      problems.push(raggedLine(file, firstLine + row, cells.length, names.length));
    positions.forEach((position, c) => {
      columns[c].push(cells[position] ?? '');
    });
    at = end + 1;
  }
  throwIfErrors(problems);
  return columns;
}

/** The cells of the line from `at` to `end`, quotes removed; at most `most` of them. */
export function cellsOf(bytes: Uint8Array, at: number, end: number, delimiter: number, most = Infinity): string[] {
  const cells: string[] = [];
  let start = at;
  if (delimiter === BLANK) while (start < end && bytes[start] === BLANK) start++;
  while (cells.length < most) {
    const stop = Math.min(cellEnd(bytes, start, delimiter), end);
    cells.push(cellText(bytes, start, stop));
    if (stop >= end) break;
    start = stop + 1;
    if (delimiter === BLANK) {
      while (start < end && bytes[start] === BLANK) start++;
      if (start >= end) break;
    }
  }
  return cells;
}

/** Offset of the delimiter or line end after the cell that starts at `start`; a delimiter inside quotes does not count. */
function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start;
  if (bytes[at] === QUOTE) {
    at++;
    while (at < bytes.length && bytes[at] !== NEWLINE && !(bytes[at] === QUOTE && bytes[at + 1] !== QUOTE))
      at += bytes[at] === QUOTE ? 2 : 1;
  }
  while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
  return at;
}

const DECODER = new TextDecoder();

function cellText(bytes: Uint8Array, start: number, end: number): string {
  const text = DECODER.decode(bytes.subarray(start, end)).trim();
  return text.length >= 2 && text[0] === '"' && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function oddCell(bytes: Uint8Array, start: number, end: number, decimal: '.' | ','): number | undefined {
  const text = cellText(bytes, start, end);
  return text === 'True' ? 1 : text === 'False' ? 0 : parseNumber(text, decimal);
}

function notANumber(file: string, line: number, column: number, name: string, found: string): Problem {
  return {
    code: 'track-not-a-number',
    severity: 'error',
    file,
    line,
    column: column + 1,
    message: `column "${name}" must hold numbers`,
    found,
    expected: 'a number, or NaN where the animal was not found',
    mend: 'correct the cell',
  };
}

function raggedLine(file: string, line: number, found: number, expected: number): Problem {
  return {
    code: 'track-ragged-line',
    severity: 'error',
    file,
    line,
    message: 'the line has too few cells',
    found: String(found),
    expected: String(expected),
    mend: 'the file may be cut short; export it again',
  };
}
