/**
 * Solves L X = B by forward substitution: L lower triangular n×n row-major (entries above the diagonal are not read),
 * B n×m row-major.
 */
export function solveLower(l: Float64Array, b: Float64Array, n: number, m = 1): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k];
      if (factor === 0) continue;
      for (let j = 0; j < m; j++) x[i * m + j] -= factor * x[k * m + j];
    }
    const pivot = l[i * n + i];
    for (let j = 0; j < m; j++) x[i * m + j] /= pivot;
  }
  return x;
}

/** Solves L'X = B by back substitution: L lower triangular n×n row-major, B n×m row-major. */
export function solveLowerTransposed(l: Float64Array, b: Float64Array, n: number, m = 1): Float64Array {
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i--) {
    const pivot = l[i * n + i];
    for (let j = 0; j < m; j++) x[i * m + j] /= pivot;
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k];
      if (factor === 0) continue;
      for (let j = 0; j < m; j++) x[k * m + j] -= factor * x[i * m + j];
    }
  }
  return x;
}

/** Solves R X = B by back substitution: R upper triangular n×n row-major (entries below the diagonal are not read), B n×m. */
export function solveUpper(r: Float64Array, b: Float64Array, n: number, m = 1): Float64Array {
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      const factor = r[i * n + k];
      if (factor === 0) continue;
      for (let j = 0; j < m; j++) x[i * m + j] -= factor * x[k * m + j];
    }
    const pivot = r[i * n + i];
    for (let j = 0; j < m; j++) x[i * m + j] /= pivot;
  }
  return x;
}
