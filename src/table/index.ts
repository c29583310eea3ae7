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
export { formatDelimited, formatNumber, type OutputColumn } from './write-delimited.ts';
