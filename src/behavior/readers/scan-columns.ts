import { type Problem, throwIfErrors } from '../../problems/index.ts';
import { parseNumber } from '../../table/index.ts';
import { MOST_COLUMNS, scanWithKernel } from './kernel/kernel.ts';
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
  const wanted = [...new Set(positions)].sort((a, b) => a - b);
  const end = contentEnd(table.bytes, table.from);
  const most = mostCells(table);
  const reader = new ColumnReader(table, wanted, estimateRows(table.bytes, table.from, end), shortRows === 'if-empty', most);
  const rows =
    table.delimiter !== BLANK && end - table.from > KERNEL_BYTES && wanted.length > 0 && wanted.length <= MOST_COLUMNS
      ? readerWithKernel(reader, table, wanted, most, end)
      : reader.readAll(end);
  if (rows > 1 && shortRows === 'refuse') requireWholeLastLine(table, end, rows, reader.problems);
  throwIfErrors(reader.problems);
  return positions.map((position) => reader.values[wanted.indexOf(position)].subarray(0, rows));
}

/** A last line with fewer cells than the first was cut short, even where the wanted cells are there. */
function requireWholeLastLine(
  { file, bytes, from, firstLine, delimiter }: ByteTable,
  end: number,
  rows: number,
  problems: Problem[],
): void {
  const start = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
  const [expected, found] = [from, Math.max(from, start)].map((at) => countCells(bytes, at, delimiter));
  if (found < expected && problems.length === 0) problems.push(raggedLine(file, firstLine + rows - 1, found, expected));
}

/** Texts larger than this go to the WebAssembly kernel; it leaves lines that are no plain numbers to the reader. */
const KERNEL_BYTES = 2048;

function readerWithKernel(
  reader: ColumnReader,
  { bytes, from, delimiter, decimal }: ByteTable,
  wanted: readonly number[],
  most: number,
  end: number,
): number {
  return scanWithKernel(bytes, from, end, delimiter, decimal === ',' ? 44 : 46, wanted, most, {
    rows: (columns, first, count) => {
      reader.makeRoom(first + count);
      columns.forEach((column, k) => {
        reader.values[k].set(column, first);
      });
    },
    oddLine: (row, offset) => reader.readRow(offset, row),
  });
}

/** Reads the wanted columns, given by increasing position, row by row. */
class ColumnReader {
  values: Float64Array[];
  readonly problems: Problem[] = [];
  private capacity: number;

  constructor(
    private readonly table: ByteTable,
    private readonly wanted: readonly number[],
    rows: number,
    private readonly acceptEmpty: boolean,
    private readonly most: number,
  ) {
    this.capacity = rows;
    this.values = wanted.map(() => new Float64Array(rows).fill(NaN));
  }

  makeRoom(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = Math.max(rows, Math.ceil(1.5 * this.capacity));
    this.values = this.values.map((column) => {
      const larger = new Float64Array(this.capacity).fill(NaN);
      larger.set(column);
      return larger;
    });
  }

  /** Reads all rows up to an offset; returns their number. */
  readAll(end: number): number {
    let row = 0;
    for (let at = this.table.from; at < end; row++) {
      this.makeRoom(row + 1);
      at = this.readRow(at, row);
    }
    return row;
  }

  /** Reads the row at an offset; returns the offset of the next. */
  readRow(start: number, row: number): number {
    const { bytes, delimiter, decimal } = this.table;
    const mark = decimal === ',' ? 44 : 46;
    const plain = delimiter !== BLANK;
    let at = start;
    let column = 0;
    if (!plain) while (bytes[at] === BLANK) at++;
    for (let k = 0; k < this.wanted.length; k++) {
      const count = this.wanted[k] - column;
      const cell = plain ? skipPlain(bytes, at, delimiter, count) : skipCells(bytes, at, delimiter, count);
      if (cell < 0) {
        this.refuseShortRow(row, column + countCells(bytes, at, delimiter));
        break;
      }
      const next = decimalAt(bytes, cell, mark, delimiter, this.values[k], row);
      at = next >= 0 ? next : readOddCell(this.table, cell, this.wanted[k], this.values[k], row, this.problems);
      column = this.wanted[k];
    }
    const [cells, end] = restOfLine(bytes, at, delimiter);
    if (column + 1 + cells > this.most && plain) this.refuseLongRow(row, column + 1 + cells);
    return end + 1;
  }

  /** A delimiter too many has moved all cells after it: none of them can be told apart from a sound one. */
  private refuseLongRow(row: number, cells: number): void {
    const { file, firstLine } = this.table;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(raggedLine(file, firstLine + row, cells, this.most));
  }

  private refuseShortRow(row: number, cells: number): void {
    const { file, firstLine, names } = this.table;
    if (this.acceptEmpty && this.values.every((column) => Number.isNaN(column[row]))) return;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(raggedLine(file, firstLine + row, cells, names.length));
  }
}

/**
 * Cells that a line may have: as many as the header names, and the empty ones after them that the first line has too (some programs end
 * each line with a delimiter). More would be a comma in a number, which moves all that follows it.
 */
function mostCells({ bytes, from, names, delimiter }: ByteTable): number {
  const extra = cellsOf(bytes, from, lineEnd(bytes, from), delimiter).slice(names.length);
  return names.length + (extra.every((cell) => cell === '') ? extra.length : 0);
}

/** Number of delimiters from `at` to the end of the line, and where that is. */
function restOfLine(bytes: Uint8Array, at: number, delimiter: number): [count: number, end: number] {
  let count = 0;
  let i = at;
  while (i < bytes.length && bytes[i] !== NEWLINE) {
    if (bytes[i] === delimiter) {
      count++;
      if (bytes[i + 1] === QUOTE) i = cellEnd(bytes, i + 1, delimiter) - 1;
    }
    i++;
  }
  return [count, i];
}

/** Number of rows, from the mean length of the lines in the first 64 kB; a tenth more. */
function estimateRows(bytes: Uint8Array, from: number, end: number): number {
  const sample = Math.min(end, from + 65536);
  let lines = 1;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < sample; at = bytes.indexOf(10, at + 1)) lines++;
  const share = (end - from) / Math.max(1, sample - from);
  return Math.ceil((share <= 1 ? 1 : 1.1 * share) * lines) + 1;
}

/** Offset after the last line that is not blank. */
function contentEnd(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && (bytes[end - 1] === 10 || bytes[end - 1] === RETURN || bytes[end - 1] === BLANK)) end--;
  return end;
}

/** Offset of the cell `count` delimiters further on, -1 when the line ends before. Fast as long as no quote is met. */
function skipPlain(bytes: Uint8Array, start: number, delimiter: number, count: number): number {
  let at = start;
  for (let left = count; left > 0; at++) {
    const byte = bytes[at];
    if (byte === delimiter) left--;
    // Digits, signs and letters lie above 34, the quote; the line end and the end of the file (undefined) do not.
    else if (!(byte > 34)) {
      if (byte === 34) return skipCells(bytes, start, delimiter, count);
      if (byte === 10 || at >= bytes.length) return -1;
    }
  }
  return at;
}

/** The same where cells may be quoted, or separated by runs of blanks. */
function skipCells(bytes: Uint8Array, start: number, delimiter: number, count: number): number {
  let at = start;
  for (let left = count; left > 0; left--) {
    at = cellEnd(bytes, at, delimiter);
    if (at >= bytes.length || bytes[at] !== delimiter) return -1;
    at++;
    if (delimiter === BLANK) while (bytes[at] === BLANK) at++;
  }
  return at;
}

/** Number of cells from `start` to the end of the line. */
function countCells(bytes: Uint8Array, start: number, delimiter: number): number {
  return cellsOf(bytes, start, lineEnd(bytes, start), delimiter).length;
}

/** Reads a cell that is no plain number; returns the offset after it. */
function readOddCell(
  table: ByteTable,
  start: number,
  column: number,
  target: Float64Array,
  row: number,
  problems: Problem[],
): number {
  const end = cellEnd(table.bytes, start, table.delimiter);
  const value = oddCell(table.bytes, start, end, table.decimal);
  if (value !== undefined) target[row] = value;
  else if (problems.length < MAX_PROBLEMS)
    problems.push(notANumber(table.file, table.firstLine + row, column, table.names[column], cellText(table.bytes, start, end)));
  return end;
}

/** The wanted columns as texts, quotes removed. For time stamps and labels; slower than {@link scanColumns}. */
export function scanTexts(table: ByteTable, positions: readonly number[]): string[][] {
  const { bytes, file, firstLine, delimiter } = table;
  const columns = positions.map((): string[] => []);
  const last = contentEnd(bytes, table.from);
  const needed = positions.reduce((most, position) => Math.max(most, position + 1), 0);
  const problems: Problem[] = [];
  const most = mostCells(table);
  let first = 0;
  let at = table.from;
  for (let row = 0; at < last; row++) {
    const end = lineEnd(bytes, at);
    const cells = cellsOf(bytes, at, end, delimiter);
    const isCut = row > 0 && end + 1 >= last && cells.length < first;
    const isLong = cells.length > most && delimiter !== BLANK;
    if (row === 0) first = cells.length;
    if ((cells.length < needed || isCut || isLong) && problems.length < MAX_PROBLEMS)
      problems.push(raggedLine(file, firstLine + row, cells.length, isLong ? most : Math.max(first, needed)));
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
  if (text === 'True') return 1;
  if (text === 'False') return 0;
  const value = parseNumber(text, decimal);
  // TRex writes inf where it lost the animal.
  return value === undefined || Number.isFinite(value) ? value : NaN;
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
    message: found < expected ? 'the line has too few cells' : 'the line has too many cells',
    found: String(found),
    expected: String(expected),
    mend:
      found < expected
        ? 'the file may be cut short; export it again'
        : 'take out what separates one cell into two (a comma in a number or a name)',
  };
}
