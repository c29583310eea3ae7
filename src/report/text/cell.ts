import { count, fixed, MISSING, pvalue, significant } from './numbers.ts';

/** How the cells of a column read: as they are, to three digits, to two decimals, as whole numbers, or as p-values. */
export type CellFormat = 'text' | 'number' | 'hundredths' | 'whole' | 'p';

/** A cell for people. */
export function cellText(value: string | number | null, format: CellFormat): string {
  if (value === null) return MISSING;
  if (typeof value === 'string') return value;
  if (format === 'p') return pvalue(value);
  if (format === 'hundredths') return fixed(value, 2);
  return format === 'whole' ? count(value) : significant(value);
}
