/** Largest count that fits R's integers, and so DESeq2. */
export const LARGEST_COUNT = 2147483647;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+$/;
/** Texts that stand for a missing count. */
export const MISSING_COUNT = /^(|na|nan|n\/a|#n\/a|null|-|\.)$/i;

/**
 * A cell as a number; a comma may be the decimal mark, but not where it could as well separate thousands (`1,234`).
 *
 * @returns NaN when the text is not a number
 */
export function parseCell(text: string): number {
  if (NUMBER.test(text)) return Number(text);
  return DECIMAL_COMMA.test(text) && !THOUSANDS.test(text) ? Number(text.replace(',', '.')) : NaN;
}

/** Whether commas make it unclear how large the number is. */
export function hasThousands(text: string): boolean {
  return THOUSANDS.test(text);
}

/** Whether a number can be a count. */
export function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT;
}

/** The nearest whole number, halves to the even one, as R's `round`. */
export function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}
