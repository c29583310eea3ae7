import { sharedText } from '../../support/shared.ts';

/** Rows of a small data table of the shared folder, cells by column name. */
export function rowsOf(file: string): Map<string, string>[] {
  const [head, ...lines] = sharedText(`data/statistics/${file}`).replaceAll('"', '').trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => new Map(line.split(',').map((cell, i) => [names[i], cell])));
}

/** A numeric column of the rows that pass the filter. */
export function column(
  rows: readonly Map<string, string>[],
  name: string,
  keep: (row: Map<string, string>) => boolean = () => true,
): number[] {
  return rows.filter(keep).map((row) => Number(row.get(name)));
}
