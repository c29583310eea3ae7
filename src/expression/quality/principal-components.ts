import { symmetricEigen } from '../../stats/index.ts';

export interface PrincipalComponents {
  /** samples x components, row-major; each component's largest score in size is positive. */
  scores: Float64Array;
  components: number;
  /** Fraction of the variance (of the genes used) per component. */
  variance: Float64Array;
  /** Rows of the genes used. */
  genes: Int32Array;
  /** Euclidean distances of the samples over these genes, samples x samples. */
  distances: Float64Array;
}

/**
 * Principal components of samples over the genes that vary most (DESeq2's `plotPCA`: 500), genes centered, not scaled.
 *
 * @param values genes x samples on a log-like scale
 */
export function principalComponents(values: Float64Array, samples: number, most = 500): PrincipalComponents {
  const genes = mostVariable(values, samples, most);
  const gram = new Float64Array(samples * samples);
  const centered = new Float64Array(samples);
  for (const g of genes) {
    let mean = 0;
    for (let j = 0; j < samples; j++) mean += values[g * samples + j];
    mean /= samples;
    for (let j = 0; j < samples; j++) centered[j] = values[g * samples + j] - mean;
    for (let i = 0; i < samples; i++) for (let j = 0; j <= i; j++) gram[i * samples + j] += centered[i] * centered[j];
  }
  for (let i = 0; i < samples; i++) for (let j = 0; j < i; j++) gram[j * samples + i] = gram[i * samples + j];
  const distances = Float64Array.from(gram, (product, at) => {
    const [i, j] = [Math.floor(at / samples), at % samples];
    return i === j ? 0 : Math.sqrt(Math.max(0, gram[i * samples + i] + gram[j * samples + j] - 2 * product));
  });
  const eigen = symmetricEigen(gram, samples);
  let total = 0;
  for (const value of eigen.values) total += Math.max(value, 0);
  const components = Math.min(samples - 1, genes.length, 10);
  const scores = new Float64Array(samples * components);
  for (let k = 0; k < components; k++) {
    const length = Math.sqrt(Math.max(eigen.values[k], 0));
    let largest = 0;
    for (let j = 0; j < samples; j++)
      if (Math.abs(eigen.vectors[j * samples + k]) > Math.abs(largest) + 1e-9) largest = eigen.vectors[j * samples + k];
    const sign = largest < 0 ? -1 : 1;
    for (let j = 0; j < samples; j++) scores[j * components + k] = sign * length * eigen.vectors[j * samples + k];
  }
  const variance = Float64Array.from({ length: components }, (_, k) => (total > 0 ? Math.max(eigen.values[k], 0) / total : 0));
  return { scores, components, variance, genes, distances };
}

/** Rows of the largest variance, ties in row order, ascending. */
function mostVariable(values: Float64Array, samples: number, most: number): Int32Array {
  const genes = values.length / samples;
  const spread = Float64Array.from({ length: genes }, (_, g) => {
    let mean = 0;
    for (let j = 0; j < samples; j++) mean += values[g * samples + j];
    mean /= samples;
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += (values[g * samples + j] - mean) * (values[g * samples + j] - mean);
    return sum;
  });
  const order = Int32Array.from({ length: genes }, (_, g) => g).sort((a, b) => spread[b] - spread[a] || a - b);
  return order.slice(0, most).sort();
}
