/**
 * Rows of a genes x samples matrix with mean 0 and standard deviation 1 (n - 1). Genes that do not vary become NaN.
 *
 * @param values genes x samples, gene-major
 */
export function standardizedRows(values: Float64Array, samples: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += samples) {
    let mean = 0;
    for (let j = 0; j < samples; j++) mean += values[start + j] / samples;
    let square = 0;
    for (let j = 0; j < samples; j++) square += (values[start + j] - mean) * (values[start + j] - mean);
    const sd = Math.sqrt(square / (samples - 1));
    for (let j = 0; j < samples; j++) out[start + j] = sd > 0 ? (values[start + j] - mean) / sd : NaN;
  }
  return out;
}

/** The positions of a set whose genes vary. */
export function varyingMembers(standardized: Float64Array, samples: number, set: Int32Array): Int32Array {
  return set.filter((gene) => !Number.isNaN(standardized[gene * samples]));
}
