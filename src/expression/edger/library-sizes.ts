/** Total counts per sample of a genes x samples matrix. */
export function librarySizes(counts: Float64Array, samples: number): Float64Array {
  const totals = new Float64Array(samples);
  for (let i = 0; i < counts.length; i += samples) for (let j = 0; j < samples; j++) totals[j] += counts[i + j];
  return totals;
}

/** Library sizes times normalization factors. */
export function effectiveSizes(sizes: Float64Array, factors: Float64Array): Float64Array {
  return sizes.map((size, j) => size * factors[j]);
}
