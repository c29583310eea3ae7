import { fisherF } from '../distributions/index.ts';
import { cholesky, choleskySolve, dot, multiply, multiplyTransposedRight } from '../linear-algebra/index.ts';

/** Wald test of L b = 0 with q rows. */
export interface WaldTest {
  readonly F: number;
  readonly numDf: number;
  readonly denDf: number;
  readonly pvalue: number;
}

/**
 * F = (Lb)'(L V L')^-1 (Lb) / q on (q, denDf) degrees of freedom. NaN when L V L' is not positive definite (rows that
 * depend on each other, or no variance).
 *
 * @param l q×p row-major
 * @param covariance p×p row-major
 */
export function waldTest(
  l: Float64Array,
  q: number,
  coefficients: Float64Array,
  covariance: Float64Array,
  denDf: number,
): WaldTest {
  const p = coefficients.length;
  const product = multiply(l, covariance, q, p, p);
  const factor = cholesky(multiplyTransposedRight(product, l, q, p, q), q);
  const estimate = multiply(l, coefficients, q, p, 1);
  const F = factor === undefined ? NaN : dot(estimate, choleskySolve(factor, estimate, q)) / q;
  return { F, numDf: q, denDf, pvalue: F === F && denDf > 0 ? fisherF.upper(F, q, denDf) : NaN };
}
