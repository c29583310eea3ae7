/** A column to be written: numbers (NaN becomes NA) or text (null becomes NA). */
export interface OutputColumn {
  name: string;
  values: ArrayLike<number> | readonly (string | number | null)[];
}

/** A number as the shortest text that restores the double exactly; NaN as `NA`, infinities as `Inf` and `-Inf`. */
export function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NA' : value > 0 ? 'Inf' : '-Inf';
}

/** Quotes a field only where the dialect needs it. */
function field(text: string, delimiter: string): string {
  return text.includes(delimiter) || text.includes('"') || text.includes('\n') || text.includes('\r')
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

/** Columns as delimited text with a header line and `\n` line ends. All columns must have the same length. */
export function formatDelimited(columns: readonly OutputColumn[], delimiter: '\t' | ',' | ';' = '\t'): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines = [columns.map((column) => field(column.name, delimiter)).join(delimiter)];
  for (let row = 0; row < rows; row++) {
    let line = '';
    for (let c = 0; c < columns.length; c++) {
      const value = columns[c].values[row];
      if (c > 0) line += delimiter;
      line += value === null ? 'NA' : typeof value === 'number' ? formatNumber(value) : field(value, delimiter);
    }
    lines.push(line);
  }
  lines.push('');
  return lines.join('\n');
}
