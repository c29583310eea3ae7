import { exp, qrDecomposition } from '../../stats/index.ts';
import { priorCounts, withPriorCounts } from '../edger/abundance.ts';
import { fitGenes } from '../edger/fit-genes.ts';
import { glmDesign } from '../edger/glm-design.ts';
import { librarySizes } from '../edger/library-sizes.ts';
import { batchDispersions } from './batch-dispersions.ts';
import { matchedCount } from './matched-quantile.ts';
import { joinColumns } from './residual-space.ts';

/** Counts of several batches and what is to be kept of them. */
export interface BatchCounts {
  /** genes x samples. */
  counts: Float64Array;
  samples: number;
  /** Batch of each sample, from 0. */
  batches: Int32Array;
  /** What the samples differ in besides batch, samples x columns, row-major, with an intercept first. */
  kept: Float64Array;
}

/**
 * Counts without batch effects (ComBat-seq; Zhang, Parmigiani & Johnson 2020): every gene's mean and dispersion are estimated in each
 * batch, and each count is replaced by the one of the same place in the distribution without batch. Genes without any count in
 * some batch stay as they are. As `ComBat_seq(shrink = FALSE)` of package sva.
 *
 * @returns whole numbers, genes x samples; undefined when batches and what is kept cannot be told apart
 */
export function adjustCounts({ counts, samples, batches, kept }: BatchCounts): Float64Array | undefined {
  const members = membersOf(batches);
  const indicators = joinColumns(
    samples,
    ...members.map((own) => Float64Array.from(batches, (_, j) => (own.includes(j) ? 1 : 0))),
  );
  const q = kept.length / samples - 1;
  const others = withoutFirst(kept, samples);
  const matrix = joinColumns(samples, indicators, others);
  const columns = members.length + q;
  if (qrDecomposition(matrix, samples, columns).rank < columns) return undefined;
  const rows = Int32Array.from({ length: counts.length / samples }, (_, g) => g).filter((g) =>
    members.every((own) => own.some((j) => counts[g * samples + j] > 0)),
  );
  const used = new Float64Array(rows.length * samples);
  rows.forEach((g, i) => {
    used.set(counts.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  const dispersions = members.map((own) => dispersionsOf(used, samples, own, kept));
  const adjusted = adjustRows(used, samples, matrix, members, dispersions);
  const out = Float64Array.from(counts);
  rows.forEach((g, i) => {
    out.set(adjusted.subarray(i * samples, (i + 1) * samples), g * samples);
  });
  return out;
}

function membersOf(batches: Int32Array): number[][] {
  const count = batches.reduce((most, batch) => Math.max(most, batch), 0) + 1;
  return Array.from({ length: count }, (_, b) => Array.from(batches.keys()).filter((j) => batches[j] === b));
}

function withoutFirst(matrix: Float64Array, samples: number): Float64Array {
  const p = matrix.length / samples;
  return matrix.filter((_, i) => i % p > 0);
}

/** Gene-wise dispersions of a batch, or one for all where the batch has too few samples or levels for the model. */
function dispersionsOf(counts: Float64Array, samples: number, own: readonly number[], kept: Float64Array): Float64Array {
  const p = kept.length / samples;
  const n = own.length;
  const design = Float64Array.from({ length: n * p }, (_, i) => kept[own[Math.floor(i / p)] * p + (i % p)]);
  const part = Float64Array.from({ length: (counts.length / samples) * n }, (_, i) => {
    return counts[Math.floor(i / n) * samples + own[i % n]];
  });
  const enough = n > p && qrDecomposition(design, n, p).rank === p;
  return batchDispersions(part, n, enough ? design : new Float64Array(n).fill(1), enough);
}

/** Mean prior count behind the batch effects (ComBat-seq's choice). */
const PRIOR_COUNT = 1e-4;

function adjustRows(
  counts: Float64Array,
  samples: number,
  matrix: Float64Array,
  members: readonly (readonly number[])[],
  dispersions: readonly Float64Array[],
): Float64Array {
  const design = glmDesign(matrix, samples);
  const p = design.columns;
  const genes = counts.length / samples;
  const ofSample = new Float64Array(counts.length);
  members.forEach((own, b) => {
    for (let g = 0; g < genes; g++) for (const j of own) ofSample[g * samples + j] = dispersions[b][g];
  });
  const sizes = librarySizes(counts, samples);
  const prior = priorCounts(sizes, PRIOR_COUNT);
  const raised = withPriorCounts(counts, prior.added);
  const rough = fitGenes(design, { counts: raised, sizes: prior.sizes, dispersions: ofSample }).coefficients;
  // the overall level goes into the sizes, so that what is left of the batch coefficients is the batch effect
  const level = Float64Array.from({ length: genes }, (_, g) =>
    exp(members.reduce((sum, own, b) => sum + (rough[g * p + b] * own.length) / samples, 0)),
  );
  const scaled = (row: Float64Array, enlarged: number): Float64Array =>
    counts.map((_, i) => row[i % samples] * level[Math.floor(i / samples)] + enlarged * prior.added[i % samples]);
  const { means } = fitGenes(design, { counts, sizes: scaled(sizes, 0), dispersions: ofSample });
  const { coefficients } = fitGenes(design, { counts: raised, sizes: scaled(sizes, 2), dispersions: ofSample });
  const out = new Float64Array(counts.length);
  for (let g = 0; g < genes; g++) {
    const pooled = dispersions.reduce((sum, one) => sum + one[g] / dispersions.length, 0);
    members.forEach((own, b) => {
      const factor = exp(-coefficients[g * p + b]);
      for (const j of own) {
        const mean = means[g * samples + j];
        const from = { mean, dispersion: dispersions[b][g] };
        out[g * samples + j] = matchedCount(counts[g * samples + j], from, { mean: mean * factor, dispersion: pooled });
      }
    });
  }
  return out;
}
