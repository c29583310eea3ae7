import { inputError, type Problem, suggestName, throwIfErrors } from '../../problems/index.ts';
import { decodeText, gunzip, isGzip, parseNumber } from '../../table/index.ts';

/** Numeric columns of a delimited file. */
export interface NumberTable {
  file: string;
  columns: Float64Array[];
  /** Zero-based position of each column in the file. */
  positions: number[];
  rowCount: number;
  /** One-based line of the first row. */
  firstLine: number;
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const POINT = 46;
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const MAX_EXACT = 900719925474099;
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_PROBLEMS = 20;

/**
 * Reads named columns of a delimited text file as doubles, straight from the bytes. Made for tracks: hundreds of
 * thousands of lines of plain numbers. Numbers are rounded correctly (Clinger 1990: at most 15 digits and a power of ten up to
 * 22 are exact doubles, so one division rounds once; others go the slow way). Missing marks give NaN.
 *
 * @param wanted column names, exactly as in the header
 * @throws InputError for missing columns, ragged lines and cells that are not numbers, with line and column
 */
export function scanNumbers(source: Uint8Array, file: string, wanted: readonly string[]): NumberTable {
  const bytes = plainBytes(source, file);
  const headerEnd = lineEnd(bytes, 0);
  const header = new TextDecoder().decode(bytes.subarray(0, headerEnd)).replace(/\r$/, '');
  const delimiter = ['\t', ';', ','].find((one) => header.includes(one)) ?? ',';
  const names = header.split(delimiter).map((name) => name.trim());
  const positions = wanted.map((name) => findName(names, name, file));
  const columns = scanColumns(bytes, headerEnd + 1, delimiter.charCodeAt(0), positions, names, file, 2);
  return { file, columns, positions, rowCount: columns[0]?.length ?? 0, firstLine: 2 };
}

/** The file as unquoted one-byte text: gzip undone, other encodings turned into UTF-8, byte order mark and quotes dropped. */
function plainBytes(source: Uint8Array, file: string): Uint8Array {
  const bytes = isGzip(source) ? gunzip(source, file) : source;
  const isPlain = bytes.length > 0 && bytes[0] < 128 && bytes.indexOf(0) < 0 && bytes.indexOf(QUOTE) < 0;
  return isPlain ? bytes : new TextEncoder().encode(decodeText(bytes, file).text.replaceAll('"', ''));
}

function findName(names: readonly string[], name: string, file: string): number {
  const position = names.indexOf(name);
  if (position >= 0) return position;
  throw inputError({
    code: 'track-no-column',
    file,
    line: 1,
    message: `a column "${name}" is needed`,
    found: names.join(', '),
    mend: suggestName(name, names),
  });
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end < 0 ? bytes.length : end;
}

/** Number of lines from `from` on, a last line without line end included, blank lines at the end not. */
function countLines(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && (bytes[end - 1] === NEWLINE || bytes[end - 1] === RETURN || bytes[end - 1] === 32)) end--;
  if (end <= from) return 0;
  let count = 1;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/**
 * Fills the wanted columns, walking over the bytes once.
 *
 * @param from offset of the first row
 * @param names all column names, for messages
 * @param firstLine one-based line of the first row
 */
export function scanColumns(
  bytes: Uint8Array,
  from: number,
  delimiter: number,
  positions: readonly number[],
  names: readonly string[],
  file: string,
  firstLine: number,
): Float64Array[] {
  const rowCount = countLines(bytes, from);
  const targets: (Float64Array | undefined)[] = names.map(() => undefined);
  const columns = positions.map((position) => {
    targets[position] ??= new Float64Array(rowCount).fill(NaN);
    return targets[position] as Float64Array;
  });
  const needed = Math.max(...positions) + 1;
  const problems: Problem[] = [];
  let at = from;
  for (let row = 0; row < rowCount; row++) {
    let column = 0;
    for (;;) {
      const target = column < needed ? targets[column] : undefined;
      const start = at;
      if (target !== undefined) at = readCell(bytes, at, delimiter, target, row);
      if (at < 0 || target === undefined) {
        at = cellEnd(bytes, start, delimiter);
        if (target !== undefined)
          readOddCell(bytes, start, at, target, row, { file, line: firstLine + row, column, name: names[column] }, problems);
      }
      column++;
      const stop = bytes[at];
      at++;
      if (stop !== delimiter) break;
    }
    if (column < needed && problems.length < MAX_PROBLEMS) problems.push(raggedLine(file, firstLine + row, column, names.length));
  }
  throwIfErrors(problems);
  return columns;
}

/** Reads a plain decimal number; returns the offset of the delimiter or line end after it, or -1 for anything else. */
function readCell(bytes: Uint8Array, start: number, delimiter: number, target: Float64Array, row: number): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < bytes.length; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (mantissa >= MAX_EXACT) return -1;
      mantissa = mantissa * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (bytes[at] === POINT && decimals < 0) decimals = 0;
    else break;
  }
  if (digits === 0 || decimals > 22) return -1;
  const value = decimals > 0 ? mantissa / POWERS[decimals] : mantissa;
  if (bytes[at] === RETURN) at++;
  if (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) return -1;
  target[row] = sign === MINUS ? -value : value;
  return at;
}

function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
  return at;
}

interface Place {
  file: string;
  line: number;
  column: number;
  name: string;
}

function readOddCell(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Float64Array,
  row: number,
  place: Place,
  problems: Problem[],
): void {
  const text = new TextDecoder().decode(bytes.subarray(start, end)).trim();
  const value = parseNumber(text);
  if (value !== undefined) target[row] = value;
  else if (problems.length < MAX_PROBLEMS) {
    problems.push({
      code: 'track-not-a-number',
      severity: 'error',
      file: place.file,
      line: place.line,
      column: place.column + 1,
      message: `column "${place.name}" must hold numbers`,
      found: text,
      expected: 'a number, or NaN where the animal was not found',
      mend: 'correct the cell',
    });
  }
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
