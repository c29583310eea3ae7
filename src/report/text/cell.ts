import { count, MISSING, pvalue, significant } from './numbers.ts';

/** How the cells of a column read: as they are, to three digits, as whole numbers, or as p-values. */
export type CellFormat = 'text' | 'number' | 'whole' | 'p';

/** A cell for people. */
export function cellText(value: string | number | null, format: CellFormat): string {
  if (value === null) return MISSING;
  if (typeof value === 'string') return value;
  if (format === 'p') return pvalue(value);
  return format === 'whole' ? count(value) : significant(value);
}
