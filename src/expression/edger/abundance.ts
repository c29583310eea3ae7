import { log, log2 } from '../../stats/index.ts';
import { oneGroupDesign } from './glm-design.ts';
import { fitGroups } from './log-linear-kernel.ts';

/** Prior counts in proportion to depth, and the sizes that go with them. */
export interface PriorCounts {
  /** Added to the counts of each sample. */
  added: Float64Array;
  /** Sizes enlarged by twice as much. */
  sizes: Float64Array;
}

/** Scales a mean prior count to the depth of each sample, as edgeR does before logarithms. */
export function priorCounts(sizes: Float64Array, prior: number): PriorCounts {
  let mean = 0;
  for (const size of sizes) mean += size / sizes.length;
  const added = sizes.map((size) => (prior * size) / mean);
  return { added, sizes: sizes.map((size, j) => size + 2 * added[j]) };
}

/** The matrix with the prior counts added to each gene. */
export function withPriorCounts(counts: Float64Array, added: Float64Array): Float64Array {
  const samples = added.length;
  return counts.map((count, i) => count + added[i % samples]);
}

const LN_2 = 0.6931471805599453;
const LN_MILLION = 13.815510557964274;

/**
 * Average log2 counts per million of each gene over all samples, from a negative binomial fit with a prior count of 2 (edgeR's
 * `aveLogCPM`).
 *
 * @param sizes effective library sizes
 */
export function averageLogCpm(counts: Float64Array, sizes: Float64Array, dispersion: number): Float64Array {
  const samples = sizes.length;
  const prior = priorCounts(sizes, 2);
  const dispersions = new Float64Array(counts.length / samples).fill(dispersion);
  const raised = withPriorCounts(counts, prior.added);
  const { levels } = fitGroups(oneGroupDesign(samples), { counts: raised, sizes: prior.sizes, dispersions });
  return levels.map((level) => (level + LN_MILLION) / LN_2);
}

/**
 * log2 counts per million with a prior count (edgeR's `cpm(log = TRUE)`), genes x samples.
 *
 * @param sizes effective library sizes
 */
export function logCpm(counts: Float64Array, sizes: Float64Array, prior = 2): Float64Array {
  const { added, sizes: enlarged } = priorCounts(sizes, prior);
  const shift = enlarged.map((size) => (LN_MILLION - log(size)) / LN_2);
  const samples = sizes.length;
  return counts.map((count, i) => log2(count + added[i % samples]) + shift[i % samples]);
}
