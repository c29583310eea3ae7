import { inputError } from '../../problems/index.ts';
import { exp, log } from '../../stats/index.ts';
import { median } from './prior-variance.ts';

export type SizeFactorMethod = 'ratio' | 'poscounts';

/**
 * Size factors by the median of ratios to a pseudo-reference sample (Anders & Huber 2010, equation 5). `ratio`: the
 * reference is the geometric mean over genes without any zero. `poscounts`: zeros are left out of the products but not of the
 * exponent, and the factors are scaled to geometric mean 1 (DESeq2 1.38's `estimateSizeFactorsForMatrix`).
 *
 * @param counts genes x samples
 * @param control 1 for the genes that enter the medians; null: all
 * @throws InputError `every-gene-has-a-zero` when no gene can serve, `sample-without-counts` for a sample of zeros
 */
export function sizeFactors(
  counts: Float64Array,
  genes: number,
  samples: number,
  method: SizeFactorMethod = 'ratio',
  control: Uint8Array | null = null,
): Float64Array {
  const logs = new Float64Array(genes * samples);
  const reference = new Float64Array(genes).fill(NaN);
  for (let g = 0; g < genes; g++) {
    if (control !== null && control[g] === 0) continue;
    let sum = 0;
    let positive = 0;
    for (let j = g * samples; j < (g + 1) * samples; j++) {
      if (counts[j] === 0) {
        if (method === 'ratio') break;
        continue;
      }
      logs[j] = log(counts[j]);
      sum += logs[j];
      positive++;
    }
    if (positive === samples || (method === 'poscounts' && positive > 0)) reference[g] = sum / samples;
  }
  const used = Int32Array.from({ length: genes }, (_, g) => g).filter((g) => !Number.isNaN(reference[g]));
  if (used.length === 0) throw noUsableGene();
  const factors = new Float64Array(samples);
  const ratios = new Float64Array(used.length);
  for (let j = 0; j < samples; j++) {
    let count = 0;
    for (let i = 0; i < used.length; i++) {
      const at = used[i] * samples + j;
      if (counts[at] > 0) ratios[count++] = logs[at] - reference[used[i]];
    }
    factors[j] = exp(median(ratios.subarray(0, count)));
  }
  return method === 'poscounts' ? scaledToGeometricMeanOne(factors) : factors;
}

function scaledToGeometricMeanOne(factors: Float64Array): Float64Array {
  let sum = 0;
  for (const factor of factors) sum += log(factor);
  const mean = exp(sum / factors.length);
  return factors.map((factor) => factor / mean);
}

function noUsableGene(): Error {
  return inputError({
    code: 'every-gene-has-a-zero',
    message: 'every gene has a zero count in at least one sample, so the samples cannot be compared gene by gene',
    mend: 'leave out nearly empty samples, or ask for size factors from positive counts (--size-factors poscounts)',
  });
}
