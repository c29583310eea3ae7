import { InputError, inputError } from '../problems/index.ts';
import { tableFromRows } from './from-rows.ts';
import { checkPages } from './parquet-pages.ts';
import type { Table } from './table.ts';

const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** The column in which pandas keeps row names that have no name of their own. */
const PANDAS_INDEX = '__index_level_0__';

/** Whether the bytes begin as an Apache Parquet file does. */
export function isParquet(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads an Apache Parquet file (uncompressed or Snappy, any encoding). Cells become text as in {@link readDelimited}: numbers in full,
 * dates as ISO dates, booleans as `true` and `false`; nulls and NaN are missing. Row names of pandas come first, without a
 * name. Works in Node and in the browser; the library is loaded on first use.
 *
 * @throws InputError `parquet-damaged`, `parquet-nested` when a column holds lists or records, or the problems of the column names
 */
export async function readParquet(bytes: Uint8Array, fileName: string): Promise<Table> {
  const { names, rows } = await readRows(bytes, fileName);
  const index = names.indexOf(PANDAS_INDEX);
  const order = names.map((_, i) => i);
  if (index > 0) order.unshift(...order.splice(index, 1));
  const cells = rows.map((row) => order.map((c) => textOf(row[c], fileName, names[c])));
  const header = order.map((c) => (names[c] === PANDAS_INDEX ? '' : names[c]));
  return tableFromRows(
    fileName,
    [header, ...cells],
    Int32Array.from({ length: cells.length + 1 }, (_, i) => i),
  );
}

async function readRows(bytes: Uint8Array, file: string): Promise<{ names: string[]; rows: unknown[][] }> {
  const { parquetMetadata, parquetRead, parquetSchema } = await import('hyparquet');
  const { parquetHeader } = await import('hyparquet/src/column.js');
  const source = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => {
      const part = bytes.slice(start, end);
      return part.buffer;
    },
  };
  try {
    const metadata = parquetMetadata(source.slice(0));
    const columns = parquetSchema(metadata).children;
    const nested = columns.find(({ children, element }) => children.length > 0 || element.repetition_type === 'REPEATED');
    if (nested !== undefined) throw nestedColumn(file, nested.element.name);
    const names = columns.map(({ element }) => element.name);
    checkPages(bytes, metadata, parquetHeader);
    let rows: unknown[][] = [];
    await parquetRead({
      file: source,
      metadata,
      onComplete: (read) => {
        rows = read;
      },
    });
    if (rows.length !== Number(metadata.num_rows)) throw new RangeError(`${rows.length} of ${metadata.num_rows} rows`);
    return { names, rows };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw inputError({
      code: 'parquet-damaged',
      file,
      message: 'the Parquet file is damaged, cut short, or packed in a way that is not read',
      found: error instanceof Error ? error.message : String(error),
      expected: 'a Parquet file without compression or with Snappy',
      mend: 'write it again, or export the table as .csv',
    });
  }
}

/** A cell as text; empty where it is missing. A time of day is kept where a date has one. */
function textOf(value: unknown, file: string, name: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    const iso = value.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
  }
  throw nestedColumn(file, name);
}

function nestedColumn(file: string, name: string): Error {
  return inputError({
    code: 'parquet-nested',
    file,
    message: `column "${name}" holds lists or records`,
    expected: 'numbers, texts or dates',
    mend: 'flatten the column before it is written',
  });
}
