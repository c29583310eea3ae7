import { settleIdentifiers } from '../identifiers/settle-identifiers.ts';
import type { CountMatrix } from './count-matrix.ts';
import { readMatrixText } from './matrix-text.ts';
import { plainText } from './plain-text.ts';

/**
 * Reads a count table as delimited text: gene ids first, then one column of whole numbers per sample; tab, comma, semicolon, bar or
 * space; gzip and UTF-16 detected. Every column is a sample. {@link readCountFiles} reads all other formats.
 *
 * @throws InputError with every problem of the file: `file-empty`, `file-binary`, `counts-ragged-row`, `counts-not-integer`,
 *   `counts-negative`, `counts-missing`, `counts-too-large`, `counts-duplicate-gene`, `counts-duplicate-sample`, `counts-no-gene-id`
 */
export function readCounts(raw: Uint8Array, file: string): CountMatrix {
  const found = readMatrixText(plainText(raw, file), file, { geneColumn: null, round: false }, () => true);
  return settleIdentifiers(found, { versions: 'keep', duplicates: 'refuse' }).matrix;
}
