import { log, qrDecomposition, qrUpper, solveGeneral, solveUpper } from '../../stats/index.ts';

/**
 * A full-rank model matrix X (samples x coefficients) as the fitting code wants it: by cells (distinct rows of X) and in a
 * basis B with X = B R. For a plain grouping (as many cells as coefficients) B is the indicator of the cells, so that all
 * normal matrices are diagonal; otherwise B is the orthonormal factor of X.
 */
export interface CellDesign {
  samples: number;
  coefficients: number;
  /** samples x coefficients, row-major. */
  matrix: Float64Array;
  cells: number;
  cellOf: Int32Array;
  cellSizes: Int32Array;
  grouped: boolean;
  /** cells x coefficients. */
  basis: Float64Array;
  /** cells x coefficients: (B'B)^-1 b. */
  projection: Float64Array;
  /** R^-1, coefficients x coefficients: turns coefficients in the basis into those of X. */
  back: Float64Array;
  /** 2 ln |det R|. */
  logDetScale: number;
  /** Whether the basis is X itself, which then need not be of full rank (it takes a ridge to fit it). */
  raw: boolean;
}

/** A model matrix that need not be of full rank, for fits whose every coefficient is penalized. */
export function rawDesign(matrix: Float64Array, samples: number, coefficients: number): CellDesign {
  const p = coefficients;
  const { cellOf, cells } = distinctRows(matrix, samples, p);
  const cellSizes = new Int32Array(cells);
  const basis = new Float64Array(cells * p);
  for (let j = 0; j < samples; j++) {
    cellSizes[cellOf[j]]++;
    basis.set(matrix.subarray(j * p, (j + 1) * p), cellOf[j] * p);
  }
  return {
    ...{ samples, coefficients, matrix, cells, cellOf, cellSizes, basis },
    grouped: false,
    projection: new Float64Array(cells * p),
    back: identityOf(p),
    logDetScale: 0,
    raw: true,
  };
}

function identityOf(p: number): Float64Array {
  return Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : 0));
}

/** Numbers the distinct rows of a matrix in order of appearance. */
export function distinctRows(matrix: Float64Array, rows: number, columns: number): { cellOf: Int32Array; cells: number } {
  const seen = new Map<string, number>();
  const cellOf = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const key = matrix.subarray(i * columns, (i + 1) * columns).join(' ');
    const cell = seen.get(key) ?? seen.size;
    seen.set(key, cell);
    cellOf[i] = cell;
  }
  return { cellOf, cells: seen.size };
}

/**
 * Prepares a model matrix for fitting.
 *
 * @throws RangeError when the matrix is not of full column rank (callers check with a message for people first)
 */
export function cellDesign(matrix: Float64Array, samples: number, coefficients: number): CellDesign {
  const p = coefficients;
  const { cellOf, cells } = distinctRows(matrix, samples, p);
  const cellSizes = new Int32Array(cells);
  const rows = new Float64Array(cells * p);
  for (let j = 0; j < samples; j++) {
    cellSizes[cellOf[j]]++;
    rows.set(matrix.subarray(j * p, (j + 1) * p), cellOf[j] * p);
  }
  const qr = qrDecomposition(matrix, samples, p);
  if (qr.rank < p) throw new RangeError('the model matrix is not of full rank');
  const upper = qrUpper(qr);
  let logDetScale = 0;
  for (let i = 0; i < p; i++) logDetScale += 2 * log(Math.abs(upper[i * p + i]));
  const shared = { samples, coefficients, matrix, cells, cellOf, cellSizes, raw: false };
  const identity = identityOf(p);
  if (cells === p) {
    const back = solveGeneral(rows, identity, p, p);
    if (back === undefined) throw new RangeError('the model matrix is not of full rank');
    let logSizes = 0;
    for (const size of cellSizes) logSizes += log(size);
    const projection = identity.map((value, i) => value / cellSizes[Math.floor(i / p)]);
    return { ...shared, grouped: true, basis: identity, projection, back, logDetScale: logDetScale - logSizes };
  }
  const back = solveUpper(upper, identity, p, p);
  const basis = new Float64Array(cells * p);
  for (let c = 0; c < cells; c++) {
    for (let k = 0; k < p; k++) {
      let sum = 0;
      for (let i = 0; i <= k; i++) sum += rows[c * p + i] * back[i * p + k];
      basis[c * p + k] = sum;
    }
  }
  return { ...shared, grouped: false, basis, projection: basis, back, logDetScale };
}

/** Ridge penalties of the coefficients of X (natural-log scale), carried into the basis: R^-T diag(lambda) R^-1. */
export function ridgeInBasis(design: CellDesign, lambda: Float64Array): Float64Array {
  const p = design.coefficients;
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++)
      for (let k = 0; k < p; k++) out[i * p + j] += design.back[k * p + i] * lambda[k] * design.back[k * p + j];
  return out;
}

/** A linear combination of the coefficients of X as a combination of those in the basis: R^-T c. */
export function combinationInBasis(design: CellDesign, combination: Float64Array): Float64Array {
  const p = design.coefficients;
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let k = 0; k < p; k++) out[i] += design.back[k * p + i] * combination[k];
  return out;
}
