import { inputError } from '../../problems/index.ts';
import { exp, log } from '../../stats/index.ts';
import { kernel, putDoubles, roomForDoubles, viewDoubles } from '../kernel/kernel.ts';

/** Genes worked on at a time. */
const PIECE = 4096;

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
  const k = kernel();
  k.releaseAll();
  const references = putDoubles(k, logReferences(counts, genes, samples, method, control));
  const column = roomForDoubles(k, genes);
  const factors = new Float64Array(samples);
  for (let j = 0; j < samples; j++) {
    const values = viewDoubles(k, column, genes);
    for (let g = 0; g < genes; g++) values[g] = counts[g * samples + j];
    factors[j] = exp(k.medianLogRatio(genes, column, references));
  }
  return method === 'poscounts' ? scaledToGeometricMeanOne(factors) : factors;
}

/** Logarithm of the pseudo-reference sample; NaN for genes that cannot serve. Works in pieces, to hold no second matrix. */
function logReferences(
  counts: Float64Array,
  genes: number,
  samples: number,
  method: SizeFactorMethod,
  control: Uint8Array | null,
): Float64Array {
  const k = kernel();
  const references = new Float64Array(genes);
  for (let from = 0; from < genes; from += PIECE) {
    const size = Math.min(PIECE, genes - from);
    k.releaseAll();
    const block = putDoubles(k, counts.subarray(from * samples, (from + size) * samples));
    const result = roomForDoubles(k, size);
    k.logReferences(size, samples, block, method === 'poscounts' ? 1 : 0, result);
    references.set(viewDoubles(k, result, size), from);
  }
  if (control !== null) for (let g = 0; g < genes; g++) if (control[g] === 0) references[g] = NaN;
  if (references.every(Number.isNaN)) throw noUsableGene();
  return references;
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
