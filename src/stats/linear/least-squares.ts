import {
  type QrDecomposition,
  qrCoefficients,
  qrDecomposition,
  qrEffects,
  qrInverseCrossProduct,
  qrUnrotate,
} from '../linear-algebra/index.ts';

/** Least-squares fit of one response on an n×p matrix by pivoted Householder QR (never by normal equations). */
export interface LeastSquares {
  readonly qr: QrDecomposition;
  /** Q'y; the first `qr.rank` entries belong to the columns in pivoted order. */
  readonly effects: Float64Array;
  /** One per column; NaN where a column is a linear combination of those before it. */
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  readonly residualSumOfSquares: number;
  readonly residualDf: number;
}

/** Fits y (length n) on x (n×p, row-major). `tolerance` is the rank tolerance of {@link qrDecomposition}. */
export function leastSquares(x: Float64Array, n: number, p: number, y: ArrayLike<number>, tolerance = 1e-7): LeastSquares {
  const qr = qrDecomposition(x, n, p, tolerance);
  const effects = qrEffects(qr, y);
  const rest = Float64Array.from(effects);
  rest.fill(0, 0, qr.rank);
  let residualSumOfSquares = 0;
  for (let i = qr.rank; i < n; i++) residualSumOfSquares += effects[i] * effects[i];
  return {
    qr,
    effects,
    coefficients: qrCoefficients(qr, effects),
    residuals: qrUnrotate(qr, rest),
    residualSumOfSquares,
    residualDf: n - qr.rank,
  };
}

/** (X'X)^-1 of a fit, p×p, NaN in the rows and columns of aliased coefficients. */
export function unscaledCovariance(fit: LeastSquares): Float64Array {
  return qrInverseCrossProduct(fit.qr);
}

/** Sum of squares that some columns add to those before them: `base` columns first, then `added`; with its degrees of freedom. */
export function addedSumOfSquares(
  x: Float64Array,
  n: number,
  p: number,
  y: ArrayLike<number>,
  base: readonly number[],
  added: readonly number[],
): { sumOfSquares: number; df: number } {
  const order = [...base, ...added];
  const width = order.length;
  const sub = new Float64Array(n * width);
  for (let i = 0; i < n; i++) for (let j = 0; j < width; j++) sub[i * width + j] = x[i * p + order[j]];
  const qr = qrDecomposition(sub, n, width);
  const effects = qrEffects(qr, y);
  let sumOfSquares = 0;
  let df = 0;
  for (let j = 0; j < qr.rank; j++) {
    if (qr.pivot[j] < base.length) continue;
    sumOfSquares += effects[j] * effects[j];
    df++;
  }
  return { sumOfSquares, df };
}
