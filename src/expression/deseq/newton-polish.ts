import { cholesky, choleskySolve, exp, log1p } from '../../stats/index.ts';
import { LN_2 } from './constants.ts';
import type { FallbackInput } from './fallback.ts';

const MOST_STEPS = 50;

/**
 * Maximum of the penalized negative binomial log likelihood by Newton's method with step halving; the function is concave.
 *
 * @param start coefficients on the log2 scale
 * @returns coefficients on the log2 scale
 */
export function newtonPolish(input: FallbackInput, start: Float64Array): Float64Array {
  let beta = start.map((value) => value * LN_2);
  let value = objective(input, beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, hessian } = derivatives(input, beta);
    const factor = cholesky(hessian, beta.length);
    if (factor === undefined) break;
    const direction = choleskySolve(factor, gradient, beta.length);
    let next = beta;
    let nextValue = value;
    for (let size = 1; size > 1e-10; size /= 2) {
      next = beta.map((old, i) => old - size * direction[i]);
      nextValue = objective(input, next);
      if (nextValue < value) break;
    }
    if (!(nextValue < value)) break;
    const gain = value - nextValue;
    beta = next;
    value = nextValue;
    if (gain <= 1e-12 * (Math.abs(value) + 0.1)) break;
  }
  return beta.map((one) => one / LN_2);
}

function predictor({ matrix }: FallbackInput, beta: Float64Array, j: number): number {
  let eta = 0;
  for (let i = 0; i < beta.length; i++) eta += matrix[j * beta.length + i] * beta[i];
  return eta;
}

/** Minus the log posterior without the parts that do not depend on the coefficients; natural-log scale. */
function objective(input: FallbackInput, beta: Float64Array): number {
  const { samples, y, sizes, alpha, lambda } = input;
  let sum = 0;
  for (let j = 0; j < samples; j++) {
    const eta = predictor(input, beta, j);
    sum += (y[j] + 1 / alpha) * log1p(alpha * sizes[j] * exp(eta)) - y[j] * eta;
  }
  for (let i = 0; i < beta.length; i++) sum += (0.5 * lambda[i] * beta[i] * beta[i]) / (LN_2 * LN_2);
  return sum;
}

function derivatives(input: FallbackInput, beta: Float64Array): { gradient: Float64Array; hessian: Float64Array } {
  const { matrix, samples, y, sizes, alpha, lambda } = input;
  const p = beta.length;
  const gradient = beta.map((value, i) => (lambda[i] * value) / (LN_2 * LN_2));
  const hessian = new Float64Array(p * p);
  for (let i = 0; i < p; i++) hessian[i * p + i] = lambda[i] / (LN_2 * LN_2);
  for (let j = 0; j < samples; j++) {
    const mu = sizes[j] * exp(predictor(input, beta, j));
    const shrink = 1 / (1 + alpha * mu);
    const slope = (mu - y[j]) * shrink;
    const curvature = mu * (1 + alpha * y[j]) * shrink * shrink;
    for (let i = 0; i < p; i++) {
      const x = matrix[j * p + i];
      gradient[i] += slope * x;
      for (let l = 0; l < p; l++) hessian[i * p + l] += curvature * x * matrix[j * p + l];
    }
  }
  return { gradient, hessian };
}
