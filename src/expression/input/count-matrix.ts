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

/** The matrix with only some samples and only the genes of at least `minTotal` counts over those, in their order. */
export function selectCounts(matrix: CountMatrix, samples: ArrayLike<number>, minTotal: number): CountMatrix {
  const width = matrix.samples.length;
  const kept = samples.length;
  const counts = new Float64Array(matrix.genes.length * kept);
  const lengths = matrix.lengths === undefined ? undefined : new Float64Array(counts.length);
  const genes: string[] = [];
  for (let g = 0; g < matrix.genes.length; g++) {
    const target = genes.length * kept;
    let total = 0;
    for (let j = 0; j < kept; j++) {
      const count = matrix.counts[g * width + samples[j]];
      counts[target + j] = count;
      total += count;
      if (lengths !== undefined && matrix.lengths !== undefined) lengths[target + j] = matrix.lengths[g * width + samples[j]];
    }
    if (total >= minTotal) genes.push(matrix.genes[g]);
  }
  const selected: CountMatrix = {
    file: matrix.file,
    genes,
    samples: Array.from(samples, (j) => matrix.samples[j]),
    counts: counts.slice(0, genes.length * kept),
  };
  return lengths === undefined ? selected : { ...selected, lengths: lengths.slice(0, genes.length * kept) };
}
