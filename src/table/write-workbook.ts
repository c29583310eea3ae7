import writeXlsxFile from 'write-excel-file/universal';
import type { OutputColumn } from './write-delimited.ts';

/** One sheet to be written. Names are cut to Excel's 31 characters and cleaned of those that it forbids. */
export interface OutputSheet {
  name: string;
  columns: readonly OutputColumn[];
}

type Cell = { value: string; type: StringConstructor; fontWeight?: 'bold' } | { value: number; type: NumberConstructor } | null;

/** Excel's limit of characters in a cell. */
const LONGEST_TEXT = 32_767;

/**
 * Writes an Excel workbook, one header line on each sheet, kept in view. Text stays text: `=1+1`, `SEPT2` and `002` come back
 * as they were. Numbers are written in full; NaN and null leave the cell empty, infinities become the texts `Inf` and `-Inf`.
 * The same content gives the same bytes. Works in Node and in the browser.
 */
export async function writeWorkbook(sheets: readonly OutputSheet[]): Promise<Uint8Array> {
  const taken = new Set<string>();
  const content = sheets.map((sheet) => ({
    sheet: sheetName(sheet.name, taken),
    data: rowsOf(sheet.columns),
    stickyRowsCount: 1,
    columns: sheet.columns.map((column) => ({ width: widthOf(column) })),
  }));
  const blob = await writeXlsxFile(content).toBlob();
  return withFixedTimes(new Uint8Array(await blob.arrayBuffer()));
}

function rowsOf(columns: readonly OutputColumn[]): Cell[][] {
  const rows: Cell[][] = [columns.map(({ name }) => ({ value: escaped(name), type: String, fontWeight: 'bold' }))];
  const count = columns[0]?.values.length ?? 0;
  for (let row = 0; row < count; row++) rows.push(columns.map(({ values }) => cellOf(values[row])));
  return rows;
}

function cellOf(value: string | number | null): Cell {
  if (value === null || value === '' || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (typeof value === 'string') return { value: escaped(value.slice(0, LONGEST_TEXT)), type: String };
  if (Number.isFinite(value)) return { value, type: Number };
  return { value: value > 0 ? 'Inf' : '-Inf', type: String };
}

/** What XML cannot hold, and underscores that would be taken for such an escape. */
const TO_ESCAPE = /(?![\t\n])\p{Cc}|[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/**
 * Text with the `_xHHHH_` escapes of SpreadsheetML (ECMA-376 part 1, 22.9.2.19). The first letter of words such as
 * `__proto__` and `constructor` is escaped too: the library looks texts up in a plain object, where these have a meaning.
 */
function escaped(text: string): string {
  const safe = text.replace(TO_ESCAPE, escapeOf);
  return safe in Object.prototype ? escapeOf(safe[0]) + safe.slice(1) : safe;
}

function escapeOf(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** A width that shows the header and the first cells, in characters. */
function widthOf({ name, values }: OutputColumn): number {
  let width = name.length;
  for (let row = 0; row < Math.min(values.length, 50); row++)
    width = Math.max(width, Math.min(40, String(values[row] ?? '').length));
  return Math.max(6, Math.min(48, width + 2));
}

/** A sheet name that Excel accepts, different from all others when case is ignored. */
function sheetName(wanted: string, taken: Set<string>): string {
  const clean =
    wanted
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'sheet';
  let name = clean.slice(0, 31);
  for (let number = 2; taken.has(name.toLowerCase()); number++) {
    const tail = ` ${number}`;
    name = clean.slice(0, 31 - tail.length) + tail;
  }
  taken.add(name.toLowerCase());
  return name;
}

/** 1980-01-01 00:00, the first moment that zip can hold, as DOS time and date. */
const FIRST_MOMENT = 0x00210000;

/**
 * The same archive with the modification times, which would differ at every writing, overwritten in place: the compressed parts stay as
 * they are. Follows the central directory (APPNOTE.TXT 4.3.12 and 4.3.16).
 */
function withFixedTimes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50)
    throw new RangeError('the workbook does not end as a zip archive without comment');
  let at = view.getUint32(end + 16, true);
  for (let entry = view.getUint16(end + 10, true); entry > 0; entry--) {
    const local = view.getUint32(at + 42, true);
    view.setUint32(at + 12, FIRST_MOMENT, true);
    view.setUint32(local + 10, FIRST_MOMENT, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return bytes;
}
