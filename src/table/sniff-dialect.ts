/** A character that separates cells. */
export type Delimiter = '\t' | ',' | ';' | '|';

const CANDIDATES: readonly Delimiter[] = ['\t', ';', ',', '|'];
const LINES_LOOKED_AT = 100;

/**
 * The delimiter of a text: the candidate that occurs in the header and, outside quotes, equally often on most lines. Ties
 * go to tab, then semicolon (where it separates, a comma is a decimal mark), then comma, then bar. A text with none of
 * them has one column; the comma is returned.
 */
export function sniffDelimiter(text: string): Delimiter {
  const lines = headLines(text);
  let best: Delimiter = ',';
  let bestShare = 0;
  for (const delimiter of CANDIDATES) {
    const counts = lines.map((line) => countOutsideQuotes(line, delimiter));
    if (counts[0] === 0) continue;
    const share = largestShare(counts);
    if (share > bestShare + 1e-9) {
      best = delimiter;
      bestShare = share;
    }
  }
  return best;
}

/** The first non-blank lines; a line break inside quotes does not end a line. */
function headLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i <= text.length && lines.length < LINES_LOOKED_AT; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    if (i < text.length && (quoted || (character !== '\n' && character !== '\r'))) continue;
    if (i > start) lines.push(text.slice(start, i));
    start = i + 1;
  }
  return lines;
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let count = 0;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count++;
  }
  return count;
}

/** Share of the lines that have the most common non-zero count. */
function largestShare(counts: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
  return Math.max(0, ...tally.values()) / counts.length;
}

const DECIMAL_COMMA = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+$/;
const DECIMAL_POINT = /^[+-]?\d*\.\d+([eE][+-]?\d+)?$/;

/**
 * The decimal mark of a file whose delimiter is not the comma: the comma when some cells read like `12,5`, not all of
 * those could as well be thousands (`12,500`), and no cell reads like `12.5`; else the point.
 */
export function sniffDecimal(columns: readonly { readonly cells: readonly (string | null)[] }[]): '.' | ',' {
  let commas = false;
  for (const column of columns) {
    for (const cell of column.cells) {
      if (cell === null) continue;
      if (cell.includes('.') && DECIMAL_POINT.test(cell)) return '.';
      commas ||= cell.includes(',') && DECIMAL_COMMA.test(cell) && !THOUSANDS.test(cell);
    }
  }
  return commas ? ',' : '.';
}
