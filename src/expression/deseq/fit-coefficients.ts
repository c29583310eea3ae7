import { combinationInBasis } from '../design/cells.ts';
import { type Kernel, putDoubles, roomForDoubles, takeDoubles } from '../kernel/kernel.ts';
import { MOST_ITERATIONS } from './constants.ts';
import { cooksOf } from './cooks-distances.ts';
import type { FitInput, FitOutput, Places } from './fit-request.ts';
import { fitRows } from './fit-rows.ts';
import { fitInterceptOnly, isInterceptOnly } from './intercept-only.ts';
import { likelihoodsOf } from './log-likelihoods.ts';

type Combined = Pick<FitOutput, 'estimates' | 'variances' | 'converged' | 'iterations'> & { fallback?: Uint8Array };
type CoefficientPart = Omit<
  FitOutput,
  'dispMAP' | 'dispersion' | 'dispOutlier' | 'dispIterations' | 'logLikelihoodReduced' | 'reducedConverged'
>;

/**
 * Combinations of the coefficients with their variances, likelihoods and Cook's distances. As DESeq2's `nbinomWaldTest`, or the
 * fit of the full model in `nbinomLRT`.
 */
export function fitCoefficients(k: Kernel, input: FitInput, places: Places, dispersion: Float64Array): CoefficientPart {
  const { design, genes } = input;
  const { samples } = design;
  const hats = roomForDoubles(k, genes * samples);
  const dispersionsAt = putDoubles(k, dispersion);
  // nbinomLRT measures Cook's distance from the means of the dispersion step, nbinomWaldTest from the fitted ones
  const early = input.reduced === null ? places.means : putDoubles(k, takeDoubles(k, places.means, genes * samples));
  const { fallback, ...combined } = isInterceptOnly(design)
    ? ofIntercept(k, input, places, dispersion, hats)
    : ofDesign(k, input, places, dispersion, hats, dispersionsAt);
  const logLikelihood = likelihoodsOf(k, genes, samples, places, dispersionsAt, fallback);
  return { ...combined, logLikelihood, ...cooksOf(k, input, { ...places, means: early }, hats, dispersionsAt) };
}

function ofIntercept(k: Kernel, input: FitInput, places: Places, dispersions: Float64Array, hats: number): Combined {
  const { genes, design, combinations } = input;
  const { counts, means } = places;
  const fit = fitInterceptOnly({ k, genes, samples: design.samples, counts, place: places, dispersions, means, hats });
  const repeat = combinations.length;
  const length = genes * repeat;
  return {
    estimates: Float64Array.from({ length }, (_, i) => fit.estimates[Math.floor(i / repeat)] * combinations[i % repeat]),
    variances: Float64Array.from({ length }, (_, i) => {
      return fit.variances[Math.floor(i / repeat)] * combinations[i % repeat] * combinations[i % repeat];
    }),
    converged: new Uint8Array(genes).fill(1),
    iterations: new Int32Array(genes).fill(1),
  };
}

function ofDesign(
  k: Kernel,
  input: FitInput,
  places: Places,
  dispersions: Float64Array,
  hats: number,
  dispersionsAt: number,
): Combined {
  const { design, genes, lambda } = input;
  const { counts, means, sizes, logSizes, stride } = places;
  const p = design.coefficients;
  const fit = fitRows({ k, design, genes, counts, place: places, dispersions, means, hats, ridge: lambda });
  const combinations = input.combinations.length / p;
  const vectors = new Float64Array(combinations * p);
  for (let i = 0; i < combinations; i++)
    vectors.set(combinationInBasis(design, input.combinations.subarray(i * p, (i + 1) * p)), i * p);
  const [vectorsAt, betasAt] = [vectors, fit.betas].map((values) => putDoubles(k, values));
  const [estimatesAt, variancesAt] = [0, 0].map(() => roomForDoubles(k, genes * combinations));
  const results = [combinations, vectorsAt, estimatesAt, variancesAt] as const;
  k.combine(genes, counts, sizes, logSizes, stride, dispersionsAt, betasAt, ...results);
  return {
    estimates: takeDoubles(k, estimatesAt, genes * combinations),
    variances: takeDoubles(k, variancesAt, genes * combinations),
    converged: fit.converged,
    iterations: fit.iterations.map((count, g) => (fit.fallback[g] === 1 ? MOST_ITERATIONS : count)),
    fallback: fit.fallback,
  };
}
