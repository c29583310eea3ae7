import { isCount, LARGEST_COUNT, parseCell, roundHalfEven } from './count-cell.ts';
import { type CellPlace, cellProblem, noGeneId, type ProblemList, raggedRow } from './count-problems.ts';
import { GeneNames } from './gene-names.ts';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const ZERO = 48;
const NINE = 57;

/** Role of a column that is neither the gene id nor a sample. */
export const SKIPPED = -1;
/** Role of the column of gene ids. */
export const GENE = -2;

/** What the columns of a delimited file are. */
export interface DelimitedLayout {
  /** Byte value of the delimiter. */
  delimiter: number;
  /** Where the data begin: offset and one-based line. */
  start: number;
  line: number;
  /** Per column of the file: the position of its sample, {@link SKIPPED} or {@link GENE}. */
  roles: Int32Array;
  samples: readonly string[];
  /** Estimates are rounded instead of refused. */
  round: boolean;
}

/** Rows as they were read. */
export interface DelimitedRows {
  genes: string[];
  lines: Int32Array;
  /** genes x samples; cells that are not whole are here as they are. */
  values: Float64Array;
  /** How many cells were rounded. */
  rounded: number;
}

/** Where the reader stands. */
interface Cursor {
  bytes: Uint8Array;
  at: number;
  line: number;
  delimiter: number;
}

/** The text of one cell between two offsets; quotes are not part of it. */
interface Cell {
  start: number;
  end: number;
}

/**
 * Reads the rows of a count table. Written for speed: one pass over the bytes, no text per cell unless it is more than digits.
 *
 * @param problems gets every problem of the rows: `counts-ragged-row`, `counts-no-gene-id`, and those of cells
 */
export function readDelimitedRows(
  bytes: Uint8Array,
  file: string,
  layout: DelimitedLayout,
  problems: ProblemList,
): DelimitedRows {
  const width = layout.samples.length;
  const cursor: Cursor = { bytes, at: layout.start, line: layout.line, delimiter: layout.delimiter };
  const values = new Float64Array(countLines(bytes, layout.start) * width);
  const genes = new GeneNames(bytes);
  const report: Report = { file, layout, problems, rounded: 0 };
  while (cursor.at < bytes.length) {
    if (skipBlankLine(cursor)) continue;
    const { at, line } = cursor;
    const row = genes.count;
    const columns = readRow(cursor, genes, values, row * width, report);
    if (genes.count === row) genes.add(at, at, line);
    if (columns !== layout.roles.length)
      problems.add(
        raggedRow(
          file,
          line,
          columns,
          layout.roles.length,
          new TextDecoder().decode(bytes.subarray(at, Math.min(at + 60, cursor.at))),
        ),
      );
    endLine(cursor);
  }
  const names = genes.decode();
  return {
    genes: names,
    lines: Int32Array.from(genes.lines),
    values: values.subarray(0, names.length * width),
    rounded: report.rounded,
  };
}

interface Report {
  file: string;
  layout: DelimitedLayout;
  problems: ProblemList;
  rounded: number;
}

/** Reads the cells of a line; returns how many there were. */
function readRow(cursor: Cursor, genes: GeneNames, values: Float64Array, offset: number, report: Report): number {
  const { bytes, delimiter } = cursor;
  const { roles } = report.layout;
  const { length } = bytes;
  const line = cursor.line;
  for (let column = 0; ; column++) {
    const role = column < roles.length ? roles[column] : SKIPPED;
    if (role >= 0) {
      let at = cursor.at;
      let value = 0;
      let byte = bytes[at];
      while (byte >= ZERO && byte <= NINE) {
        value = value * 10 + (byte - ZERO);
        byte = bytes[++at];
      }
      const ends = byte === delimiter || byte === NEWLINE || at >= length || (byte === RETURN && bytes[at + 1] === NEWLINE);
      if (ends && at > cursor.at && value <= LARGEST_COUNT) {
        values[offset + role] = value;
        cursor.at = at;
      } else values[offset + role] = slowCell(cursor, column, role, report);
    } else {
      const cell = readText(cursor);
      if (role === GENE) {
        genes.add(cell.start, cell.end, line);
        if (isBlank(bytes, cell)) report.problems.add(noGeneId(report.file, line, column + 1));
      }
    }
    if (bytes[cursor.at] !== delimiter || cursor.at >= length) return column + 1;
    cursor.at++;
  }
}

/** A cell that is more than digits. */
function slowCell(cursor: Cursor, column: number, role: number, report: Report): number {
  const { line } = cursor;
  const { start, end } = readText(cursor);
  const text = new TextDecoder().decode(cursor.bytes.subarray(start, end)).trim();
  const value = parseCell(text);
  if (isCount(value)) return value;
  const { layout, file, problems } = report;
  if (layout.round && value >= 0 && value <= LARGEST_COUNT) {
    report.rounded++;
    return roundHalfEven(value);
  }
  const place: CellPlace = { file, line, column: column + 1, sample: layout.samples[role] };
  problems.add(cellProblem(text, place));
  return Number.isFinite(value) ? value : 0;
}

/** Moves past a cell and returns where its text is. A quoted cell may hold delimiters and line breaks. */
function readText(cursor: Cursor): Cell {
  const { bytes, delimiter } = cursor;
  const { length } = bytes;
  let at = cursor.at;
  if (bytes[at] === QUOTE) {
    const start = ++at;
    const before = cursor.line;
    while (at < length && !(bytes[at] === QUOTE && bytes[at + 1] !== QUOTE)) {
      if (bytes[at] === NEWLINE) cursor.line++;
      at += bytes[at] === QUOTE ? 2 : 1;
    }
    if (at < length) {
      const end = at;
      while (at < length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
      cursor.at = at;
      return { start, end };
    }
    // a quote that is never closed belongs to the text
    cursor.line = before;
    at = cursor.at;
  }
  const start = at;
  while (at < length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
  cursor.at = at;
  return { start, end: at > start && bytes[at - 1] === RETURN ? at - 1 : at };
}

function isBlank(bytes: Uint8Array, { start, end }: Cell): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== SPACE) return false;
  return true;
}

function countLines(bytes: Uint8Array, from: number): number {
  let lines = 1;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** Skips a line without content; true when there was one. */
function skipBlankLine(cursor: Cursor): boolean {
  const { bytes } = cursor;
  let at = cursor.at;
  while (at < bytes.length && (bytes[at] === RETURN || bytes[at] === SPACE)) at++;
  if (at < bytes.length && bytes[at] !== NEWLINE) return false;
  cursor.at = at + 1;
  cursor.line++;
  return true;
}

/** Moves past the end of the current line. */
function endLine(cursor: Cursor): void {
  const end = cursor.bytes.indexOf(NEWLINE, cursor.at);
  cursor.at = end < 0 ? cursor.bytes.length : end + 1;
  cursor.line++;
}
