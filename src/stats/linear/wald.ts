import { fisherF } from '../distributions/index.ts';
import { cholesky, choleskySolve, dot, multiply, multiplyTransposedRight } from '../linear-algebra/index.ts';

/** Wald test of L b = 0 with q rows. */
export interface WaldTest {
  readonly F: number;
  readonly numDf: number;
  readonly denDf: number;
  readonly pvalue: number;
}

/** Share of a row's standard deviation that is its own, below which it counts as a combination of the rows before it. */
const DEPENDENT = 1e-6;

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
  const variance = multiplyTransposedRight(product, l, q, p, q);
  const scale = Float64Array.from({ length: q }, (_, i) => 1 / Math.sqrt(variance[i * q + i]));
  const factor = cholesky(
    variance.map((value, at) => value * scale[Math.floor(at / q)] * scale[at % q]),
    q,
  );
  const independent = factor !== undefined && scale.every((_, i) => factor[i * q + i] > DEPENDENT);
  const estimate = multiply(l, coefficients, q, p, 1).map((value, i) => value * scale[i]);
  const F = independent ? dot(estimate, choleskySolve(factor, estimate, q)) / q : NaN;
  return { F, numDf: q, denDf, pvalue: F === F && denDf > 0 ? fisherF.upper(F, q, denDf) : NaN };
}
