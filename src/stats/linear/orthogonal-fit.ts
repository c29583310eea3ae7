/** Room for least-squares fits of one n×p model after the other, so that nothing is allocated per fit. */
export interface OrthogonalFit {
  readonly n: number;
  readonly p: number;
  /** Put the model here before a fit, column-major n×p (already weighted); afterwards its orthonormal columns. */
  readonly columns: Float64Array;
  /** Put the (weighted) response here; afterwards the residuals. */
  readonly response: Float64Array;
  /** Coefficients of the last fit. */
  readonly coefficients: Float64Array;
  /** Square roots of the diagonal of (X'X)^-1 of the last fit. */
  readonly unscaledErrors: Float64Array;
  /** Upper triangle of the last fit, row-major p×p. */
  readonly upper: Float64Array;
}

/** Room for fits of n observations and p columns. */
export function orthogonalFit(n: number, p: number): OrthogonalFit {
  return {
    n,
    p,
    columns: new Float64Array(n * p),
    response: new Float64Array(n),
    coefficients: new Float64Array(p),
    unscaledErrors: new Float64Array(p),
    upper: new Float64Array(p * p),
  };
}

/**
 * Fits in place by modified Gram–Schmidt with the response as a further column, which for least squares is as stable as
 * Householder reflections (Björck 1967). The columns must be linearly independent.
 *
 * @returns the residual sum of squares
 */
export function fitInPlace(fit: OrthogonalFit): number {
  const { n, p, columns, response, coefficients, unscaledErrors, upper } = fit;
  for (let j = 0; j < p; j++) {
    const start = j * n;
    let square = 0;
    for (let i = 0; i < n; i++) square += columns[start + i] * columns[start + i];
    const length = Math.sqrt(square);
    upper[j * p + j] = length;
    for (let i = 0; i < n; i++) columns[start + i] /= length;
    for (let k = j + 1; k < p; k++) upper[j * p + k] = removeShare(columns, start, columns, k * n, n);
    coefficients[j] = removeShare(columns, start, response, 0, n);
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = coefficients[i];
    for (let k = i + 1; k < p; k++) sum -= upper[i * p + k] * coefficients[k];
    coefficients[i] = sum / upper[i * p + i];
  }
  invertUpper(upper, p, unscaledErrors);
  let rest = 0;
  for (let i = 0; i < n; i++) rest += response[i] * response[i];
  return rest;
}

/** Takes from `target` its part along the unit vector at `start`; returns its length. */
function removeShare(unit: Float64Array, start: number, target: Float64Array, at: number, n: number): number {
  let share = 0;
  for (let i = 0; i < n; i++) share += unit[start + i] * target[at + i];
  for (let i = 0; i < n; i++) target[at + i] -= share * unit[start + i];
  return share;
}

/** Row lengths of the inverse of an upper triangle. */
function invertUpper(upper: Float64Array, p: number, lengths: Float64Array): void {
  for (let i = 0; i < p; i++) {
    // row i of the inverse solves r' U = e_i'
    const row = new Float64Array(p);
    let square = 0;
    for (let j = i; j < p; j++) {
      let sum = j === i ? 1 : 0;
      for (let k = i; k < j; k++) sum -= row[k] * upper[k * p + j];
      row[j] = sum / upper[j * p + j];
      square += row[j] * row[j];
    }
    lengths[i] = Math.sqrt(square);
  }
}
