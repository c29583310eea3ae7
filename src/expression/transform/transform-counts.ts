import type { Context } from '../../context/index.ts';
import { geneWiseTrend } from '../deseq/gene-wise-trend.ts';
import { normalizedCounts } from '../deseq/normalization.ts';
import { sizeFactors } from '../deseq/size-factors.ts';
import { describeTrend, type TrendKind } from '../deseq/trend.ts';
import { type ModelRequest, readyModel } from '../differential.ts';
import { effectiveSizes, librarySizes } from '../edger/library-sizes.ts';
import { normalizationFactors } from '../edger/normalization-factors.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { logCountsPerMillion } from '../limma/log-cpm.ts';
import { subsetTrend } from './subset-trend.ts';
import { varianceStabilized } from './variance-stabilizing.ts';

export type TransformMethod = 'vst' | 'logcpm' | 'normalized';

/** Values on another scale, genes x samples, with what was done in words. */
export interface TransformedCounts {
  matrix: CountMatrix;
  values: Float64Array;
  words: string;
}

/**
 * Counts on a scale for pictures, clustering and correlation: variance-stabilized (DESeq2's `vst`, on the trend of 1000 genes unless
 * all are asked for), log2 counts per million with TMM factors (voom's), or counts divided by size factors.
 *
 * @throws InputError with every problem of the sample sheet or the design
 */
export async function transformCounts(
  request: ModelRequest,
  options: { method: TransformMethod; trend: TrendKind; allGenes: boolean },
  context: Context,
): Promise<TransformedCounts> {
  const { matrix, model } = readyModel(request);
  const { counts } = matrix;
  const samples = matrix.samples.length;
  if (options.method === 'logcpm') {
    const sizes = librarySizes(counts, samples);
    const libraries = effectiveSizes(sizes, normalizationFactors(counts, sizes, 'TMM'));
    return { matrix, values: logCountsPerMillion(counts, libraries), words: 'log2 counts per million, TMM-normalized libraries' };
  }
  const genes = matrix.genes.length;
  const normalization = { factors: sizeFactors(counts, genes, samples), perGene: false };
  if (options.method === 'normalized')
    return { matrix, values: normalizedCounts(counts, normalization, samples), words: 'counts divided by size factors' };
  const input = { genes, counts, design: model.cells, normalization, trend: options.trend };
  const subset = options.allGenes ? undefined : await subsetTrend(input, context);
  const trend = subset ?? (await geneWiseTrend(input, context)).trend;
  const on = subset === undefined ? 'all genes' : '1000 genes';
  return {
    matrix,
    values: varianceStabilized(counts, samples, normalization, trend),
    words: `variance-stabilized log2 counts; trend of ${on}, ${describeTrend(trend)}`,
  };
}
