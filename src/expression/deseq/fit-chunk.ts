import type { Task } from '../../context/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { loadDesign } from '../kernel/design.ts';
import { type Kernel, kernel, putDoubles, roomForDoubles } from '../kernel/kernel.ts';
import { naturalRidge } from './constants.ts';
import { finalDispersions } from './final-dispersions.ts';
import { fitCoefficients } from './fit-coefficients.ts';
import type { FitInput, FitOutput } from './fit-request.ts';
import { fitRows } from './fit-rows.ts';
import { fitInterceptOnly, isInterceptOnly } from './intercept-only.ts';
import { likelihoodsOf } from './log-likelihoods.ts';
import { putNormalization } from './normalization.ts';

/**
 * Final dispersions (maximum a posteriori, dispersion outliers keep their own), coefficients, combinations of them, and
 * Cook's distances of a chunk of genes. Follows DESeq2 1.38's `estimateDispersionsMAP`, `nbinomWaldTest` (or the two fits
 * of `nbinomLRT`) and `calculateCooksDistance`.
 */
export function fitChunk(input: FitInput): FitOutput {
  const { design, genes } = input;
  const { samples } = design;
  const k = kernel();
  loadDesign(k, design, naturalRidge(input.lambda));
  const counts = putDoubles(k, input.counts);
  const normalization = putNormalization(k, input.normalization, samples);
  const means = input.means === null ? roomForDoubles(k, genes * samples) : putDoubles(k, input.means);
  const places = { counts, means, ...normalization };
  if (input.means === null) k.linearMeans(genes, counts, places.sizes, places.stride, means);
  const map = finalDispersions(k, input, places);
  const coefficients = fitCoefficients(k, input, places, map.dispersion);
  const reduced = input.reduced === null ? noReduced() : fitReduced(k, input, input.reduced, map.dispersion);
  return { ...map, ...coefficients, ...reduced };
}

function noReduced(): Pick<FitOutput, 'logLikelihoodReduced' | 'reducedConverged'> {
  return { logLikelihoodReduced: new Float64Array(0), reducedConverged: new Uint8Array(0) };
}

function fitReduced(
  k: Kernel,
  input: FitInput,
  reduced: CellDesign,
  dispersions: Float64Array,
): Pick<FitOutput, 'logLikelihoodReduced' | 'reducedConverged'> {
  const { genes } = input;
  const { samples, coefficients } = reduced;
  const lambda = new Float64Array(coefficients).fill(input.lambda[0]);
  loadDesign(k, reduced, naturalRidge(lambda));
  const counts = putDoubles(k, input.counts);
  const place = putNormalization(k, input.normalization, samples);
  const means = roomForDoubles(k, genes * samples);
  const dispersionsAt = putDoubles(k, dispersions);
  const rows = { k, genes, samples, counts, place, dispersions, means, hats: 0 };
  const places = { counts, means };
  if (isInterceptOnly(reduced)) {
    fitInterceptOnly(rows);
    const logLikelihoodReduced = likelihoodsOf(k, genes, samples, places, dispersionsAt);
    return { logLikelihoodReduced, reducedConverged: new Uint8Array(genes).fill(1) };
  }
  const { converged, fallback } = fitRows({ ...rows, design: reduced, ridge: lambda });
  const logLikelihoodReduced = likelihoodsOf(k, genes, samples, places, dispersionsAt, fallback);
  return { logLikelihoodReduced, reducedConverged: converged };
}

export const fitTask: Task<FitInput, FitOutput> = { name: 'expression/fit', run: fitChunk };
