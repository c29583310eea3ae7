/** Raw counts, gene-major: the samples of one gene lie together. */
export interface CountMatrix {
  /** The file's name as the user knows it. */
  file: string;
  genes: string[];
  samples: string[];
  /** genes x samples. */
  counts: Float64Array;
  /** Average transcript lengths, genes x samples, when the counts are estimates that have to be corrected for them. */
  lengths?: Float64Array;
}

/**
 * The matrix with only some samples and only the genes of at least `minTotal` counts over those, in their order. When that is all of them
 * the arrays are shared, not copied: count matrices are never written to.
 */
export function selectCounts(matrix: CountMatrix, samples: ArrayLike<number>, minTotal: number): CountMatrix {
  const width = matrix.samples.length;
  const rows: number[] = [];
  for (let g = 0; g < matrix.genes.length; g++) {
    let total = 0;
    for (let j = 0; j < samples.length; j++) total += matrix.counts[g * width + samples[j]];
    if (total >= minTotal) rows.push(g);
  }
  const whole = rows.length === matrix.genes.length && samples.length === width && Array.from(samples).every((at, j) => at === j);
  if (whole) return matrix;
  const part = (values: Float64Array): Float64Array => {
    const out = new Float64Array(rows.length * samples.length);
    rows.forEach((g, to) => {
      for (let j = 0; j < samples.length; j++) out[to * samples.length + j] = values[g * width + samples[j]];
    });
    return out;
  };
  const selected: CountMatrix = {
    file: matrix.file,
    genes: rows.map((g) => matrix.genes[g]),
    samples: Array.from(samples, (j) => matrix.samples[j]),
    counts: part(matrix.counts),
  };
  return matrix.lengths === undefined ? selected : { ...selected, lengths: part(matrix.lengths) };
}
