export { decodeText, type TextEncoding } from './decode-text.ts';
export { gunzip, isGzip } from './gunzip.ts';
export { type Hdf5Group, hdf5Dataset, hdf5Numbers, hdf5Texts, isHdf5, withHdf5 } from './hdf5.ts';
export { columnsOf, matrixColumns } from './output-columns.ts';
export { type ReadOptions, readDelimited } from './read-delimited.ts';
export { isParquet, readParquet } from './read-parquet.ts';
export { readTable } from './read-table.ts';
export { isWorkbook, readSheets, readWorkbook, type WorkbookSheet } from './read-workbook.ts';
export { type Delimiter, sniffDelimiter } from './sniff-dialect.ts';
export {
  type Column,
  findColumn,
  looksNumeric,
  MISSING_MARKS,
  numbers,
  parseNumber,
  requireColumn,
  type Table,
  tableOf,
  texts,
} from './table.ts';
export { unzip } from './unzip.ts';
export { formatDelimited, formatNumber, type OutputColumn } from './write-delimited.ts';
export { writeParquet } from './write-parquet.ts';
export { type OutputSheet, writeWorkbook } from './write-workbook.ts';
