import type { FileMetaData } from 'hyparquet';
import type { parquetHeader } from 'hyparquet/src/column.js';

/** Most cells that a table read as a whole may have. */
const LARGEST_TABLE = 1e9;

/**
 * Walks through the page headers of every column before anything is unpacked. The library trusts them, and would loop without
 * end on a page of negative size or run out of memory on a count of values that is not true.
 *
 * @param readHeader the library's reader of a page header
 * @throws RangeError saying what does not fit
 */
export function checkPages(bytes: Uint8Array, metadata: FileMetaData, readHeader: typeof parquetHeader): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let rows = 0;
  let columns = 0;
  for (const group of metadata.row_groups) {
    rows += Number(group.num_rows);
    for (const { meta_data: chunk } of group.columns) {
      if (chunk === undefined) throw new RangeError('a column has no description');
      const from = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
      const end = from + Number(chunk.total_compressed_size);
      if (!(from >= 4 && end >= from && end <= bytes.byteLength - 8)) throw new RangeError('a column lies outside the file');
      if (chunk.num_values !== group.num_rows)
        throw new RangeError('a column has another number of values than the file has rows');
      checkColumn(view, { from, end, values: Number(chunk.num_values) }, readHeader);
    }
    columns = Math.max(columns, group.columns.length);
  }
  if (rows !== Number(metadata.num_rows) || !(rows >= 0)) throw new RangeError('the numbers of rows do not add up');
  if (rows * columns > LARGEST_TABLE) throw new RangeError(`${rows} rows of ${columns} columns are too many`);
}

function checkColumn(
  view: DataView,
  { from, end, values }: { from: number; end: number; values: number },
  readHeader: typeof parquetHeader,
): void {
  const reader = { view: new DataView(view.buffer, view.byteOffset + from, end - from), offset: 0 };
  let seen = 0;
  while (reader.offset < end - from && seen < values) {
    const header = readHeader(reader);
    const { compressed_page_size: size, uncompressed_page_size: unpacked } = header;
    const page = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
    const count = page?.num_values;
    if (!(size >= 0 && unpacked >= 0 && reader.offset + size <= end - from))
      throw new RangeError('a page does not fit its column');
    if (count === undefined || !(count >= 0)) throw new RangeError('a page does not say how many values it has');
    if (header.type !== 'DICTIONARY_PAGE') seen += count;
    reader.offset += size;
  }
  if (seen !== values) throw new RangeError('a column has fewer or more values than it says');
}
