import { inputError } from '../problems/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { formatDelimited } from '../table/index.ts';
import { writeOutput } from './support.ts';

/** Writes a table in the format its name's ending asks for: .tsv, .csv, .json; `-` is tab-separated on standard output. */
export function writeColumns(path: string, columns: readonly OutputColumn[]): void {
  if (path.endsWith('.csv')) writeOutput(path, formatDelimited(columns, ','));
  else if (path.endsWith('.json')) writeOutput(path, jsonRows(columns));
  else if (path === '-' || /\.(tsv|txt|tab)$/.test(path)) writeOutput(path, formatDelimited(columns));
  else
    throw inputError({
      code: 'output-format',
      file: path,
      message: 'the ending of the output does not name a format',
      expected: '.tsv, .csv or .json',
      mend: 'choose another name with -o',
    });
}

/** One JSON object per row. Written by hand, so that no name from the data becomes a key of an object here. */
function jsonRows(columns: readonly OutputColumn[]): string {
  const keys = columns.map((column) => JSON.stringify(column.name));
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) => {
    const fields = columns.map((column, c) => `${keys[c]}:${JSON.stringify(column.values[row])}`);
    return `{${fields.join(',')}}`;
  });
  return `[\n${rows.join(',\n')}\n]\n`;
}
