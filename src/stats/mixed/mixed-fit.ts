import { log } from '../elementary/index.ts';
import type { BlockResponse } from './block-system.ts';
import { covariancesOf, lowerIndex, parameterStarts } from './factor-pattern.ts';
import { FixedEffectInference } from './inference.ts';
import { BlockLikelihood } from './likelihood.ts';
import { lowerFactor } from './lower-factor.ts';
import type { MixedCore } from './mixed-design.ts';
import { findOptimum, type MixedOptimum } from './optimum.ts';
import { expectedParameterCovariance, observedParameterCovariance } from './parameter-covariance.ts';
import type { PreparedResponse } from './responses.ts';

const LOG_TWO_PI = 1.8378770664093453;

/** Estimates of one response on a core, in the coordinates of the core. */
export interface CoreFit {
  readonly optimum: MixedOptimum;
  readonly restricted: boolean;
  readonly residualVariance: number;
  /** Absolute linear covariance parameters (of the transformed effects). */
  readonly parameters: Float64Array;
  /** Coefficients of the orthonormal columns Q. */
  readonly coefficients: Float64Array;
  /** Minus twice the (restricted) log-likelihood, all constants included. */
  readonly deviance: number;
  readonly inference: FixedEffectInference;
  readonly response: BlockResponse;
  /** Solves the likelihood at the estimates; its V^-1 and P y then belong to this fit. */
  solve(): void;
}

/** What a fit is made with. */
export interface CoreFitOptions {
  readonly restricted: boolean;
  /** Treat components estimated as zero as absent in Kenward-Roger's formulas (they stay in by default). */
  readonly dropZero: boolean;
}

/** Fits one prepared response. */
export function fitCore(
  core: MixedCore,
  likelihood: BlockLikelihood,
  { rotated, effects }: PreparedResponse,
  { restricted, dropZero }: CoreFitOptions,
): CoreFit {
  const widths = core.terms.map((term) => term.effects.length);
  const optimum = findOptimum(likelihood, rotated, restricted, widths);
  const relative = covariancesOf(widths, optimum.factors, new Float64Array(likelihood.count));
  const size = restricted ? core.n - core.kept.length : core.n;
  likelihood.solve(rotated, 1, relative);
  const { logDetV, logDetX, quadratic } = likelihood.terms;
  const residualVariance = quadratic / size;
  const coefficients = likelihood.coefficients.map((one, i) => one + effects[i]);
  const weightLogs = core.weights === undefined ? 0 : core.weights.reduce((sum, weight) => sum + log(weight), 0);
  const determinants = logDetV + (restricted ? logDetX + 2 * core.logUpper : 0);
  const deviance = determinants + size * (1 + LOG_TWO_PI + log(residualVariance)) - weightLogs;
  const parameters = relative.map((one) => one * residualVariance);
  const solve = (): void => {
    likelihood.solve(rotated, residualVariance, parameters);
  };
  const sigma = Math.sqrt(residualVariance);
  const inference = new FixedEffectInference(likelihood, coefficients, residualVariance, {
    solve,
    observed: () =>
      observedParameterCovariance(
        likelihood,
        rotated,
        restricted,
        optimum.pattern,
        optimum.factors.map((factor) => factor.map((one) => one * sigma)),
        residualVariance,
      ),
    expected: () =>
      expectedCovariance(likelihood, rotated, residualVariance, dropZero ? zeroParameters(widths, optimum) : new Set()),
  });
  return { optimum, restricted, residualVariance, parameters, coefficients, deviance, inference, response: rotated, solve };
}

function expectedCovariance(
  likelihood: BlockLikelihood,
  response: BlockResponse,
  residualVariance: number,
  dropped: ReadonlySet<number>,
): Float64Array | undefined {
  likelihood.differentiate(response, residualVariance, true, true);
  return expectedParameterCovariance(likelihood.terms.traces, likelihood.count + 1, dropped);
}

/** Parameters of the terms whose whole covariance matrix is zero. */
function zeroParameters(widths: readonly number[], optimum: MixedOptimum): Set<number> {
  const starts = parameterStarts(widths);
  const zero = new Set<number>();
  widths.forEach((width, t) => {
    if (optimum.ranks[t] > 0) return;
    for (let k = 0; k < (width * (width + 1)) / 2; k++) zero.add(starts[t] + k);
  });
  return zero;
}

/** The relative factors in the user's covariates, lower trapezoidal: lme4's Lambda of each term. */
export function relativeFactors(core: MixedCore, optimum: MixedOptimum): Float64Array[] {
  return core.terms.map(({ transform, effects }, t) => {
    const width = effects.length;
    const rank = optimum.ranks[t];
    const product = new Float64Array(width * rank);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < rank; j++)
        for (let k = i; k < width; k++) product[i * rank + j] += transform[i * width + k] * optimum.factors[t][k * width + j];
    return lowerFactor(product, width, rank);
  });
}

/** Lower triangles of the factors, column by column: lme4's theta. */
export function thetaOf(factors: readonly Float64Array[], widths: readonly number[]): Float64Array {
  const theta: number[] = [];
  widths.forEach((width, t) => {
    for (let b = 0; b < width; b++) for (let a = b; a < width; a++) theta.push(factors[t][a * width + b]);
  });
  return Float64Array.from(theta);
}

/** Square covariance matrix of a term from the linear parameters. */
export function squareCovariance(parameters: Float64Array, widths: readonly number[], t: number): Float64Array {
  const width = widths[t];
  const start = parameterStarts(widths)[t];
  const out = new Float64Array(width * width);
  for (let b = 0; b < width; b++)
    for (let a = b; a < width; a++) out[a * width + b] = out[b * width + a] = parameters[start + lowerIndex(width, a, b)];
  return out;
}

export { BlockLikelihood };
