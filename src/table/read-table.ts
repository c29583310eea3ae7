import { inputError } from '../problems/index.ts';
import { type ReadOptions, readDelimited } from './read-delimited.ts';
import { isParquet, readParquet } from './read-parquet.ts';
import { isWorkbook, readWorkbook } from './read-workbook.ts';
import type { Table } from './table.ts';

/**
 * Reads a table from delimited text, an Excel workbook or Parquet, told apart by their first bytes. A workbook must have one
 * sheet with content, besides notes (sheets whose names begin with `_`).
 *
 * @throws InputError as {@link readDelimited}, {@link readWorkbook} and {@link readParquet}; `workbook-sheets` when it is unclear which sheet is meant
 */
export async function readTable(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): Promise<Table> {
  if (isParquet(bytes)) return readParquet(bytes, fileName);
  if (!isWorkbook(bytes)) return readDelimited(bytes, fileName, options);
  const sheets = (await readWorkbook(bytes, fileName)).filter((sheet) => !sheet.name.startsWith('_'));
  if (sheets.length === 1) return sheets[0].table;
  throw inputError({
    code: 'workbook-sheets',
    file: fileName,
    message:
      sheets.length === 0 ? 'the workbook has no content' : 'the workbook has several sheets, and it is unclear which is meant',
    found: sheets.map((sheet) => sheet.name).join(', '),
    expected: 'one sheet',
    mend: 'keep one sheet, begin the names of the others with _, or export the sheet as .csv',
  });
}
