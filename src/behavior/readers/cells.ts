const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BLANK = 32;
const DECODER = new TextDecoder();

/** Offset of the end of the line that begins at `from`. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end < 0 ? bytes.length : end;
}

/** Offset after the last line that is not blank. */
export function contentEnd(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && (bytes[end - 1] === 10 || bytes[end - 1] === RETURN || bytes[end - 1] === BLANK)) end--;
  return end;
}

/** Offset of the cell `count` delimiters further on, -1 when the line ends before. Fast as long as no quote is met. */
export function skipPlain(bytes: Uint8Array, start: number, delimiter: number, count: number): number {
  let at = start;
  for (let left = count; left > 0; at++) {
    const byte = bytes[at];
    if (byte === delimiter) left--;
    // Digits, signs and letters lie above 34, the quote; the line end and the end of the file (undefined) do not.
    else if (!(byte > 34)) {
      if (byte === 34) return skipCells(bytes, start, delimiter, count);
      if (byte === 10 || at >= bytes.length) return -1;
    }
  }
  return at;
}

/** The same where cells may be quoted, or separated by runs of blanks. */
export function skipCells(bytes: Uint8Array, start: number, delimiter: number, count: number): number {
  let at = start;
  for (let left = count; left > 0; left--) {
    at = cellEnd(bytes, at, delimiter);
    if (at >= bytes.length || bytes[at] !== delimiter) return -1;
    at++;
    if (delimiter === BLANK) while (bytes[at] === BLANK) at++;
  }
  return at;
}

/** Number of cells from `start` to the end of the line. */
export function countCells(bytes: Uint8Array, start: number, delimiter: number): number {
  return cellsOf(bytes, start, lineEnd(bytes, start), delimiter).length;
}

/** Number of delimiters from `at` to the end of the line, and where that is. */
export function restOfLine(bytes: Uint8Array, at: number, delimiter: number): [count: number, end: number] {
  let count = 0;
  let i = at;
  while (i < bytes.length && bytes[i] !== NEWLINE) {
    if (bytes[i] === delimiter) {
      count++;
      if (bytes[i + 1] === QUOTE) i = cellEnd(bytes, i + 1, delimiter) - 1;
    }
    i++;
  }
  return [count, i];
}

/** The cells of the line from `at` to `end`, quotes removed; at most `most` of them. */
export function cellsOf(bytes: Uint8Array, at: number, end: number, delimiter: number, most = Infinity): string[] {
  const cells: string[] = [];
  let start = at;
  if (delimiter === BLANK) while (start < end && bytes[start] === BLANK) start++;
  while (cells.length < most) {
    const stop = Math.min(cellEnd(bytes, start, delimiter), end);
    cells.push(cellText(bytes, start, stop));
    if (stop >= end) break;
    start = stop + 1;
    if (delimiter === BLANK) {
      while (start < end && bytes[start] === BLANK) start++;
      if (start >= end) break;
    }
  }
  return cells;
}

/** Offset of the delimiter or line end after the cell that starts at `start`; a delimiter inside quotes does not count. */
export function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start;
  if (bytes[at] === QUOTE) {
    at++;
    while (at < bytes.length && bytes[at] !== NEWLINE && !(bytes[at] === QUOTE && bytes[at + 1] !== QUOTE))
      at += bytes[at] === QUOTE ? 2 : 1;
  }
  while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
  return at;
}

export function cellText(bytes: Uint8Array, start: number, end: number): string {
  const text = DECODER.decode(bytes.subarray(start, end)).trim();
  return text.length >= 2 && text[0] === '"' && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
