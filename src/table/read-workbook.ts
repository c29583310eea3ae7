import readXlsxFile from 'read-excel-file/universal';
import { InputError, inputError, type Problem } from '../problems/index.ts';
import { tableFromRows } from './from-rows.ts';
import type { Table } from './table.ts';
import { unzip } from './unzip.ts';

/** A sheet of a workbook. */
export interface WorkbookSheet {
  name: string;
  table: Table;
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Whether the bytes begin as a zip archive does, which every .xlsx file is. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return ZIP.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads every sheet of an Excel workbook that has any content. The first row with content is the header. Cells become text as
 * in {@link readDelimited}: numbers as they are stored, dates as ISO dates, booleans as `true` and `false`; a formula gives
 * its stored value. Lines of the table are row numbers of the sheet. Works in Node and in the browser.
 *
 * @param fileName the name that error messages show; a sheet's table is called `name.xlsx [sheet]`
 * @throws InputError with the problems of all sheets, or `workbook-damaged` when its checksums differ or it is not a readable .xlsx file
 */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<WorkbookSheet[]> {
  const sheets = await readRaw(bytes, fileName);
  const problems: Problem[] = [];
  const read: WorkbookSheet[] = [];
  for (const { sheet, data } of sheets) {
    const lines: number[] = [];
    const rows: string[][] = [];
    data.forEach((cells, i) => {
      const row = cells.map(textOf);
      if (rows.length === 0 && row.every((cell) => cell === '')) return;
      rows.push(row);
      lines.push(i + 1);
    });
    if (rows.length === 0) continue;
    try {
      read.push({ name: sheet, table: tableFromRows(`${fileName} [${sheet}]`, rows, lines) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return read;
}

/** The rows of every sheet as text cells, row 1 first, nothing left out: for layouts whose first rows are no table header. */
export async function readSheets(bytes: Uint8Array, fileName: string): Promise<{ name: string; rows: string[][] }[]> {
  return (await readRaw(bytes, fileName)).map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((cells) => cells.map(textOf)),
  }));
}

interface RawSheet {
  sheet: string;
  data: readonly (readonly unknown[])[];
}

async function readRaw(bytes: Uint8Array, file: string): Promise<RawSheet[]> {
  if (bytes.length === 0)
    throw inputError({ code: 'file-empty', file, message: 'the file is empty', mend: 'check that the export finished' });
  try {
    // The library does not compare checksums: an altered file would be read with altered numbers.
    unzip(bytes, file);
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    return await readXlsxFile(copy, { trim: false, parseNumber: (text: string) => text });
  } catch (error) {
    throw inputError({
      code: 'workbook-damaged',
      file,
      message: `this is not a readable Excel workbook (${reasonOf(error)})`,
      mend: 'save it again as .xlsx, or export the sheet as .csv',
    });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof InputError) return error.problems[0]?.found ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

/** A cell as text. A time of day is kept where a date has one. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!(value instanceof Date)) return String(value);
  const iso = value.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}
