/**
 * Solves A X = B for a general square A (n×n, row-major) by Gaussian elimination with partial pivoting; B is n×m row-major.
 * Returns undefined when A is exactly singular.
 */
export function solveGeneral(a: Float64Array, b: Float64Array, n: number, m = 1): Float64Array | undefined {
  const work = Float64Array.from(a);
  const x = Float64Array.from(b);
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(work[i * n + column]) > Math.abs(work[best * n + column])) best = i;
    const pivot = work[best * n + column];
    if (pivot === 0 || !Number.isFinite(pivot)) return undefined;
    swapRows(work, n, column, best);
    swapRows(x, m, column, best);
    for (let i = column + 1; i < n; i++) {
      const factor = work[i * n + column] / pivot;
      if (factor === 0) continue;
      for (let j = column + 1; j < n; j++) work[i * n + j] -= factor * work[column * n + j];
      for (let j = 0; j < m; j++) x[i * m + j] -= factor * x[column * m + j];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < m; j++) {
      let sum = x[i * m + j];
      for (let k = i + 1; k < n; k++) sum -= work[i * n + k] * x[k * m + j];
      x[i * m + j] = sum / work[i * n + i];
    }
  }
  return x;
}

function swapRows(values: Float64Array, width: number, i: number, j: number): void {
  if (i === j) return;
  for (let k = 0; k < width; k++) {
    const kept = values[i * width + k];
    values[i * width + k] = values[j * width + k];
    values[j * width + k] = kept;
  }
}
