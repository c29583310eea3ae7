import type { Task } from '../../context/index.ts';
import { exp, log } from '../../stats/index.ts';
import { type CellDesign, combinationInBasis } from '../design/cells.ts';
import { loadDesign } from '../kernel/design.ts';
import { type Kernel, kernel, putDoubles, putIntegers, roomForDoubles, takeDoubles, viewDoubles } from '../kernel/kernel.ts';
import {
  LOG_MIN_DISPERSION,
  LOWEST_LOG_DISPERSION,
  MEAN_FLOOR,
  MIN_DISPERSION,
  MOST_ITERATIONS,
  maxDispersion,
  naturalRidge,
} from './constants.ts';
import { fitRows } from './fit-rows.ts';
import { fitInterceptOnly, isInterceptOnly } from './intercept-only.ts';
import { type Normalization, putNormalization } from './normalization.ts';

export interface FitInput {
  design: CellDesign;
  genes: number;
  /** genes x samples. */
  counts: Float64Array;
  normalization: Normalization;
  /** Floored means of the gene-wise step, or null for groupings. */
  means: Float64Array | null;
  dispGeneEst: Float64Array;
  dispFit: Float64Array;
  /** Variance of the prior of ln(dispersion) around the trend. */
  priorVariance: number;
  /** Residual above which a gene keeps its own dispersion, on the log scale. */
  outlierLimit: number;
  /** Ridge per coefficient, log2 scale. */
  lambda: Float64Array;
  /** Linear combinations of the coefficients to report, combinations x coefficients. */
  combinations: Float64Array;
  /** Cook's distances above this are handed back sample by sample. */
  cooksCutoff: number;
  /** 1 for the samples whose Cook's distance can make a p-value missing. */
  cooksSamples: Uint8Array;
  /** Smaller model of a likelihood-ratio test. */
  reduced: CellDesign | null;
}

export interface FitOutput {
  dispMAP: Float64Array;
  dispersion: Float64Array;
  dispOutlier: Uint8Array;
  dispIterations: Int32Array;
  /** genes x combinations, natural-log scale. */
  estimates: Float64Array;
  /** genes x combinations, natural-log scale. */
  variances: Float64Array;
  converged: Uint8Array;
  /** Iterations of the coefficient fit; 100 where the fallback was used. */
  iterations: Int32Array;
  logLikelihood: Float64Array;
  /** Empty without a reduced model. */
  logLikelihoodReduced: Float64Array;
  reducedConverged: Uint8Array;
  /** Largest Cook's distance over all samples, and its sample. */
  maxCooks: Float64Array;
  maxCooksSample: Int32Array;
  /** Largest Cook's distance over `cooksSamples`; NaN when there are none. */
  maxCooksUsed: Float64Array;
  /** Genes (of this chunk) with a Cook's distance above the cutoff, and all their distances (rows x samples). */
  flagged: Int32Array;
  flaggedCooks: Float64Array;
}

interface Places {
  counts: number;
  means: number;
  sizes: number;
  logSizes: number;
  stride: number;
}

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

function finalDispersions(
  k: Kernel,
  input: FitInput,
  places: Places,
): Pick<FitOutput, 'dispMAP' | 'dispersion' | 'dispOutlier' | 'dispIterations'> {
  const { genes, dispGeneEst, dispFit, priorVariance, outlierLimit } = input;
  const { samples } = input.design;
  const logFit = dispFit.map(log);
  const start = dispGeneEst.map((own, g) => (Number.isNaN(own) ? NaN : log(own > 0.1 * dispFit[g] ? own : dispFit[g])));
  const [startAt, priorAt] = [putDoubles(k, start), putDoubles(k, logFit)];
  const [resultAt, firstAt, lastAt] = [0, 0, 0].map(() => roomForDoubles(k, genes));
  const iterationsAt = putIntegers(k, new Int32Array(genes));
  const inverse = 1 / priorVariance;
  const { counts, means } = places;
  k.searchDispersions(
    genes,
    counts,
    means,
    startAt,
    priorAt,
    inverse,
    LOWEST_LOG_DISPERSION,
    MOST_ITERATIONS,
    resultAt,
    firstAt,
    lastAt,
    iterationsAt,
  );
  const dispMAP = takeDoubles(k, resultAt, genes);
  const dispIterations = new Int32Array(k.memory.buffer, iterationsAt, genes).slice();
  const largest = maxDispersion(samples);
  const dispOutlier = new Uint8Array(genes);
  const dispersion = new Float64Array(genes);
  for (let g = 0; g < genes; g++) {
    let a = dispMAP[g];
    if (dispIterations[g] >= MOST_ITERATIONS) {
      const row = 8 * g * samples;
      a = k.gridDispersion(counts + row, means + row, logFit[g], inverse, LOG_MIN_DISPERSION, log(largest));
    }
    dispMAP[g] = Number.isNaN(start[g]) ? NaN : Math.min(Math.max(exp(a), MIN_DISPERSION), largest);
    dispOutlier[g] = log(dispGeneEst[g]) > logFit[g] + outlierLimit ? 1 : 0;
    dispersion[g] = dispOutlier[g] === 1 ? dispGeneEst[g] : dispMAP[g];
  }
  return { dispMAP, dispersion, dispOutlier, dispIterations };
}

type CoefficientPart = Omit<
  FitOutput,
  'dispMAP' | 'dispersion' | 'dispOutlier' | 'dispIterations' | 'logLikelihoodReduced' | 'reducedConverged'
>;

function fitCoefficients(k: Kernel, input: FitInput, places: Places, dispersion: Float64Array): CoefficientPart {
  const { design, genes, lambda } = input;
  const { samples, coefficients: p } = design;
  const hats = roomForDoubles(k, genes * samples);
  const dispersionsAt = putDoubles(k, dispersion);
  const { counts, means } = places;
  // nbinomLRT measures Cook's distance from the means of the dispersion step, nbinomWaldTest from the fitted ones
  const early = input.reduced === null ? means : putDoubles(k, takeDoubles(k, means, genes * samples));
  const cooks = (): ReturnType<typeof cooksOf> => cooksOf(k, input, { ...places, means: early }, hats, dispersionsAt);
  if (isInterceptOnly(design)) {
    const fit = fitInterceptOnly({ k, genes, samples, counts, place: places, dispersions: dispersion, means, hats });
    const repeat = input.combinations.length;
    const estimates = Float64Array.from({ length: genes * repeat }, (_, i) => {
      return fit.estimates[Math.floor(i / repeat)] * input.combinations[i % repeat];
    });
    const variances = Float64Array.from({ length: genes * repeat }, (_, i) => {
      return fit.variances[Math.floor(i / repeat)] * input.combinations[i % repeat] * input.combinations[i % repeat];
    });
    const logLikelihood = likelihoodsOf(k, genes, samples, places, dispersionsAt);
    const converged = new Uint8Array(genes).fill(1);
    const iterations = new Int32Array(genes).fill(1);
    return { estimates, variances, converged, iterations, logLikelihood, ...cooks() };
  }
  const fit = fitRows({ k, design, genes, counts, place: places, dispersions: dispersion, means, hats, ridge: lambda });
  const combinations = input.combinations.length / p;
  const vectors = new Float64Array(combinations * p);
  for (let i = 0; i < combinations; i++)
    vectors.set(combinationInBasis(design, input.combinations.subarray(i * p, (i + 1) * p)), i * p);
  const vectorsAt = putDoubles(k, vectors);
  const betasAt = putDoubles(k, fit.betas);
  const [estimatesAt, variancesAt] = [0, 0].map(() => roomForDoubles(k, genes * combinations));
  k.combine(
    genes,
    counts,
    places.sizes,
    places.logSizes,
    places.stride,
    dispersionsAt,
    betasAt,
    combinations,
    vectorsAt,
    estimatesAt,
    variancesAt,
  );
  const logLikelihood = likelihoodsOf(k, genes, samples, places, dispersionsAt, fit.fallback);
  return {
    estimates: takeDoubles(k, estimatesAt, genes * combinations),
    variances: takeDoubles(k, variancesAt, genes * combinations),
    converged: fit.converged,
    iterations: fit.iterations.map((count, g) => (fit.fallback[g] === 1 ? MOST_ITERATIONS : count)),
    logLikelihood,
    ...cooks(),
  };
}

/** Log likelihood of every gene; for genes that went through the fallback at means floored at 0.5, as DESeq2 stores it. */
function likelihoodsOf(
  k: Kernel,
  genes: number,
  samples: number,
  places: Pick<Places, 'counts' | 'means'>,
  dispersionsAt: number,
  fallback: Uint8Array = new Uint8Array(genes),
): Float64Array {
  const at = roomForDoubles(k, genes);
  k.logLikelihoods(genes, places.counts, places.means, dispersionsAt, at);
  fallback.forEach((used, g) => {
    if (used === 0) return;
    const row = 8 * g * samples;
    const floored = putDoubles(
      k,
      takeDoubles(k, places.means + row, samples).map((mean) => Math.max(mean, MEAN_FLOOR)),
    );
    k.logLikelihoods(1, places.counts + row, floored, dispersionsAt + 8 * g, at + 8 * g);
  });
  return takeDoubles(k, at, genes);
}

function cooksOf(
  k: Kernel,
  input: FitInput,
  places: Places,
  hats: number,
  dispersionsAt: number,
): Pick<FitOutput, 'maxCooks' | 'maxCooksSample' | 'maxCooksUsed' | 'flagged' | 'flaggedCooks'> {
  const { design, genes, cooksCutoff, cooksSamples } = input;
  const { samples, cellSizes } = design;
  const sizesAt = putIntegers(k, cellSizes);
  const cooksAt = roomForDoubles(k, genes * samples);
  k.cooksDistances(genes, places.counts, places.sizes, places.stride, places.means, hats, sizesAt, dispersionsAt, cooksAt);
  const cooks = viewDoubles(k, cooksAt, genes * samples);
  const maxCooks = new Float64Array(genes).fill(NaN);
  const maxCooksSample = new Int32Array(genes);
  const maxCooksUsed = new Float64Array(genes).fill(NaN);
  const flagged: number[] = [];
  for (let g = 0; g < genes; g++) {
    for (let j = 0; j < samples; j++) {
      const distance = cooks[g * samples + j];
      if (!(distance <= maxCooks[g])) {
        maxCooks[g] = distance;
        maxCooksSample[g] = j;
      }
      if (cooksSamples[j] === 1 && !(distance <= maxCooksUsed[g])) maxCooksUsed[g] = distance;
    }
    if (maxCooks[g] > cooksCutoff) flagged.push(g);
  }
  const flaggedCooks = new Float64Array(flagged.length * samples);
  flagged.forEach((g, i) => {
    flaggedCooks.set(cooks.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  return { maxCooks, maxCooksSample, maxCooksUsed, flagged: Int32Array.from(flagged), flaggedCooks };
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
