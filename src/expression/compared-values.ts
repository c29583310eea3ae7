import type { Context } from '../context/index.ts';
import { type LevelContrast, levelContrast } from './design/contrasts.ts';
import { type DeseqResult, deseqExpression, type ModelRequest } from './differential.ts';
import { expressedGenes } from './expressed-genes.ts';
import { voom } from './limma/voom.ts';
import { transformCounts } from './transform/transform-counts.ts';

/** Values of a comparison ready for set tests: genes x samples, with precision weights where the method has them. */
export interface ComparedValues {
  genes: readonly string[];
  samples: readonly string[];
  values: Float64Array;
  weights: Float64Array | undefined;
  design: { matrix: Float64Array; columns: readonly string[] };
  /** Weights of the coefficients. */
  contrast: Float64Array;
  notes: string[];
}

/**
 * log2 counts per million with voom's weights, of the genes that have enough counts.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export function voomValues(request: ModelRequest, compared: LevelContrast): ComparedValues {
  const expressed = expressedGenes(request, true, 'TMM');
  const { genes, samples, frame, model, filtered } = expressed;
  const { design } = model;
  const { values, weights } = voom(expressed.counts, expressed.sizes, design.matrix);
  const contrast = levelContrast(design, frame, compared).weights;
  const notes = [...expressed.notes, `${filtered} genes with too few counts were left out, ${genes.length} kept.`];
  return { genes, samples, values, weights, design, contrast, notes };
}

/**
 * Variance-stabilized values of all genes, and DESeq2's result of the comparison in the same samples.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export async function stabilizedValues(
  request: ModelRequest,
  compared: LevelContrast,
  context: Context,
): Promise<ComparedValues & { fitted: DeseqResult }> {
  const asked = { ...request, test: compared, reduced: null, trend: 'parametric', sizeFactors: 'ratio' } as const;
  const usual = { alpha: 0.1, replaceOutliers: true, independentFiltering: true };
  const fitted = await deseqExpression({ ...asked, ...usual }, context);
  const { values } = await transformCounts(request, { method: 'vst', trend: 'parametric', allGenes: false }, context);
  const { matrix, design, combination, notes } = fitted;
  const { genes, samples } = matrix;
  return { genes, samples, values, weights: undefined, design, contrast: combination.weights, notes, fitted };
}
