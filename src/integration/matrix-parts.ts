/** Some columns of a row-major matrix, in the order wanted. */
export function selectColumns(values: Float64Array, width: number, wanted: readonly number[]): Float64Array {
  const rows = values.length / width;
  const out = new Float64Array(rows * wanted.length);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < wanted.length; k++) out[row * wanted.length + k] = values[row * width + wanted[k]];
  return out;
}

/** Some rows of a row-major matrix, in the order wanted. */
export function selectRows(values: Float64Array, width: number, wanted: readonly number[]): Float64Array {
  const out = new Float64Array(wanted.length * width);
  wanted.forEach((row, k) => {
    out.set(values.subarray(row * width, (row + 1) * width), k * width);
  });
  return out;
}
