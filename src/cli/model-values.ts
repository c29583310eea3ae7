import type { Context } from '../context/index.ts';
import { levelContrast } from '../expression/design/contrasts.ts';
import { expressedGenes } from '../expression/expressed-genes.ts';
import { type DeseqRequest, type DeseqResult, deseqExpression, type ModelRequest, transformCounts } from '../expression/index.ts';
import { voom } from '../expression/limma/voom.ts';
import { inputError } from '../problems/index.ts';
import { type ModelOptions, modelRequest } from './expression-options.ts';

/** Options of commands that test a comparison of two levels. */
export interface ContrastOptions extends ModelOptions {
  contrast?: string[];
}

/** The two levels that `--contrast factor treated control` names. */
export function contrastOf(options: { contrast?: string[] }): { factor: string; treated: string; control: string } {
  const [factor, treated, control, ...more] = options.contrast ?? [];
  if (control !== undefined && more.length === 0) return { factor, treated, control };
  throw inputError({
    code: 'usage',
    message: '--contrast needs three words',
    found: (options.contrast ?? []).join(' '),
    expected: 'factor treated control',
    mend: 'for example --contrast arm high vehicle',
  });
}

/** Values of a comparison ready for set tests: genes x samples, with precision weights where the method has them. */
export interface ComparedValues {
  genes: readonly string[];
  samples: readonly string[];
  values: Float64Array;
  weights: Float64Array | undefined;
  design: { matrix: Float64Array; columns: readonly string[] };
  contrast: Float64Array;
  notes: string[];
}

/** log2 counts per million with voom's weights, of the genes that have enough counts; or variance-stabilized values of all. */
export async function comparedValues(
  options: ContrastOptions & { values: 'voom' | 'vst' },
  context: Context,
): Promise<ComparedValues> {
  if (options.values === 'vst') {
    const { result, values } = await fittedValues(options, context);
    const { matrix, design, combination, notes } = result;
    return {
      genes: matrix.genes,
      samples: matrix.samples,
      values,
      weights: undefined,
      design,
      contrast: combination.weights,
      notes,
    };
  }
  const expressed = expressedGenes(contrastRequest(options), true, 'TMM');
  const { design } = expressed.model;
  const { values, weights } = voom(expressed.counts, expressed.sizes, design.matrix);
  const contrast = levelContrast(design, expressed.frame, contrastOf(options)).weights;
  const notes = [`${expressed.filtered} genes with too few counts were left out, ${expressed.genes.length} kept.`];
  return { genes: expressed.genes, samples: expressed.samples, values, weights, design, contrast, notes };
}

function contrastRequest(options: ContrastOptions): ModelRequest {
  const contrast = contrastOf(options);
  const base = modelRequest(options, [contrast.factor]);
  // the control is the reference level unless the user names another
  return { ...base, references: new Map([[contrast.factor, contrast.control], ...base.references]) };
}

/** DESeq2's result of a comparison, with variance-stabilized values of the same samples (genes x samples). */
export async function fittedValues(
  options: ContrastOptions,
  context: Context,
): Promise<{ result: DeseqResult; values: Float64Array }> {
  const contrast = contrastOf(options);
  const request: DeseqRequest = {
    ...contrastRequest(options),
    test: contrast,
    reduced: null,
    trend: 'parametric',
    sizeFactors: 'ratio',
    alpha: 0.1,
    replaceOutliers: true,
    independentFiltering: true,
  };
  const result = await deseqExpression(request, context);
  const { values } = await transformCounts(request, { method: 'vst', trend: 'parametric', allGenes: false }, context);
  return { result, values };
}
