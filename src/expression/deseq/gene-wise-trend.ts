import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { type GeneWiseOutput, geneWiseTask } from './gene-wise.ts';
import { meanInverseSize, type Normalization, normalizationOf, normalizationOfRows } from './normalization.ts';
import { type FittedTrend, fitTrend, type TrendKind } from './trend.ts';

/** Genes per piece of work; fixed, so that results do not depend on the number of threads. */
export const CHUNK = 256;

export interface GeneWiseTrendInput {
  genes: number;
  /** Raw counts, genes x samples. */
  counts: Float64Array;
  design: CellDesign;
  normalization: Normalization;
  trend: TrendKind;
}

/** Gene-wise dispersions of all genes and the trend through them. */
export interface GeneWiseTrend extends FittedTrend {
  parts: GeneWiseOutput[];
  baseMean: Float64Array;
  baseVar: Float64Array;
  dispGeneEst: Float64Array;
  iterations: Int32Array;
}

/**
 * The first half of DESeq2: gene-wise dispersions in chunks, then their trend over the mean count.
 *
 * @throws InputError `dispersion-all-minimal` when no gene varies more than counting noise
 */
export async function geneWiseTrend(input: GeneWiseTrendInput, context: Context): Promise<GeneWiseTrend> {
  const parts = await runGeneWise(input, context);
  const numbers = (): Float64Array => new Float64Array(input.genes);
  const columns = { baseMean: numbers(), baseVar: numbers(), dispGeneEst: numbers(), iterations: new Int32Array(input.genes) };
  parts.forEach((part, i) => {
    columns.baseMean.set(part.baseMean, i * CHUNK);
    columns.baseVar.set(part.baseVar, i * CHUNK);
    columns.dispGeneEst.set(part.dispGeneEst, i * CHUNK);
    columns.iterations.set(part.iterations, i * CHUNK);
  });
  return { parts, ...columns, ...trendOf(input, columns) };
}

/** The bounds of each chunk of genes. */
export function* chunksOf(genes: number): Generator<[number, number]> {
  for (let from = 0; from < genes; from += CHUNK) yield [from, Math.min(from + CHUNK, genes)];
}

function runGeneWise(input: GeneWiseTrendInput, context: Context): Promise<GeneWiseOutput[]> {
  const { design, counts, normalization, genes } = input;
  const counted = Int32Array.from({ length: genes }, (_, g) => g).filter((g) =>
    counts.subarray(g * design.samples, (g + 1) * design.samples).some((count) => count > 0),
  );
  const inverse = meanInverseSize(normalizationOfRows(normalization, design.samples, counted), design.samples);
  const inputs = Array.from(chunksOf(genes), ([from, to]) => ({
    design,
    genes: to - from,
    counts: counts.slice(from * design.samples, to * design.samples),
    normalization: normalizationOf(normalization, design.samples, from, to),
    meanInverseSize: inverse,
  }));
  return context.pool.map(geneWiseTask, inputs, (done, total) => context.progress('gene-wise dispersions', done, total));
}

function trendOf(input: GeneWiseTrendInput, fit: { baseMean: Float64Array; dispGeneEst: Float64Array }): FittedTrend {
  const fitted = fitTrend(fit.baseMean, fit.dispGeneEst, input.trend);
  if (fitted !== undefined) return fitted;
  throw inputError({
    code: 'dispersion-all-minimal',
    message: 'no gene varies more between replicates than counting noise alone, so no dispersion trend can be fitted',
    found: 'all gene-wise dispersions within two orders of magnitude of the smallest value considered (1e-8)',
    mend: 'check that the replicates are different animals and not copies of one sample',
  });
}
