import { gunzip, isGzip, isHdf5, isParquet, isWorkbook } from '../../../table/index.ts';
import { isTailRow } from '../../identifiers/tail-rows.ts';
import { parseCell } from '../count-cell.ts';
import { splitLine } from '../count-header.ts';
import { plainText } from '../plain-text.ts';
import type { CountFile } from '../raw-counts.ts';

/** What a file is, by its content. */
export type CountFormat =
  | 'workbook'
  | 'parquet'
  | 'hdf5'
  | 'matrix-market'
  | 'salmon'
  | 'kallisto'
  | 'star'
  | 'gene-per-line'
  | 'matrix';

/** A file whose format is known: unpacked, text as UTF-8. */
export interface KnownFile {
  name: string;
  bytes: Uint8Array;
  format: CountFormat;
  /** Of `gene-per-line`: the delimiter's byte value and the cells of a row. */
  shape: { delimiter: number; width: number };
}

const NO_SHAPE = { delimiter: 9, width: 2 };
/** First cells of headers; a table that begins with one of them has a header even if its second cell is a number. */
const HEADER_WORD =
  /^(|gene|gene[ _.]?id|gene[ _.]?name|gene[ _.]?symbol|id|symbol|ensembl|ensembl[ _.]?id|feature|probe|name|geneid|x|transcript)$/i;

/**
 * Tells formats apart by content, never by name.
 *
 * @throws InputError `file-empty`, `file-binary`, `gzip-damaged`
 */
export function detectFormat({ name, bytes }: CountFile): KnownFile {
  const whole = isGzip(bytes) ? gunzip(bytes, name) : bytes;
  const known = (format: CountFormat, content = whole, shape = NO_SHAPE): KnownFile => ({ name, bytes: content, format, shape });
  if (isWorkbook(whole)) return known('workbook');
  if (isParquet(whole)) return known('parquet');
  if (isHdf5(whole)) return known('hdf5');
  const text = plainText(whole, name);
  const [first = '', second = ''] = firstLines(text);
  if (/^%%MatrixMarket/i.test(first)) return known('matrix-market', text);
  const cells = first.split('\t');
  if (cells.includes('NumReads') && cells.includes('EffectiveLength')) return known('salmon', text);
  if (cells.includes('est_counts') && cells.includes('target_id')) return known('kallisto', text);
  if (cells[0] === 'N_unmapped' && cells.length === 4) return known('star', text);
  const shape = genePerLine(first, second);
  return shape === null ? known('matrix', text) : known('gene-per-line', text, shape);
}

/** The shape of a file without a header that gives one sample's count per line; null when it has a header. */
function genePerLine(first: string, second: string): KnownFile['shape'] | null {
  for (const mark of ['\t', ',', ';', ' ']) {
    const cells = splitLine(first, mark);
    if (cells.length < 2 || cells.length > 3) continue;
    const number = !Number.isNaN(parseCell(cells[cells.length - 1]));
    const sameWidth = second === '' || splitLine(second, mark).length === cells.length;
    const header = HEADER_WORD.test(cells[0]) || !sameWidth || (cells.length === 3 && !Number.isNaN(parseCell(cells[1])));
    return number && (!header || isTailRow(cells[0])) ? { delimiter: mark.charCodeAt(0), width: cells.length } : null;
  }
  return null;
}

function firstLines(text: Uint8Array): string[] {
  return new TextDecoder()
    .decode(text.subarray(0, 65536))
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 2);
}
