import { exp } from '../elementary/index.ts';
import { cholesky, choleskySolve, multiply, symmetricEigen, transpose } from '../linear-algebra/index.ts';

/** Roughness matrix K (n×n): the integrated squared second derivative of the natural cubic spline through y is y'K y. */
function roughness(x: ArrayLike<number>): Float64Array {
  const n = x.length;
  const inner = n - 2;
  const bends = new Float64Array(n * inner);
  const gram = new Float64Array(inner * inner);
  for (let j = 0; j < inner; j++) {
    const before = x[j + 1] - x[j];
    const after = x[j + 2] - x[j + 1];
    bends[j * inner + j] = 1 / before;
    bends[(j + 1) * inner + j] = -1 / before - 1 / after;
    bends[(j + 2) * inner + j] = 1 / after;
    gram[j * inner + j] = (before + after) / 3;
    if (j + 1 < inner) {
      gram[j * inner + j + 1] = after / 6;
      gram[(j + 1) * inner + j] = after / 6;
    }
  }
  const factor = cholesky(gram, inner);
  if (factor === undefined) throw new RangeError('smoothing spline: x must be strictly ascending');
  return multiply(bends, choleskySolve(factor, transpose(bends, n, inner), inner, n), n, inner, n);
}

/**
 * Values at x of the cubic smoothing spline with the given effective degrees of freedom (trace of the smoother). The penalty is
 * found exactly, so that programs that stop at a tolerance (R's smooth.spline) agree to about 1e-5 of the range of y.
 *
 * @param x strictly ascending, at least 3 values
 * @param y as many values
 * @param df between 2 (a straight line) and n (interpolation), exclusive
 * @throws RangeError when x is not ascending or df is out of range
 * Source: Green & Silverman (1994), Nonparametric Regression and Generalized Linear Models, section 2.3 (Reinsch form).
 */
export function smoothingSplineValues(x: ArrayLike<number>, y: ArrayLike<number>, df: number): Float64Array {
  const n = x.length;
  if (!(n >= 3 && df > 2 && df < n)) throw new RangeError(`smoothing spline: df ${df} is not between 2 and ${n}`);
  const { values, vectors } = symmetricEigen(roughness(x), n);
  // Two eigenvalues, of the straight lines, are 0 but for rounding.
  const penalties = values.map((value, i) => (i < n - 2 ? value : 0));
  const trace = (lambda: number): number => penalties.reduce((sum, value) => sum + 1 / (1 + lambda * value), 0);
  let [low, high] = [-60, 60];
  const scale = 1 / penalties[n - 3];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (trace(scale * exp(middle)) > df) low = middle;
    else high = middle;
  }
  const lambda = scale * exp((low + high) / 2);
  const fitted = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let score = 0;
    for (let i = 0; i < n; i++) score += vectors[i * n + k] * y[i];
    score /= 1 + lambda * penalties[k];
    for (let i = 0; i < n; i++) fitted[i] += vectors[i * n + k] * score;
  }
  return fitted;
}
