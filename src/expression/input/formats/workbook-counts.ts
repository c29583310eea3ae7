import { inputError, suggestName } from '../../../problems/index.ts';
import { readParquet, readSheets } from '../../../table/index.ts';
import { parseCell } from '../count-cell.ts';
import type { CountReading, RawCounts } from '../raw-counts.ts';
import { readTextRows, type TextRows } from '../table-rows.ts';

/** Rows looked at to find the header below titles. */
const TITLE_ROWS = 20;

/**
 * Reads counts from a sheet of an Excel workbook. Rows above the header (titles, notes) are left out. A workbook with several
 * sheets of counts needs to be told which.
 *
 * @throws InputError `workbook-sheets`, `workbook-no-sheet`, and those of {@link readTextRows}
 */
export async function readWorkbookCounts(
  bytes: Uint8Array,
  file: string,
  reading: Pick<CountReading, 'sheet' | 'geneColumn' | 'round'>,
  isSample: (name: string) => boolean,
): Promise<RawCounts> {
  const sheets = (await readSheets(bytes, file)).filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== '')));
  const names = sheets.map(({ name }) => name);
  const found = reading.sheet === null ? likelySheets(sheets) : sheets.filter(({ name }) => name === reading.sheet);
  if (reading.sheet !== null && found.length === 0)
    throw inputError({
      code: 'workbook-no-sheet',
      file,
      message: `there is no sheet "${reading.sheet}"`,
      mend: suggestName(reading.sheet, names),
    });
  if (found.length !== 1)
    throw inputError({
      code: 'workbook-sheets',
      file,
      message:
        found.length === 0
          ? 'the workbook has no sheet with counts'
          : 'the workbook has several sheets with numbers, and it is unclear which holds the counts',
      found: names.join(', '),
      expected: 'one sheet: gene ids first, then one column per sample',
      mend: 'name the sheet (--sheet; in study.yaml reading: { sheet: ... })',
    });
  const table = rowsOf(found[0].rows, `${file} [${found[0].name}]`);
  const raw = readTextRows(table, reading, isSample);
  const notes = sheets.length > 1 ? [`Counts are taken from the sheet "${found[0].name}".`] : [];
  if (table.headerLine > 1) notes.push(`The header was found in row ${table.headerLine}; what stands above it is left out.`);
  return { ...raw, notes: [...notes, ...raw.notes] };
}

/** Reads counts from a Parquet file. */
export async function readParquetCounts(
  bytes: Uint8Array,
  file: string,
  reading: Pick<CountReading, 'geneColumn' | 'round'>,
  isSample: (name: string) => boolean,
): Promise<RawCounts> {
  const { columns, rowCount } = await readParquet(bytes, file);
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map(({ cells }) => cells[row] ?? ''));
  const lines = rows.map((_, i) => i + 1);
  return readTextRows({ file, header: columns.map(({ name }) => name), rows, headerLine: 1, lines }, reading, isSample);
}

interface Sheet {
  name: string;
  rows: string[][];
}

/** Sheets with numbers beside a column of names; of several, those that are not marked as notes (`_`). */
function likelySheets(sheets: readonly Sheet[]): Sheet[] {
  const numeric = sheets.filter(({ rows }) => {
    const header = headerRow(rows);
    return (
      header >= 0 &&
      rows.slice(header + 1, header + 20).some((row) => row.slice(1).some((cell) => !Number.isNaN(parseCell(cell))))
    );
  });
  const unmarked = numeric.filter(({ name }) => !name.startsWith('_'));
  return unmarked.length > 0 ? unmarked : numeric;
}

/** The first row that is as wide as most, so that titles above it are passed over. */
function headerRow(rows: readonly (readonly string[])[]): number {
  const widths = rows.slice(0, TITLE_ROWS).map((row) => row.filter((cell) => cell.trim() !== '').length);
  const widest = Math.max(0, ...widths);
  return widest < 2 ? -1 : widths.findIndex((width) => width >= Math.max(2, widest - 1));
}

function rowsOf(rows: readonly (readonly string[])[], file: string): TextRows {
  const header = Math.max(0, headerRow(rows));
  const width = Math.max(...rows.map((row) => row.length));
  const names = Array.from({ length: width }, (_, c) => (rows[header][c] ?? '').trim());
  const body = rows.slice(header + 1);
  return { file, header: names, rows: body, headerLine: header + 1, lines: body.map((_, i) => header + 2 + i) };
}
