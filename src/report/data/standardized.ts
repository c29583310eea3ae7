/** Values as deviations from their mean, in their standard deviations; zeros where they do not vary. For colors. */
export function standardized(values: ArrayLike<number>): Float64Array {
  const row = Float64Array.from(values);
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const square = row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const sd = Math.sqrt(square / (row.length - 1));
  return row.map((value) => (sd > 0 ? (value - mean) / sd : 0));
}
