/** Sum of a_i b_i. Arrays of equal length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** A B for A (n×k) and B (k×m), all row-major; the result is n×m. */
export function multiply(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l];
      if (factor === 0) continue;
      const from = l * m;
      const to = i * m;
      for (let j = 0; j < m; j++) out[to + j] += factor * b[from + j];
    }
  }
  return out;
}

/** A'B for A (n×k) and B (n×m), all row-major; the result is k×m. */
export function multiplyTransposedLeft(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  const out = new Float64Array(k * m);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l];
      if (factor === 0) continue;
      const from = i * m;
      const to = l * m;
      for (let j = 0; j < m; j++) out[to + j] += factor * b[from + j];
    }
  }
  return out;
}

/** A B' for A (n×k) and B (m×k), all row-major; the result is n×m. */
export function multiplyTransposedRight(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l] * b[j * k + l];
      out[i * m + j] = sum;
    }
  }
  return out;
}

/** A'A for A (n×k) row-major; the result is symmetric k×k. */
export function crossProduct(a: Float64Array, n: number, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let i = 0; i < n; i++) {
    const row = i * k;
    for (let l = 0; l < k; l++) {
      const factor = a[row + l];
      if (factor === 0) continue;
      for (let j = l; j < k; j++) out[l * k + j] += factor * a[row + j];
    }
  }
  for (let l = 0; l < k; l++) for (let j = 0; j < l; j++) out[l * k + j] = out[j * k + l];
  return out;
}

/** A x for A (n×k) row-major. */
export function matrixVector(a: Float64Array, x: ArrayLike<number>, n: number, k: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += a[i * k + j] * x[j];
    out[i] = sum;
  }
  return out;
}

/** A'x for A (n×k) row-major and x of length n. */
export function transposedMatrixVector(a: Float64Array, x: ArrayLike<number>, n: number, k: number): Float64Array {
  const out = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    const factor = x[i];
    for (let j = 0; j < k; j++) out[j] += factor * a[i * k + j];
  }
  return out;
}

/** x'A y for a square row-major A; y defaults to x. */
export function quadraticForm(a: Float64Array, x: ArrayLike<number>, y: ArrayLike<number> = x): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (x[i] === 0) continue;
    let row = 0;
    for (let j = 0; j < n; j++) row += a[i * n + j] * y[j];
    sum += x[i] * row;
  }
  return sum;
}

/** The m×n transpose of an n×m row-major matrix. */
export function transpose(a: Float64Array, n: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[j * n + i] = a[i * m + j];
  return out;
}

/** The n×n identity. */
export function identityMatrix(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  return out;
}

/** Kronecker product of A (n×m) and B (k×l), row-major, nk × ml. */
export function kronecker(a: Float64Array, n: number, m: number, b: Float64Array, k: number, l: number): Float64Array {
  const out = new Float64Array(n * k * m * l);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      for (let r = 0; r < k; r++)
        for (let s = 0; s < l; s++) out[(i * k + r) * (m * l) + j * l + s] = a[i * m + j] * b[r * l + s];
  return out;
}
