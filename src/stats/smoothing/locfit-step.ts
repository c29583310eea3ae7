/** Off-diagonal elements whose square is below this share of the diagonal ones' product are left as they are. */
const NEGLIGIBLE = 1e-15;
const SWEEPS = 20;
/** Eigenvalues below this share of the largest are not divided by. */
const SMALL = 1e-8;
const COLUMNS = 3;

/**
 * Weighted least-squares parabola a + b (x - at) + c (x - at)² / 2 as locfit finds it: one Newton step from the weighted mean, in which
 * the normal equations, scaled to a correlation matrix, are solved by Jacobi rotations that stop at 3e-8 of the diagonal. The exact
 * solution differs from R's numbers by up to 3e-9. Source: Loader 1999, "Local Regression and Likelihood", chapter 12; locfit 1.5-9.
 *
 * @param weights kernel times prior weight of each point; points of weight 0 do not count
 * @returns a, b, c; NaN without a point of weight
 */
export function locfitParabola(x: Float64Array, y: Float64Array, weights: Float64Array, at: number): Float64Array {
  let [total, sum] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    total += weights[i];
    sum += weights[i] * y[i];
  }
  const mean = sum / total;
  const normal = new Float64Array(COLUMNS * COLUMNS);
  const step = new Float64Array(COLUMNS);
  for (let i = 0; i < x.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    const t = x[i] - at;
    const row = [1, t, (t * t) / 2];
    for (let j = 0; j < COLUMNS; j++) {
      step[j] += weight * row[j] * (y[i] - mean);
      for (let k = 0; k < COLUMNS; k++) normal[j * COLUMNS + k] += weight * row[j] * row[k];
    }
  }
  solveByRotations(normal, step);
  step[0] += mean;
  return step;
}

/** Overwrites `right` with the solution, and `matrix` with what is left of it. */
function solveByRotations(matrix: Float64Array, right: Float64Array): void {
  const p = right.length;
  const scale = right.map((_, i) => (matrix[i * (p + 1)] > 0 ? 1 / Math.sqrt(matrix[i * (p + 1)]) : 0));
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) matrix[i * p + j] *= scale[i] * scale[j];
  const vectors = rotateToDiagonal(matrix, p);
  const smallest = SMALL * Math.max(...right.map((_, i) => matrix[i * (p + 1)]));
  const rotated = right.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += vectors[j * p + i] * right[j] * scale[j];
    return matrix[i * (p + 1)] > smallest ? sum / matrix[i * (p + 1)] : sum;
  });
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += vectors[i * p + j] * rotated[j];
    right[i] = sum * scale[i];
  }
}

/** Cyclic Jacobi rotations of a symmetric matrix, in place; returns the vectors as columns. */
function rotateToDiagonal(matrix: Float64Array, p: number): Float64Array {
  const vectors = new Float64Array(p * p);
  for (let i = 0; i < p; i++) vectors[i * (p + 1)] = 1;
  for (let sweep = 0, rotated = true; rotated && sweep < SWEEPS; sweep++) {
    rotated = false;
    for (let i = 0; i < p; i++) {
      for (let j = i + 1; j < p; j++) {
        const off = matrix[i * p + j];
        if (!(off * off > NEGLIGIBLE * Math.abs(matrix[i * (p + 1)] * matrix[j * (p + 1)]))) continue;
        rotated = true;
        const half = (matrix[j * (p + 1)] - matrix[i * (p + 1)]) / 2;
        const cosine = half / Math.sqrt(half * half + off * off);
        const s = Math.sqrt((1 - cosine) / 2) * (off < 0 ? 1 : -1);
        const c = Math.sqrt((1 + cosine) / 2);
        turn(matrix, p, i * p, j * p, 1, c, s);
        turn(matrix, p, i, j, p, c, s);
        matrix[i * p + j] = 0;
        matrix[j * p + i] = 0;
        turn(vectors, p, i, j, p, c, s);
      }
    }
  }
  return vectors;
}

/** Turns two rows (stride 1) or columns (stride p) that begin at `first` and `second`. */
function turn(values: Float64Array, p: number, first: number, second: number, stride: number, c: number, s: number): void {
  for (let k = 0; k < p; k++) {
    const u = values[first + k * stride];
    const v = values[second + k * stride];
    values[first + k * stride] = u * c + v * s;
    values[second + k * stride] = v * c - u * s;
  }
}
