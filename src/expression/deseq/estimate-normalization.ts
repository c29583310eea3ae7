import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { exp, log } from '../../stats/index.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { iterateSizeFactors } from './iterate-size-factors.ts';
import type { Normalization } from './normalization.ts';
import { type SizeFactorMethod, sizeFactors } from './size-factors.ts';

/** A normalization with its size factor per sample. */
export type EstimatedNormalization = Normalization & {
  /** What samples are divided by; where factors are per gene, beside the effect of transcript lengths. */
  perSample: Float64Array;
};

/**
 * What counts are divided by. Counts without transcript lengths: size factors. With average lengths: factors per gene and sample,
 * as DESeq2 1.38 makes them of `avgTxLength`: lengths scaled to geometric mean 1 per gene, times the size factors of the
 * counts divided by them, again scaled to geometric mean 1.
 *
 * @param control 1 for the genes that enter size factors; null: all
 * @throws InputError as {@link sizeFactors}; `lengths-poscounts`
 */
export function estimateNormalization(
  matrix: CountMatrix,
  method: SizeFactorMethod = 'ratio',
  control: Uint8Array | null = null,
): EstimatedNormalization {
  const { counts, lengths, genes } = matrix;
  const samples = matrix.samples.length;
  if (lengths === undefined) {
    const factors = sizeFactors(counts, genes.length, samples, method, control);
    return { factors, perGene: false, perSample: factors };
  }
  if (method !== 'ratio') throw lengthsWithout(method, matrix.file);
  const relative = scaledRows(lengths, samples);
  const perSample = sizeFactors(
    counts.map((count, i) => count / relative[i]),
    genes.length,
    samples,
    method,
    control,
  );
  const factors = scaledRows(
    relative.map((length, i) => length * perSample[i % samples]),
    samples,
  );
  return { factors, perGene: true, perSample };
}

/**
 * As {@link estimateNormalization}, or by likelihood (`iterate`).
 *
 * @throws InputError also `size-factors-unsettled`, `control-genes-iterate`
 */
export async function requestedNormalization(
  matrix: CountMatrix,
  method: SizeFactorMethod | 'iterate',
  control: Uint8Array | null,
  context: Context,
): Promise<EstimatedNormalization> {
  if (method !== 'iterate') return estimateNormalization(matrix, method, control);
  if (matrix.lengths !== undefined) throw lengthsWithout(method, matrix.file);
  if (control !== null)
    throw inputError({
      code: 'control-genes-iterate',
      message: 'size factors by likelihood use all genes, not some control genes',
      mend: 'use --size-factors ratio with control genes',
    });
  const factors = await iterateSizeFactors(matrix.counts, matrix.samples.length, context);
  return { factors, perGene: false, perSample: factors };
}

function lengthsWithout(method: string, file: string): Error {
  return inputError({
    code: 'lengths-poscounts',
    file,
    message: `size factors by "${method}" are not defined for counts that come with transcript lengths`,
    mend: 'use --size-factors ratio, or --counts-from lengthScaledTPM',
  });
}

/** Every row divided by its geometric mean. */
function scaledRows(values: Float64Array, samples: number): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += samples) {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += log(values[row + j]);
    const mean = exp(sum / samples);
    for (let j = 0; j < samples; j++) scaled[row + j] = values[row + j] / mean;
  }
  return scaled;
}
