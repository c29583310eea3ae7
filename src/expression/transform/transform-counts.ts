import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { estimateNormalization } from '../deseq/estimate-normalization.ts';
import { geneWiseTrend } from '../deseq/gene-wise-trend.ts';
import { normalizedCounts } from '../deseq/normalization.ts';
import { describeTrend, type TrendKind } from '../deseq/trend.ts';
import { type ModelRequest, type ReadyModel, readyModel } from '../differential.ts';
import { effectiveSizes, librarySizes } from '../edger/library-sizes.ts';
import { normalizationFactors } from '../edger/normalization-factors.ts';
import { batchColumn } from '../hidden/batch-column.ts';
import { removeBatch, sumCoding } from '../hidden/remove-batch.ts';
import { joinColumns } from '../hidden/residual-space.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { logCountsPerMillion } from '../limma/log-cpm.ts';
import { designFrame } from '../samples/design-frame.ts';
import { sampleSheet } from '../samples/sample-sheet.ts';
import { subsetTrend } from './subset-trend.ts';
import { varianceStabilized } from './variance-stabilizing.ts';

export type TransformMethod = 'vst' | 'logcpm' | 'normalized' | 'counts';

/** Columns of the sample sheet whose linear effects are taken off the values, the design being kept. */
export interface RemovedEffects {
  batches: readonly string[];
  /** Numeric columns. */
  covariates: readonly string[];
}

/** Values on another scale, genes x samples, with what was done in words. */
export interface TransformedCounts {
  matrix: CountMatrix;
  values: Float64Array;
  words: string;
  /** What was done to the counts before, in words. */
  notes: string[];
}

/**
 * Counts on a scale for pictures, clustering and correlation: variance-stabilized (DESeq2's `vst`, on the trend of 1000 genes unless
 * all are asked for), log2 counts per million with TMM factors (voom's), counts divided by size factors, or as they are; without the
 * effects of batches where that is asked for.
 *
 * @throws InputError with every problem of the sample sheet or the design
 */
export async function transformCounts(
  request: ModelRequest,
  options: { method: TransformMethod; trend: TrendKind; allGenes: boolean; removed?: RemovedEffects },
  context: Context,
): Promise<TransformedCounts> {
  const ready = readyModel(request);
  const { removed } = options;
  const some = removed !== undefined && removed.batches.length + removed.covariates.length > 0;
  if (some && (options.method === 'normalized' || options.method === 'counts'))
    throw inputError({
      code: 'remove-batch-scale',
      message: 'linear effects are taken off values on a log scale, not counts',
      mend: 'use --method vst or logcpm; --adjust-counts makes counts without batches',
    });
  const scaled = await onScale(ready, options, context);
  if (!some) return scaled;
  const samples = ready.matrix.samples.length;
  const nuisance = nuisanceColumns(request, ready.matrix, removed);
  const names = [...removed.batches, ...removed.covariates].join(', ');
  return {
    ...scaled,
    values: removeBatch(scaled.values, samples, ready.written.design.matrix, nuisance),
    words: `${scaled.words}; linear effects of ${names} taken off, ${ready.written.design.formula.text} kept`,
  };
}

async function onScale(
  { matrix, model, notes }: ReadyModel,
  options: { method: TransformMethod; trend: TrendKind; allGenes: boolean },
  context: Context,
): Promise<TransformedCounts> {
  const { counts } = matrix;
  const samples = matrix.samples.length;
  if (options.method === 'counts') return { matrix, values: counts, words: 'counts', notes };
  if (options.method === 'logcpm') {
    const sizes = librarySizes(counts, samples);
    const libraries = effectiveSizes(sizes, normalizationFactors(counts, sizes, 'TMM'));
    const words = 'log2 counts per million, TMM-normalized libraries';
    return { matrix, values: logCountsPerMillion(counts, libraries), words, notes };
  }
  const genes = matrix.genes.length;
  const normalization = estimateNormalization(matrix);
  if (options.method === 'normalized')
    return { matrix, values: normalizedCounts(counts, normalization, samples), words: 'counts divided by size factors', notes };
  const input = { genes, counts, design: model.cells, normalization, trend: options.trend };
  const subset = options.allGenes ? undefined : await subsetTrend(input, context);
  const trend = subset ?? (await geneWiseTrend(input, context)).trend;
  const on = subset === undefined ? 'all genes' : '1000 genes';
  return {
    matrix,
    values: varianceStabilized(counts, samples, normalization, trend),
    words: `variance-stabilized log2 counts; trend of ${on}, ${describeTrend(trend)}`,
    notes,
  };
}

/** Coded batches and covariates of the samples, samples x columns. */
function nuisanceColumns(request: ModelRequest, matrix: CountMatrix, { batches, covariates }: RemovedEffects): Float64Array {
  const sheet = sampleSheet(request.samples);
  const rows = matrix.samples.map((sample) => sheet.names.indexOf(sample));
  const coded = batches.map((name) => {
    const { codes, levels } = batchColumn(request.samples, rows, name);
    return sumCoding(codes, levels.length);
  });
  const options = { factors: new Set<string>(), references: new Map<string, string>(), levels: new Map<string, string[]>() };
  const frame = designFrame(request.samples, rows, covariates, options);
  const numbers = covariates.map((name) => {
    const column = frame.get(name);
    if (column?.kind === 'number') return column.values;
    throw inputError({
      code: 'covariate-not-numeric',
      file: request.samples.file,
      message: `the covariate "${name}" is not numeric`,
      mend: 'name it as a batch (--remove-batch) if it has levels',
    });
  });
  return joinColumns(matrix.samples.length, ...coded, ...numbers);
}
