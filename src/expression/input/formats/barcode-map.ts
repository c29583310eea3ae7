import { inputError } from '../../../problems/index.ts';
import { findColumn, readDelimited } from '../../../table/index.ts';
import type { CountFile } from '../raw-counts.ts';

const BARCODE = ['barcode', 'Barcode', 'cell', 'cell_barcode', 'CB', 'index', ''];
const SAMPLE = ['sample', 'Sample', 'sample_id', 'donor', 'animal', 'orig.ident', 'assignment'];

/**
 * Reads a table of cell barcodes and samples: columns `barcode` and `sample` or their like, else the first two.
 *
 * @throws InputError `barcodes-one-column`, `barcodes-repeated`, or those of a table
 */
export function readBarcodeMap({ name, bytes }: CountFile): Map<string, string> {
  const table = readDelimited(bytes, name);
  const pick = (names: readonly string[], standard: number) =>
    names.map((one) => findColumn(table, one)).find((one) => one !== undefined) ?? table.columns[standard];
  const barcodes = pick(BARCODE, 0);
  const samples = pick(SAMPLE, 1);
  if (samples === undefined || barcodes === samples)
    throw inputError({
      code: 'barcodes-one-column',
      file: name,
      line: 1,
      message: 'the map of barcodes has a single column',
      expected: 'barcode and sample',
      mend: 'give two columns: barcode, sample',
    });
  const map = new Map<string, string>();
  barcodes.cells.forEach((barcode, row) => {
    const sample = samples.cells[row];
    if (barcode === null || sample === null) return;
    if (map.has(barcode) && map.get(barcode) !== sample)
      throw inputError({
        code: 'barcodes-repeated',
        file: name,
        line: table.lines[row],
        message: 'the barcode is given to two samples',
        found: barcode,
        mend: 'give every barcode to one sample, or leave it out',
      });
    map.set(barcode, sample);
  });
  return map;
}
