import type { Context } from '../context/index.ts';
import { type DeseqRequest, type DeseqResult, deseqExpression, readyModel } from '../expression/index.ts';
import { subsetTrend } from '../expression/transform/subset-trend.ts';
import { varianceStabilized } from '../expression/transform/variance-stabilizing.ts';
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

/** DESeq2's result of a comparison, with variance-stabilized values of the same samples (genes x samples). */
export async function fittedValues(
  options: ContrastOptions,
  context: Context,
): Promise<{ result: DeseqResult; values: Float64Array }> {
  const contrast = contrastOf(options);
  const base = modelRequest(options, [contrast.factor]);
  const request: DeseqRequest = {
    ...base,
    // the control is the reference level unless the user names another
    references: new Map([[contrast.factor, contrast.control], ...base.references]),
    test: contrast,
    reduced: null,
    trend: 'parametric',
    sizeFactors: 'ratio',
    alpha: 0.1,
    replaceOutliers: true,
    independentFiltering: true,
  };
  const result = await deseqExpression(request, context);
  const { matrix, normalization, fit } = result;
  const input = {
    genes: matrix.genes.length,
    counts: matrix.counts,
    design: readyModel(request).model.cells,
    normalization,
    trend: 'parametric' as const,
  };
  const trend = (await subsetTrend(input, context)) ?? fit.trend;
  return { result, values: varianceStabilized(matrix.counts, matrix.samples.length, normalization, trend) };
}
