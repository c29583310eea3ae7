import { qrDecomposition } from '../linear-algebra/index.ts';

/**
 * The lower trapezoidal factor L (width x width, columns past `columns` zero, diagonal not negative) with L L' = F F', found
 * by rotating F (width x columns, row-major), never by squaring it.
 */
export function lowerFactor(factor: Float64Array, width: number, columns: number): Float64Array {
  const turned = new Float64Array(columns * width);
  for (let i = 0; i < width; i++) for (let j = 0; j < columns; j++) turned[j * width + i] = factor[i * columns + j];
  const out = new Float64Array(width * width);
  if (columns === 0) return out;
  const { packed } = qrDecomposition(turned, columns, width, 0);
  for (let i = 0; i < columns && i < width; i++) {
    const sign = packed[i * columns + i] < 0 ? -1 : 1;
    for (let j = i; j < width; j++) out[j * width + i] = sign * packed[j * columns + i];
  }
  return out;
}

/** The lower trapezoidal factor of the part of a matrix that its `rank` leading eigenvectors carry. */
export function leadingFactor(values: Float64Array, vectors: Float64Array, width: number, rank: number): Float64Array {
  const factor = new Float64Array(width * rank);
  for (let i = 0; i < width; i++)
    for (let j = 0; j < rank; j++) factor[i * rank + j] = vectors[i * width + j] * Math.sqrt(Math.max(values[j], 0));
  return lowerFactor(factor, width, rank);
}
