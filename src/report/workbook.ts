import { type OutputSheet, writeWorkbook } from '../table/index.ts';
import { type DataSet, headOf } from './data/data-set.ts';

/** Rows of a sheet; longer tables, which are those of all genes, are whole in tables/ only. */
const MOST_ROWS = 1_000;

/** The tables as one Excel workbook: a sheet of contents, then a sheet per table, longest ones cut to their first rows. */
export function workbookOf(sets: readonly DataSet[]): Promise<Uint8Array> {
  const filled = sets.filter((set) => set.rowCount > 0);
  return writeWorkbook([contentsSheet(filled), ...filled.map(sheetOf)]);
}

function sheetOf(set: DataSet, index: number): OutputSheet {
  return { name: `${index + 1} ${set.title}`, columns: headOf(set, MOST_ROWS).columns };
}

function contentsSheet(sets: readonly DataSet[]): OutputSheet {
  return {
    name: 'Contents',
    columns: [
      { name: 'sheet', values: sets.map((_, i) => i + 1) },
      { name: 'table', values: sets.map((set) => set.title) },
      { name: 'description', values: sets.map((set) => set.description) },
      { name: 'rows here', values: sets.map((set) => Math.min(set.rowCount, MOST_ROWS)) },
      { name: 'rows in all', values: sets.map((set) => set.rowCount) },
      { name: 'file', values: sets.map((set) => `tables/${set.id}.tsv`) },
    ],
  };
}
