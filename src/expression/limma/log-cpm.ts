import { log2 } from '../../stats/index.ts';

/**
 * log2((count + 0.5) / (library size + 1) * 1e6), the scale of voom (Law et al. 2014).
 *
 * @param libraries effective library sizes (total times normalization factor)
 * @returns genes x samples
 */
export function logCountsPerMillion(counts: Float64Array, libraries: Float64Array): Float64Array {
  const samples = libraries.length;
  return counts.map((count, i) => log2(((count + 0.5) / (libraries[i % samples] + 1)) * 1e6));
}
