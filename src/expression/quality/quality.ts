import type { ExpressionQuality } from '../results.ts';
import { principalComponents } from './principal-components.ts';
import { callSexes } from './sex-check.ts';

export interface QualityInput {
  genes: readonly string[];
  samples: readonly string[];
  /** Sex from the animal sheet. */
  sexes: readonly ('female' | 'male' | null)[];
  /** genes x samples. */
  counts: Float64Array;
  sizeFactors: Float64Array;
  /** genes x samples. */
  transformed: Float64Array;
}

/** Quality figures of an expression data set, with what is remarkable in words. */
export function assessQuality(input: QualityInput): ExpressionQuality {
  const samples = input.samples.length;
  const librarySize = new Float64Array(samples);
  const detectedGenes = new Float64Array(samples);
  for (let i = 0; i < input.counts.length; i++) {
    librarySize[i % samples] += input.counts[i];
    if (input.counts[i] > 0) detectedGenes[i % samples]++;
  }
  const pca = principalComponents(input.transformed, samples);
  const notes = [...depthNotes(input, librarySize), ...sexNotes(input)];
  return {
    librarySize,
    detectedGenes,
    pcaScores: pca.scores,
    pcaComponents: pca.components,
    pcaVariance: pca.variance,
    notes,
  };
}

/** Samples whose depth is far from the rest: beyond a factor of 4 from the median size factor. */
function depthNotes({ samples, sizeFactors }: QualityInput, librarySize: Float64Array): string[] {
  const sorted = sizeFactors.slice().sort();
  const middle = sorted[sorted.length >> 1];
  const notes: string[] = [];
  samples.forEach((sample, j) => {
    const ratio = sizeFactors[j] / middle;
    if (ratio > 4 || ratio < 0.25)
      notes.push(
        `Sample ${sample} was sequenced ${ratio < 1 ? `${(1 / ratio).toFixed(1)} times less` : `${ratio.toFixed(1)} times more`} deeply ` +
          `than the median sample (${Math.round(librarySize[j])} counts); check whether results hold without it.`,
      );
  });
  return notes;
}

function sexNotes({ genes, samples, sexes, counts, sizeFactors }: QualityInput): string[] {
  const check = callSexes(genes, counts, sizeFactors);
  if (check === undefined) return [];
  const notes: string[] = [];
  samples.forEach((sample, j) => {
    const call = check.calls[j];
    const figures = `Xist ${Math.round(check.female[j])}, Y-linked genes ${Math.round(check.male[j])} normalized counts`;
    if (call === 'unclear')
      notes.push(`Sample ${sample}: the sex cannot be told from Xist and Y-linked genes (${figures}); a mix of two animals?`);
    else if (sexes[j] !== null && sexes[j] !== call)
      notes.push(`Sample ${sample} is ${sexes[j]} in the animal sheet, but ${call} by its genes (${figures}): was it swapped?`);
  });
  if (notes.length === 0 && sexes.some((sex) => sex !== null))
    notes.push('Sex by Xist and Y-linked genes agrees with the animal sheet for every sample.');
  return notes;
}
