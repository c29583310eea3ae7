import { qrDecomposition, qrOrthonormal } from '../../stats/index.ts';

/** Orthonormal basis of the columns of a samples x p matrix, samples x rank, row-major. */
export function columnBasis(matrix: Float64Array, samples: number): { basis: Float64Array; rank: number } {
  const qr = qrDecomposition(matrix, samples, matrix.length / samples);
  return { basis: qrOrthonormal(qr), rank: qr.rank };
}

/** Takes from each row (gene) its part in the column space of a design; returns the residuals, genes x samples. */
export function residualsOf(values: Float64Array, samples: number, design: Float64Array): Float64Array {
  const { basis, rank } = columnBasis(design, samples);
  const out = Float64Array.from(values);
  for (let at = 0; at < out.length; at += samples) projectOut(out, at, basis, rank, samples);
  return out;
}

/** Takes the part of a row along each column of an orthonormal samples x rank basis, in place. */
export function projectOut(values: Float64Array, at: number, basis: Float64Array, rank: number, samples: number): void {
  for (let k = 0; k < rank; k++) {
    let share = 0;
    for (let j = 0; j < samples; j++) share += basis[j * rank + k] * values[at + j];
    for (let j = 0; j < samples; j++) values[at + j] -= share * basis[j * rank + k];
  }
}

/** Sums over genes of products of samples: samples x samples. */
export function sampleProducts(values: Float64Array, samples: number): Float64Array {
  const out = new Float64Array(samples * samples);
  for (let at = 0; at < values.length; at += samples)
    for (let i = 0; i < samples; i++) {
      const left = values[at + i];
      for (let j = 0; j <= i; j++) out[i * samples + j] += left * values[at + j];
    }
  for (let i = 0; i < samples; i++) for (let j = 0; j < i; j++) out[j * samples + i] = out[i * samples + j];
  return out;
}

/** Columns of several samples x p matrices, one after the other, as one matrix. */
export function joinColumns(samples: number, ...parts: readonly Float64Array[]): Float64Array {
  const widths = parts.map((part) => part.length / samples);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const out = new Float64Array(samples * total);
  let start = 0;
  parts.forEach((part, i) => {
    for (let j = 0; j < samples; j++) for (let k = 0; k < widths[i]; k++) out[j * total + start + k] = part[j * widths[i] + k];
    start += widths[i];
  });
  return out;
}

/** The first `count` columns of a samples x width matrix. */
export function firstColumns(matrix: Float64Array, samples: number, count: number): Float64Array {
  const width = matrix.length / samples;
  return Float64Array.from({ length: samples * count }, (_, i) => matrix[Math.floor(i / count) * width + (i % count)]);
}
