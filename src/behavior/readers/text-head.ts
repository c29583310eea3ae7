import { inputError } from '../../problems/index.ts';
import { decodeText, gunzip, isGzip } from '../../table/index.ts';
import type { ByteTable } from './byte-table.ts';
import { cellsOf, lineEnd } from './cells.ts';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

/** A text file as bytes: gzip undone, other encodings turned into UTF-8, byte order mark dropped, line ends `\n` or `\r\n`. */
export function textBytes(source: Uint8Array, file: string): Uint8Array {
  const bytes = isGzip(source) ? gunzip(source, file) : source;
  const head = bytes.subarray(0, 4096);
  const isPlain = (byte: number, i: number): boolean => byte > 8 && byte < 128 && !(byte === RETURN && head[i + 1] !== NEWLINE);
  if (bytes.length > 0 && head.indexOf(NEWLINE) >= 0 && head.subarray(0, -1).every(isPlain)) return bytes;
  const { text } = decodeText(bytes, file);
  return new TextEncoder().encode(text.replace(/^\uFEFF/, '').replace(/\r(?!\n)/g, '\n'));
}

/** The first lines of a text, without line ends. */
export function headLines(bytes: Uint8Array, most: number): string[] {
  const lines: string[] = [];
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length && lines.length < most; ) {
    const end = lineEnd(bytes, at);
    lines.push(decoder.decode(bytes.subarray(at, end)).replace(/\r$/, ''));
    at = end + 1;
  }
  return lines;
}

/** Offset at which a line (zero-based) begins. */
export function lineStart(bytes: Uint8Array, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) at = Math.min(bytes.length, lineEnd(bytes, at) + 1);
  return at;
}

/** The delimiter that separates most cells of a line outside quotes: tab, semicolon or comma. */
export function delimiterOf(line: string): number {
  const counts = [9, 59, 44].map((code) => {
    let quoted = false;
    let count = 0;
    for (let i = 0; i < line.length; i++) {
      const character = line.charCodeAt(i);
      if (character === QUOTE) quoted = !quoted;
      else if (character === code && !quoted) count++;
    }
    return { code, count };
  });
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).code;
}

/** The cells of one line of text. */
export function splitLine(line: string, delimiter: number): string[] {
  const bytes = new TextEncoder().encode(line);
  return cellsOf(bytes, 0, bytes.length, delimiter);
}

/**
 * A table whose header is the given line.
 *
 * @param line zero-based line of the header; rows begin on the next
 */
export function tableAt(bytes: Uint8Array, file: string, line = 0): ByteTable {
  const from = lineStart(bytes, line);
  const header = new TextDecoder().decode(bytes.subarray(from, lineEnd(bytes, from))).replace(/\r$/, '');
  const delimiter = delimiterOf(header);
  const names = splitLine(header, delimiter);
  const rows = Math.min(bytes.length, lineEnd(bytes, from) + 1);
  return { file, bytes, from: rows, firstLine: line + 2, names, delimiter, decimal: decimalMark(bytes, rows, delimiter) };
}

/** The decimal mark of the rows: a comma when the delimiter is another and numbers like `12,5` are seen before any `12.5`. */
export function decimalMark(bytes: Uint8Array, from: number, delimiter: number): '.' | ',' {
  if (delimiter === 44) return '.';
  const text = new TextDecoder().decode(bytes.subarray(from, Math.min(bytes.length, from + 65536)));
  const point = text.search(/\d\.\d/);
  const comma = text.search(/\d,\d/);
  return comma >= 0 && (point < 0 || comma < point) ? ',' : '.';
}

/** Position of the first column whose name matches; throws InputError naming what is there otherwise. */
export function positionOf(table: ByteTable, pattern: RegExp, what: string): number {
  const position = table.names.findIndex((name) => pattern.test(name));
  if (position >= 0) return position;
  throw noColumn(table, what);
}

/** The error that a column is missing, naming those that are there. */
export function noColumn(table: ByteTable, what: string): Error {
  return inputError({
    code: 'track-no-column',
    file: table.file,
    line: table.firstLine - 1,
    message: `there is no column for ${what}`,
    found: table.names.join(', '),
    mend: 'export the file again with this column, or rename the column',
  });
}
