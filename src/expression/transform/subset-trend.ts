import type { Context } from '../../context/index.ts';
import { geneWiseTask } from '../deseq/gene-wise.ts';
import { meanInverseSize, type Normalization, normalizationOfRows, normalizedCounts } from '../deseq/normalization.ts';
import { type DispersionTrend, fitTrend, type TrendKind } from '../deseq/trend.ts';
import type { CellDesign } from '../design/cells.ts';

/** Genes on which the trend is estimated (`nsub` of DESeq2's `vst`). */
const SUBSET = 1000;
/** Normalized mean above which a gene may be chosen. */
const EXPRESSED = 5;

/** Counts, design and normalization that a trend is estimated from. */
export interface TrendInput {
  genes: number;
  counts: Float64Array;
  design: CellDesign;
  normalization: Normalization;
  trend: TrendKind;
}

/**
 * Row numbers of 1,000 genes picked evenly along the ordered mean counts above 5, as `vst(nsub = 1000)` does; undefined when fewer are
 * expressed.
 */
export function subsetOfGenes(baseMean: Float64Array): Int32Array | undefined {
  const expressed = Array.from(baseMean.keys()).filter((gene) => baseMean[gene] > EXPRESSED);
  if (expressed.length < SUBSET) return undefined;
  expressed.sort((a, b) => baseMean[a] - baseMean[b] || a - b);
  return Int32Array.from(
    { length: SUBSET },
    (_, i) => expressed[roundHalfEven(1 + (i * (expressed.length - 1)) / (SUBSET - 1)) - 1],
  );
}

function rowMeans(values: Float64Array, width: number): Float64Array {
  const means = new Float64Array(values.length / width);
  for (let at = 0; at < values.length; at++) means[Math.floor(at / width)] += values[at] / width;
  return means;
}

/** R's rounding, on the one-based positions of its `seq`. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The trend that `vst(blind = FALSE)` uses: gene-wise dispersions of the subset, from the original counts and the full design, and the trend
 * through them. Undefined when too few genes are expressed; the trend of the whole fit serves then.
 */
export async function subsetTrend(input: TrendInput, context: Context): Promise<DispersionTrend | undefined> {
  const samples = input.design.samples;
  const rows = subsetOfGenes(rowMeans(normalizedCounts(input.counts, input.normalization, samples), samples));
  if (rows === undefined) return undefined;
  const counts = new Float64Array(rows.length * samples);
  rows.forEach((gene, i) => {
    counts.set(input.counts.subarray(gene * samples, (gene + 1) * samples), i * samples);
  });
  const normalization = normalizationOfRows(input.normalization, samples, rows);
  const [part] = await context.pool.map(geneWiseTask, [
    {
      design: input.design,
      genes: rows.length,
      counts,
      normalization,
      meanInverseSize: meanInverseSize(normalization, samples),
    },
  ]);
  return fitTrend(part.baseMean, part.dispGeneEst, input.trend)?.trend;
}
