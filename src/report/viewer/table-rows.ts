import { type CellFormat, cellText } from '../text/cell.ts';
import type { EmbeddedSet } from './embedded.ts';

/** The rows of a table, wherever they come from. */
export interface TableRows {
  count: number;
  /** Number of rows of the whole data set. */
  of: number;
  /** What to sort and filter a cell by: its number (NaN where missing), or its text. */
  key(row: number, column: number): string | number;
  element(row: number): HTMLTableRowElement;
}

/** Rows that stand in the page already. */
export function domRows(body: HTMLTableSectionElement, formats: readonly CellFormat[]): TableRows {
  const elements = [...body.rows];
  const keys = elements.map((row) =>
    formats.map((format, column) => {
      const cell = row.cells[column];
      if (format === 'text') return cell.textContent ?? '';
      const value = cell.dataset.value ?? '';
      return value === '' ? NaN : Number(value);
    }),
  );
  return {
    count: elements.length,
    of: elements.length,
    key: (row, column) => keys[row][column],
    element: (row) => elements[row],
  };
}

/** Rows of an embedded data set; elements are made when they are shown. */
export function embeddedRows(set: EmbeddedSet, formats: readonly CellFormat[]): TableRows {
  const numbers = formats.map((format, column) =>
    format === 'text' ? null : Float64Array.from(set.rows, (row) => numberOf(row[column])),
  );
  const element = (row: number): HTMLTableRowElement => {
    const line = document.createElement('tr');
    formats.forEach((format, column) => {
      const cell = document.createElement('td');
      const value = numbers[column]?.[row] ?? (set.rows[row][column] === 'NA' ? null : set.rows[row][column]);
      cell.textContent = cellText(value, format);
      if (format !== 'text') cell.className = format;
      line.append(cell);
    });
    return line;
  };
  return { count: set.rows.length, of: set.of, key: (row, column) => numbers[column]?.[row] ?? set.rows[row][column], element };
}

function numberOf(text: string): number {
  if (text === 'NA' || text === '') return NaN;
  return text === 'Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
