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

/** Values and group numbers (levels in the given order, else alphabetical) of two columns. */
export function grouped(
  rows: readonly Map<string, string>[],
  value: string,
  group: string,
  levels: readonly string[] = [...new Set(rows.map((row) => row.get(group) ?? ''))].sort(),
): { values: number[]; groups: number[]; levels: readonly string[] } {
  return { values: column(rows, value), groups: rows.map((row) => levels.indexOf(row.get(group) ?? '')), levels };
}

/** A complete blocks x treatments table, row-major, blocks and treatments in numeric order. */
export function blockTable(
  rows: readonly Map<string, string>[],
  value: string,
  block: string,
  treatment: string,
): { table: Float64Array; treatments: number } {
  const order = (name: string) => [...new Set(column(rows, name))].sort((a, b) => a - b);
  const [blocks, treatments] = [order(block), order(treatment)];
  const table = new Float64Array(blocks.length * treatments.length).fill(NaN);
  for (const row of rows)
    table[blocks.indexOf(Number(row.get(block))) * treatments.length + treatments.indexOf(Number(row.get(treatment)))] = Number(
      row.get(value),
    );
  return { table, treatments: treatments.length };
}
