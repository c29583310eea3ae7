import { type Problem, throwIfErrors } from '../../problems/index.ts';
import { parseNumber } from '../../table/index.ts';
import { type ByteTable, mostCells, raggedLine } from './byte-table.ts';
import { cellEnd, cellText, contentEnd, countCells, restOfLine, skipCells, skipPlain } from './cells.ts';
import { haveKernel, MOST_COLUMNS, scanWithKernel } from './kernel/kernel.ts';
import { decimalAt } from './scan-decimal.ts';

const NEWLINE = 10;
const BLANK = 32;
const MAX_PROBLEMS = 20;

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
  const isLarge = end - table.from > KERNEL_BYTES;
  const suits = table.delimiter !== BLANK && wanted.length > 0 && wanted.length <= MOST_COLUMNS;
  const rows = isLarge && suits && haveKernel() ? readerWithKernel(reader, table, wanted, most, end) : reader.readAll(end);
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

/** Number of rows, from the mean length of the lines in the first 64 kB; a tenth more. */
function estimateRows(bytes: Uint8Array, from: number, end: number): number {
  const sample = Math.min(end, from + 65536);
  let lines = 1;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < sample; at = bytes.indexOf(10, at + 1)) lines++;
  const share = (end - from) / Math.max(1, sample - from);
  return Math.ceil((share <= 1 ? 1 : 1.1 * share) * lines) + 1;
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
