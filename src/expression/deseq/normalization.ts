import { exp, log } from '../../stats/index.ts';
import { type Kernel, putDoubles } from '../kernel/kernel.ts';

/**
 * What counts are divided by: one size factor per sample (length m), or one factor per gene and sample (genes x m), as
 * transcript-length corrected input needs it.
 */
export interface Normalization {
  factors: Float64Array;
  perGene: boolean;
}

/** The factors of genes `from` to `to` (exclusive). */
export function normalizationOf(all: Normalization, samples: number, from: number, to: number): Normalization {
  if (!all.perGene) return all;
  return { factors: all.factors.slice(from * samples, to * samples), perGene: true };
}

/** The factors of some rows. */
export function normalizationOfRows(all: Normalization, samples: number, rows: ArrayLike<number>): Normalization {
  if (!all.perGene) return all;
  const factors = new Float64Array(rows.length * samples);
  for (let i = 0; i < rows.length; i++)
    factors.set(all.factors.subarray(rows[i] * samples, (rows[i] + 1) * samples), i * samples);
  return { factors, perGene: true };
}

/**
 * Mean over samples of 1 / size factor (of the column means, when the factors are per gene). DESeq2 takes it over the genes that are being
 * fitted: those with any count, or in a refit those with replaced counts.
 */
export function meanInverseSize(all: Normalization, samples: number): number {
  const genes = all.factors.length / samples;
  let sum = 0;
  for (let j = 0; j < samples; j++) {
    let column = 0;
    for (let g = 0; g < genes; g++) column += all.factors[g * samples + j];
    sum += genes / column;
  }
  return sum / samples;
}

/** As {@link meanInverseSize}, of the columns' geometric means: how variance stabilization approximates size factors. */
export function meanInverseGeometricSize(all: Normalization, samples: number): number {
  const genes = all.factors.length / samples;
  let sum = 0;
  for (let j = 0; j < samples; j++) {
    let column = 0;
    for (let g = 0; g < genes; g++) column += log(all.factors[g * samples + j]);
    sum += exp(-column / genes);
  }
  return sum / samples;
}

/** Puts factors and their logarithms into the kernel. */
export function putNormalization(
  k: Kernel,
  normalization: Normalization,
  samples: number,
): { sizes: number; logSizes: number; stride: number } {
  const sizes = putDoubles(k, normalization.factors);
  const logSizes = putDoubles(k, normalization.factors.map(log));
  return { sizes, logSizes, stride: normalization.perGene ? samples : 0 };
}

/** Counts divided by their factors, genes x samples. */
export function normalizedCounts(counts: Float64Array, all: Normalization, samples: number): Float64Array {
  return counts.map((count, i) => count / all.factors[all.perGene ? i : i % samples]);
}
