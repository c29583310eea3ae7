import { inputError } from '../problems/index.ts';
import { gunzip, isGzip } from './gunzip.ts';

/** How text was found to be encoded. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SIGNATURES: readonly { bytes: readonly number[]; what: string; mend: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive or an Excel workbook', mend: 'name a workbook with the ending .xlsx' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel or Word file', mend: 'save it as .xlsx or .csv' },
  { bytes: [0x89, 0x48, 0x44, 0x46], what: 'an HDF5 file', mend: 'export the table as .csv' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF', mend: 'export the table as .csv' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture', mend: 'name the table, not the picture' },
  { bytes: [0x42, 0x5a, 0x68], what: 'a bzip2 archive', mend: 'unpack it, or pack it with gzip' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], what: 'an xz archive', mend: 'unpack it, or pack it with gzip' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a zstd archive', mend: 'unpack it, or pack it with gzip' },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', mend: 'export the table as .csv' },
];

/**
 * A text file's text: gunzipped when it is gzip, decoded by its byte order mark, else as UTF-16 when every other byte is
 * zero, else as UTF-8 when it is valid, else as Windows-1252 (which contains Latin-1).
 *
 * @throws InputError `file-empty`, `file-binary` (naming the kind of file where it can be told) or `gzip-damaged`
 */
export function decodeText(bytes: Uint8Array, fileName: string): { text: string; encoding: TextEncoding } {
  const plain = isGzip(bytes) ? gunzip(bytes, fileName) : bytes;
  for (const signature of SIGNATURES) {
    if (signature.bytes.every((byte, i) => plain[i] === byte)) throw binary(fileName, signature.what, signature.mend);
  }
  const encoding = detectEncoding(plain);
  const text = encoding === undefined ? undefined : new TextDecoder(encoding).decode(plain);
  if (encoding === undefined || text === undefined || hasControlCharacters(text))
    throw binary(fileName, 'binary data', 'name a text table (.csv, .tsv, .txt, also .gz) or an Excel workbook (.xlsx)');
  if (text.trim() === '') {
    throw inputError({
      code: 'file-empty',
      file: fileName,
      message: 'the file is empty',
      mend: 'check that the export finished, and that this is the file you mean',
    });
  }
  return { text, encoding };
}

function binary(file: string, found: string, mend: string): Error {
  return inputError({ code: 'file-binary', file, message: 'this is not a text file', found, expected: 'a table as text', mend });
}

function detectEncoding(bytes: Uint8Array): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 4096) & ~1;
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]++;
  if (zeros[1] > 0.35 * length && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > 0.35 * length && zeros[1] === 0) return 'utf-16be';
  if (bytes.indexOf(0) >= 0) return undefined;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Text has tabs, line ends, form feeds and perhaps a trailing Ctrl-Z; compressed or numeric data has all the others. */
function hasControlCharacters(text: string): boolean {
  const length = Math.min(text.length, 65536);
  let strange = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 26)) strange++;
  }
  return strange > 0.02 * length;
}
