import { cholesky, choleskyInverse, choleskyLogDeterminant, choleskySolve } from '../linear-algebra/index.ts';

/** A weighted least-squares fit of effects on moderators, with diagonal weights. */
export interface WeightedFit {
  coefficients: Float64Array;
  /** Inverse of X'WX, p x p. */
  covariance: Float64Array;
  /** Weighted residual sum of squares. */
  rss: number;
  logDeterminant: number;
  residuals: Float64Array;
}

/**
 * Weighted least squares with k effects and p moderators.
 *
 * @param x k x p, row-major
 * @throws RangeError when the moderators are collinear
 */
export function weightedFit(y: ArrayLike<number>, x: Float64Array, weights: ArrayLike<number>): WeightedFit {
  const k = y.length;
  const p = x.length / k;
  const cross = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let i = 0; i < k; i++) {
    for (let a = 0; a < p; a++) {
      right[a] += weights[i] * x[i * p + a] * y[i];
      for (let b = 0; b < p; b++) cross[a * p + b] += weights[i] * x[i * p + a] * x[i * p + b];
    }
  }
  const factor = cholesky(cross, p);
  if (factor === undefined) throw new RangeError('the moderators are collinear, or there are fewer studies than coefficients');
  const coefficients = choleskySolve(factor, right, p);
  const residuals = new Float64Array(k);
  let rss = 0;
  for (let i = 0; i < k; i++) {
    let fitted = 0;
    for (let a = 0; a < p; a++) fitted += x[i * p + a] * coefficients[a];
    residuals[i] = y[i] - fitted;
    rss += weights[i] * residuals[i] * residuals[i];
  }
  return {
    coefficients,
    covariance: choleskyInverse(factor, p),
    rss,
    logDeterminant: choleskyLogDeterminant(factor, p),
    residuals,
  };
}

/** P = W - WX (X'WX)^-1 X'W, k x k row-major: the matrix of the residual quadratic form. */
export function residualProjector(x: Float64Array, weights: Float64Array, covariance: Float64Array): Float64Array {
  const k = weights.length;
  const p = x.length / k;
  const projector = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      let inner = 0;
      for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) inner += x[i * p + a] * covariance[a * p + b] * x[j * p + b];
      projector[i * k + j] = (i === j ? weights[i] : 0) - weights[i] * inner * weights[j];
    }
  }
  return projector;
}
