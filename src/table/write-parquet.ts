import type { ColumnSource } from 'hyparquet-writer';
import { formatNumber, type OutputColumn } from './write-delimited.ts';

/**
 * Writes a table as Apache Parquet (Snappy): columns of numbers as DOUBLE, all others as UTF-8 strings. NaN and null become
 * nulls, as `NA` in text; infinities are kept. The type of a column does not depend on which of its values are missing, unless
 * all are. The same content gives the same bytes. Works in Node and in the browser; the library is loaded on first use.
 */
export async function writeParquet(columns: readonly OutputColumn[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({ columnData: columns.map(sourceOf), createdBy: 'limbic' });
  return new Uint8Array(buffer);
}

function sourceOf({ name, values }: OutputColumn): ColumnSource {
  const cells = Array.from<string | number | null>(values as ArrayLike<string | number | null>);
  const isText = Array.isArray(values) && cells.some((cell) => typeof cell === 'string');
  if (isText) return { name, type: 'STRING', data: cells.map((cell) => (typeof cell === 'number' ? formatNumber(cell) : cell)) };
  return { name, type: 'DOUBLE', data: cells.map((cell) => (Number.isNaN(cell) ? null : cell)) };
}
