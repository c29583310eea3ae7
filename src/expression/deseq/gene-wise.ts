import type { Task } from '../../context/index.ts';
import { exp, log } from '../../stats/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { loadDesign } from '../kernel/design.ts';
import { type Kernel, kernel, putDoubles, roomForDoubles, takeDoubles, viewDoubles } from '../kernel/kernel.ts';
import {
  LOG_MIN_DISPERSION,
  MEAN_FLOOR,
  MIN_DISPERSION,
  MOST_ITERATIONS,
  maxDispersion,
  naturalRidge,
  TINY_RIDGE,
} from './constants.ts';
import { searchDispersions } from './dispersion-search.ts';
import { fitRows } from './fit-rows.ts';
import { type Normalization, putNormalization } from './normalization.ts';

export interface GeneWiseInput {
  design: CellDesign;
  genes: number;
  /** genes x samples. */
  counts: Float64Array;
  normalization: Normalization;
  /** Mean of 1 / size factor over all samples. */
  meanInverseSize: number;
}

export interface GeneWiseOutput {
  baseMean: Float64Array;
  baseVar: Float64Array;
  /** NaN for genes whose counts are all zero. */
  dispGeneEst: Float64Array;
  iterations: Int32Array;
  /** Fitted means floored at 0.5, genes x samples, kept for the second search; null for groupings, where they are cheap. */
  means: Float64Array | null;
}

/** Places in the kernel's memory of one chunk of genes. */
interface Chunk {
  k: Kernel;
  genes: number;
  samples: number;
  counts: number;
  means: number;
}

/**
 * Gene-wise dispersions of a chunk of genes: start from the rougher and the moment estimate, fitted means, line search on
 * the Cox-Reid adjusted profile likelihood, grid where that did not converge. Follows DESeq2 1.38's
 * `estimateDispersionsGeneEst` step for step, because its line search stops short of the optimum (Love, Huber & Anders 2014).
 */
export function estimateGeneWise(input: GeneWiseInput): GeneWiseOutput {
  const { design, genes, normalization } = input;
  const { samples, coefficients } = design;
  const k = kernel();
  loadDesign(k, design, naturalRidge(new Float64Array(coefficients).fill(TINY_RIDGE)));
  const counts = putDoubles(k, input.counts);
  const place = putNormalization(k, normalization, samples);
  const [baseMeanAt, baseVarAt, roughAt] = [0, 0, 0].map(() => roomForDoubles(k, genes));
  const means = roomForDoubles(k, genes * samples);
  k.describeGenes(genes, counts, place.sizes, place.stride, baseMeanAt, baseVarAt, roughAt);
  const baseMean = takeDoubles(k, baseMeanAt, genes);
  const baseVar = takeDoubles(k, baseVarAt, genes);
  const start = startValues(baseMean, baseVar, takeDoubles(k, roughAt, genes), input.meanInverseSize, samples);
  const chunk = { k, genes, samples, counts, means };
  if (design.grouped) k.linearMeans(genes, counts, place.sizes, place.stride, means);
  else fitMeans(chunk, input, place, start);
  const { dispGeneEst, iterations } = searchFrom(chunk, start);
  return { baseMean, baseVar, dispGeneEst, iterations, means: design.grouped ? null : takeDoubles(k, means, genes * samples) };
}

function startValues(
  baseMean: Float64Array,
  baseVar: Float64Array,
  rough: Float64Array,
  meanInverseSize: number,
  samples: number,
): Float64Array {
  return baseMean.map((mean, g) => {
    if (mean === 0) return NaN;
    const moments = (baseVar[g] - meanInverseSize * mean) / (mean * mean);
    return Math.min(Math.max(Math.min(rough[g], moments), MIN_DISPERSION), maxDispersion(samples));
  });
}

/** Means of the GLM at the starting dispersions, floored; genes that do not converge go through the fallback. */
function fitMeans(
  chunk: Chunk,
  input: GeneWiseInput,
  place: { sizes: number; logSizes: number; stride: number },
  start: Float64Array,
): void {
  const { k, genes, samples, counts, means } = chunk;
  fitRows({ k, design: input.design, genes, counts, place, dispersions: start, means, hats: 0, ridge: TINY_RIDGE });
  const fitted = viewDoubles(k, means, genes * samples);
  for (let i = 0; i < fitted.length; i++) fitted[i] = Math.max(fitted[i], MEAN_FLOOR);
}

function searchFrom(chunk: Chunk, start: Float64Array): { dispGeneEst: Float64Array; iterations: Int32Array } {
  const { k, genes, samples, counts, means } = chunk;
  const { found, first, last, iterations } = searchDispersions(k, genes, chunk, start.map(log), null);
  const largest = maxDispersion(samples);
  const dispGeneEst = found.map((a, g) => {
    if (Number.isNaN(start[g])) return NaN;
    let dispersion = Math.min(exp(a), largest);
    if (last[g] < first[g] + Math.abs(first[g]) / 1e6) dispersion = start[g];
    const converged = iterations[g] < MOST_ITERATIONS && iterations[g] !== 1;
    if (!converged && dispersion > MIN_DISPERSION * 10) {
      const row = 8 * g * samples;
      dispersion = exp(k.gridDispersion(counts + row, means + row, 0, 0, LOG_MIN_DISPERSION, log(largest)));
    }
    return Math.min(Math.max(dispersion, MIN_DISPERSION), largest);
  });
  return { dispGeneEst, iterations };
}

export const geneWiseTask: Task<GeneWiseInput, GeneWiseOutput> = { name: 'expression/gene-wise', run: estimateGeneWise };
