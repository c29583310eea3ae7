import { inputError } from '../problems/index.ts';
import type { DataColumn } from '../stats/index.ts';
import type { ModelDesign } from './design/model-design.ts';
import { type ModelRequest, type ReadyModel, readyModel } from './differential.ts';
import { filterByExpression, keptRows } from './edger/filter-genes.ts';
import { effectiveSizes, librarySizes } from './edger/library-sizes.ts';
import { type NormalizationMethod, normalizationFactors } from './edger/normalization-factors.ts';
import type { CountMatrix } from './input/count-matrix.ts';

/** The genes of a study that a linear or log-linear model is fitted to, with their library sizes. */
export interface ExpressedGenes {
  genes: string[];
  samples: string[];
  /** genes x samples. */
  counts: Float64Array;
  /** Totals over these genes. */
  librarySizes: Float64Array;
  factors: Float64Array;
  /** Library sizes times factors. */
  sizes: Float64Array;
  /** Genes left out for too few counts. */
  filtered: number;
  frame: Map<string, DataColumn>;
  model: ModelDesign;
  surrogates: ReadyModel['surrogates'];
  /** What was done to counts and design, in words. */
  notes: string[];
}

/**
 * Chooses samples and genes as edgeR's users do: `filterByExpr`, library sizes over the kept genes, normalization factors.
 *
 * @param filter whether to leave out genes with too few counts
 * @throws InputError with every problem of the samples or the design
 */
export function expressedGenes(request: ModelRequest, filter: boolean, method: NormalizationMethod): ExpressedGenes {
  const { matrix, frame, model, written, surrogates, notes } = readyModel(request);
  refuseLengths(matrix);
  const samples = matrix.samples.length;
  const all = librarySizes(matrix.counts, samples);
  const kept = filter
    ? filterByExpression(matrix.counts, all, written.design.matrix)
    : new Uint8Array(matrix.genes.length).fill(1);
  const counts = keptRows(matrix.counts, samples, kept);
  const totals = librarySizes(counts, samples);
  const factors = normalizationFactors(counts, totals, method);
  const genes = matrix.genes.filter((_, g) => kept[g] === 1);
  return {
    genes,
    samples: matrix.samples,
    counts,
    librarySizes: totals,
    factors,
    sizes: effectiveSizes(totals, factors),
    filtered: matrix.genes.length - genes.length,
    frame,
    model,
    surrogates,
    notes,
  };
}

/** These models take no offset per gene; their authors advise counts that have the lengths built in. */
function refuseLengths({ lengths, file }: CountMatrix): void {
  if (lengths === undefined) return;
  throw inputError({
    code: 'lengths-need-deseq2',
    file,
    message: 'these counts come with average transcript lengths, which only the method of DESeq2 takes as offsets',
    expected: 'counts made from abundance',
    mend: 'use --counts-from lengthScaledTPM (in study.yaml reading: { counts_from: lengthScaledTPM })',
  });
}
