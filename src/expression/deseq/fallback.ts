import { cholesky, choleskySolve, exp, log1p } from '../../stats/index.ts';
import { LN_2 } from './constants.ts';

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
  /** Starting coefficients, natural-log scale. */
  start: Float64Array;
}

/** Bound on the coefficients, log2 scale, after each column of the model matrix is scaled to a largest entry of 1. */
const BOUND = 30;
const MOST_STEPS = 200;

/**
 * Penalized negative binomial regression of one gene for the rare rows where reweighted least squares does not settle. DESeq2
 * hands these to L-BFGS-B with a numeric gradient; the log posterior is concave, so the projected Newton method (Bertsekas 1982)
 * used here finds the maximum inside the same box: the log likelihood is never worse than DESeq2's by more than its stopping
 * tolerance, and the coefficients differ where its optimizer stopped early.
 */
export function fallbackFit(input: FallbackInput): { coefficients: Float64Array; converged: boolean } {
  const { matrix, samples, coefficients: p } = input;
  const bound = boxOf(matrix, samples, p);
  let beta = input.start.map((value, i) => Math.min(Math.max(value, -bound[i]), bound[i]));
  let value = objective(input, beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, hessian } = derivatives(input, beta);
    const direction = newtonDirection(gradient, hessian, beta, bound);
    let size = 1;
    let next = beta;
    let nextValue = value;
    while (size > 1e-10) {
      next = beta.map((old, i) => Math.min(Math.max(old - size * direction[i], -bound[i]), bound[i]));
      nextValue = objective(input, next);
      if (nextValue <= value) break;
      size /= 2;
    }
    const gain = value - nextValue;
    if (!(gain >= 0)) break;
    beta = next;
    value = nextValue;
    if (gain <= 1e-12 * (Math.abs(value) + 0.1)) return { coefficients: beta, converged: true };
  }
  return { coefficients: beta, converged: false };
}

/** Largest size of each coefficient on the natural-log scale. */
function boxOf(matrix: Float64Array, samples: number, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, i) => {
    let largest = 0;
    for (let j = 0; j < samples; j++) largest = Math.max(largest, Math.abs(matrix[j * p + i]));
    return (BOUND * LN_2) / largest;
  });
}

function predictor(input: FallbackInput, beta: Float64Array, j: number): number {
  let eta = 0;
  for (let i = 0; i < beta.length; i++) eta += input.matrix[j * beta.length + i] * beta[i];
  return eta;
}

/** Minus the log posterior without the parts that do not depend on the coefficients. */
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

/** Newton direction with coefficients held that sit on the box and would leave it. */
function newtonDirection(gradient: Float64Array, hessian: Float64Array, beta: Float64Array, bound: Float64Array): Float64Array {
  const p = beta.length;
  const held = beta.map((value, i) =>
    (value <= -bound[i] && gradient[i] > 0) || (value >= bound[i] && gradient[i] < 0) ? 1 : 0,
  );
  const reduced = hessian.map((value, i) => {
    const [row, column] = [Math.floor(i / p), i % p];
    if (held[row] === 0 && held[column] === 0) return value;
    return row === column ? 1 : 0;
  });
  const right = gradient.map((value, i) => (held[i] === 0 ? value : 0));
  const factor = cholesky(reduced, p);
  return factor === undefined ? right : choleskySolve(factor, right, p);
}
