import { qrDecomposition, qrUpper, solveUpper } from '../../stats/index.ts';

/** One linear model per gene on the same design. */
export interface LinearFit {
  genes: number;
  /** Columns of the design. */
  columns: number;
  /** genes x columns. */
  coefficients: Float64Array;
  /** Standard errors over sigma, genes x columns. */
  stdevUnscaled: Float64Array;
  sigma: Float64Array;
  dfResidual: number;
  /** Mean of the values of each gene. */
  aveExpr: Float64Array;
  /** (X'X)^-1 without weights, columns x columns. */
  covariance: Float64Array;
  /** genes x samples. */
  fitted: Float64Array;
}

interface Basis {
  /** samples x columns, orthonormal. */
  q: Float64Array;
  /** R^-1, columns x columns. */
  back: Float64Array;
}

function basisOf(matrix: Float64Array, samples: number, columns: number): Basis {
  const identity = Float64Array.from({ length: columns * columns }, (_, i) => (i % (columns + 1) === 0 ? 1 : 0));
  const back = solveUpper(qrUpper(qrDecomposition(matrix, samples, columns)), identity, columns, columns);
  const q = new Float64Array(samples * columns);
  for (let j = 0; j < samples; j++)
    for (let k = 0; k < columns; k++)
      for (let i = 0; i <= k; i++) q[j * columns + k] += matrix[j * columns + i] * back[i * columns + k];
  return { q, back };
}

/**
 * Fits every gene by (weighted) least squares, as limma's `lmFit`. The normal equations are formed in an orthonormal basis of the
 * design, so that only the spread of the weights costs digits.
 *
 * @param values genes x samples
 * @param matrix full-rank model matrix, samples x columns
 * @param weights genes x samples, or null
 */
export function fitLinearModels(
  values: Float64Array,
  matrix: Float64Array,
  samples: number,
  columns: number,
  weights: Float64Array | null,
): LinearFit {
  const genes = values.length / samples;
  const { q, back } = basisOf(matrix, samples, columns);
  const fit: LinearFit = {
    genes,
    columns,
    coefficients: new Float64Array(genes * columns),
    stdevUnscaled: new Float64Array(genes * columns),
    sigma: new Float64Array(genes),
    dfResidual: samples - columns,
    aveExpr: new Float64Array(genes),
    covariance: crossOf(back, columns),
    fitted: new Float64Array(genes * samples),
  };
  const work = {
    normal: new Float64Array(columns * columns),
    right: new Float64Array(columns),
    inverse: new Float64Array(columns * columns),
  };
  for (let g = 0; g < genes; g++) fitGene({ values, weights, samples, q, back, g }, work, fit);
  return fit;
}

/** back back', the inverse of X'X when back = R^-1. */
function crossOf(back: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p * p }, (_, at) => {
    const [i, j] = [Math.floor(at / p), at % p];
    let sum = 0;
    for (let k = Math.max(i, j); k < p; k++) sum += back[i * p + k] * back[j * p + k];
    return sum;
  });
}

interface GeneInput {
  values: Float64Array;
  weights: Float64Array | null;
  samples: number;
  q: Float64Array;
  back: Float64Array;
  g: number;
}

function fitGene(
  { values, weights, samples, q, back, g }: GeneInput,
  { normal, right, inverse }: { normal: Float64Array; right: Float64Array; inverse: Float64Array },
  fit: LinearFit,
): void {
  const p = fit.columns;
  normal.fill(0);
  right.fill(0);
  let mean = 0;
  for (let j = 0; j < samples; j++) {
    const y = values[g * samples + j];
    const w = weights === null ? 1 : weights[g * samples + j];
    mean += y;
    for (let a = 0; a < p; a++) {
      const scaled = w * q[j * p + a];
      right[a] += scaled * y;
      for (let b = 0; b <= a; b++) normal[a * p + b] += scaled * q[j * p + b];
    }
  }
  fit.aveExpr[g] = mean / samples;
  factorInPlace(normal, p);
  solveInPlace(normal, right, p);
  let squares = 0;
  for (let j = 0; j < samples; j++) {
    let fitted = 0;
    for (let k = 0; k < p; k++) fitted += q[j * p + k] * right[k];
    fit.fitted[g * samples + j] = fitted;
    const residual = values[g * samples + j] - fitted;
    squares += (weights === null ? 1 : weights[g * samples + j]) * residual * residual;
  }
  fit.sigma[g] = Math.sqrt(squares / (samples - p));
  for (let k = 0; k < p; k++) {
    let coefficient = 0;
    for (let i = k; i < p; i++) coefficient += back[k * p + i] * right[i];
    fit.coefficients[g * p + k] = coefficient;
    // L^-1 (row k of R^-1): its length is the standard error over sigma
    let length = 0;
    for (let i = 0; i < p; i++) {
      let sum = back[k * p + i];
      for (let j = 0; j < i; j++) sum -= normal[i * p + j] * inverse[j];
      inverse[i] = sum / normal[i * p + i];
      length += inverse[i] * inverse[i];
    }
    fit.stdevUnscaled[g * p + k] = Math.sqrt(length);
  }
}

/** Cholesky factor in the lower triangle. */
function factorInPlace(a: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * p + j];
      for (let k = 0; k < j; k++) sum -= a[i * p + k] * a[j * p + k];
      a[i * p + j] = i === j ? Math.sqrt(sum) : sum / a[j * p + j];
    }
  }
}

function solveInPlace(l: Float64Array, b: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) b[i] -= l[i * p + k] * b[k];
    b[i] /= l[i * p + i];
  }
  for (let i = p - 1; i >= 0; i--) {
    for (let k = i + 1; k < p; k++) b[i] -= l[k * p + i] * b[k];
    b[i] /= l[i * p + i];
  }
}
