/** Says how many values were rounded. */
export function roundingNote(rounded: number): string[] {
  return rounded === 0 ? [] : [`${rounded} counts that were not whole were rounded.`];
}
