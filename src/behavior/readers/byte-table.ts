import type { Problem } from '../../problems/index.ts';
import { cellsOf, lineEnd } from './cells.ts';

/** Delimited text as bytes, with its header already read. */
export interface ByteTable {
  file: string;
  bytes: Uint8Array;
  /** Offset of the first row. */
  from: number;
  /** One-based line of the first row. */
  firstLine: number;
  /** Column names; those of several header lines may be joined. */
  names: readonly string[];
  /** Character code of the delimiter. A blank as delimiter stands for any run of blanks. */
  delimiter: number;
  decimal: '.' | ',';
}

/**
 * Cells that a line may have: as many as the header names, and the empty ones after them that the first line has too (some programs end
 * each line with a delimiter). More would be a comma in a number, which moves all that follows it.
 */
export function mostCells({ bytes, from, names, delimiter }: ByteTable): number {
  const extra = cellsOf(bytes, from, lineEnd(bytes, from), delimiter).slice(names.length);
  return names.length + (extra.every((cell) => cell === '') ? extra.length : 0);
}

export function raggedLine(file: string, line: number, found: number, expected: number): Problem {
  return {
    code: 'track-ragged-line',
    severity: 'error',
    file,
    line,
    message: found < expected ? 'the line has too few cells' : 'the line has too many cells',
    found: String(found),
    expected: String(expected),
    mend:
      found < expected
        ? 'the file may be cut short; export it again'
        : 'take out what separates one cell into two (a comma in a number or a name)',
  };
}
