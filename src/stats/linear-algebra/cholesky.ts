import { log } from '../elementary/index.ts';
import { solveLower, solveLowerTransposed } from './triangular.ts';

/**
 * The lower triangular L with L L' = A, row-major n×n with zeros above the diagonal, or undefined when the symmetric A is
 * not positive definite to working precision. Only the lower triangle of A is read.
 */
export function cholesky(a: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (j < i) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0 && sum < Infinity) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return l;
}

/** Solves A X = B from the factor of {@link cholesky}; B is n×m row-major. */
export function choleskySolve(l: Float64Array, b: Float64Array, n: number, m = 1): Float64Array {
  return solveLowerTransposed(l, solveLower(l, b, n, m), n, m);
}

/** The inverse of A from the factor of {@link cholesky}, exactly symmetric. */
export function choleskyInverse(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    inverse[j * n + j] = 1 / l[j * n + j];
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * n + k] * inverse[k * n + j];
      inverse[i * n + j] = sum / l[i * n + i];
    }
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverse[k * n + i] * inverse[k * n + j];
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}

/** log |A| from the factor of {@link cholesky}. */
export function choleskyLogDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += log(l[i * n + i]);
  return 2 * sum;
}
