import { exp, lgamma, log, log1p, minimizeInBox } from '../../stats/index.ts';
import { LN_2 } from './constants.ts';
import { newtonPolish } from './newton-polish.ts';

export interface FallbackInput {
  /** samples x coefficients, row-major. */
  matrix: Float64Array;
  samples: number;
  coefficients: number;
  y: Float64Array;
  sizes: Float64Array;
  alpha: number;
  /** Ridge on the log2 scale. */
  lambda: Float64Array;
  /** Starting coefficients, log2 scale. */
  start: Float64Array;
}

const BOUND = 30;
/** After so many iterations rounding has decided where the search stops, and the maximum itself is the better answer. */
const LONG_SEARCH = 25;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * Penalized negative binomial regression of one gene for the rare rows where reweighted least squares does not settle, as
 * DESeq2 1.38's `fitNbinomGLMsOptim` does it: L-BFGS-B on the log2 scale within +-30, on minus the log likelihood minus a wide
 * normal log prior.
 *
 * @returns coefficients on the natural-log scale
 */
export function fallbackFit(input: FallbackInput): { coefficients: Float64Array; converged: boolean } {
  const p = input.coefficients;
  const optimum = minimizeInBox(input.start, minusLogPosterior(input), {
    lower: new Float64Array(p).fill(-BOUND),
    upper: new Float64Array(p).fill(BOUND),
  });
  const inside = (x: Float64Array): boolean => x.every((value) => Math.abs(value) < BOUND);
  const polished = optimum.iterations > LONG_SEARCH ? newtonPolish(input, optimum.x) : optimum.x;
  const best = inside(polished) ? polished : optimum.x;
  return { coefficients: best.map((value) => value * LN_2), converged: optimum.converged };
}

/** All constants included: the stopping rule is relative to the value. */
function minusLogPosterior(input: FallbackInput): (x: Float64Array) => number {
  const { matrix, samples, coefficients: p, y, sizes, alpha, lambda } = input;
  const size = 1 / alpha;
  let constant = 0;
  for (let j = 0; j < samples; j++) constant += lgamma(y[j] + size) - lgamma(size) - lgamma(y[j] + 1) + y[j] * log(alpha);
  for (let i = 0; i < p; i++) constant += 0.5 * log(lambda[i]) - HALF_LOG_TWO_PI;
  return (x) => {
    let sum = constant;
    for (let j = 0; j < samples; j++) {
      let eta = 0;
      for (let i = 0; i < p; i++) eta += matrix[j * p + i] * x[i];
      const logMean = log(sizes[j]) + eta * LN_2;
      sum += y[j] * logMean - (y[j] + size) * log1p(alpha * exp(logMean));
    }
    for (let i = 0; i < p; i++) sum -= 0.5 * lambda[i] * x[i] * x[i];
    return Number.isFinite(sum) ? -sum : 1e300;
  };
}
