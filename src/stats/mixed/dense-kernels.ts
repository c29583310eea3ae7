/*
 * The inner loops of the likelihood work on stretches of long arrays and reuse their memory; the routines of
 * `linear-algebra` allocate their results, which costs more than the arithmetic on blocks of two or three coordinates.
 */

/**
 * Replaces the symmetric positive definite n×n matrix at `a[at ...]` (row-major, lower triangle read) by its inverse and
 * returns the product of the pivots' logs as their mantissa product through `logOf`; NaN when it is not positive definite.
 *
 * @param work scratch of at least n*n
 * @param logOf natural logarithm
 */
export function invertInPlace(a: Float64Array, at: number, n: number, work: Float64Array, logOf: (x: number) => number): number {
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[at + i * n + j];
      for (let k = 0; k < j; k++) sum -= work[i * n + k] * work[j * n + k];
      if (j < i) work[i * n + j] = sum * work[j * n + j];
      else {
        if (!(sum > 0 && sum < Infinity)) return NaN;
        logDeterminant += logOf(sum);
        work[i * n + i] = 1 / Math.sqrt(sum);
      }
    }
  }
  invertLower(work, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += work[k * n + i] * work[k * n + j];
      a[at + i * n + j] = sum;
      a[at + j * n + i] = sum;
    }
  }
  return logDeterminant;
}

/** Inverts in place a lower triangle whose diagonal already holds reciprocals. */
function invertLower(l: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * n + k] * l[k * n + j];
      l[i * n + j] = sum * l[i * n + i];
    }
  }
}

/** out[to ...] = A B for A (n×k, at `a[fromA ...]`) and B (k×m, at `b[fromB ...]`), row-major. */
export function multiplyInto(
  out: Float64Array,
  to: number,
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i++) {
    const row = to + i * m;
    for (let j = 0; j < m; j++) out[row + j] = 0;
    for (let l = 0; l < k; l++) {
      const factor = a[fromA + i * k + l];
      if (factor === 0) continue;
      const from = fromB + l * m;
      for (let j = 0; j < m; j++) out[row + j] += factor * b[from + j];
    }
  }
}

/** Adds A'B to out for A (n×p at `a[fromA ...]`) and B (n×m at `b[fromB ...]`), row-major; out is p×m. */
export function addTransposedProduct(
  out: Float64Array,
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  n: number,
  p: number,
  m: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < p; k++) {
      const factor = a[fromA + i * p + k];
      if (factor === 0) continue;
      const to = k * m;
      const from = fromB + i * m;
      for (let j = 0; j < m; j++) out[to + j] += factor * b[from + j];
    }
  }
}

/** Sum of products of two stretches of equal length. */
export function dotAt(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[fromA + i] * b[fromB + i];
  return sum;
}

/** tr(A B) for square n×n stretches. */
export function traceOfProduct(a: Float64Array, fromA: number, b: Float64Array, fromB: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += a[fromA + i * n + j] * b[fromB + j * n + i];
  return sum;
}

/**
 * out = R^-1 (upper triangular) for a symmetric positive definite A = R'R, p×p.
 *
 * @param work scratch of at least p*p
 */
export function inverseUpperInto(out: Float64Array, a: Float64Array, p: number, work: Float64Array): void {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * p + j];
      for (let k = 0; k < j; k++) sum -= work[i * p + k] * work[j * p + k];
      work[i * p + j] = j < i ? sum / work[j * p + j] : Math.sqrt(sum);
    }
  }
  out.fill(0);
  for (let j = 0; j < p; j++) {
    out[j * p + j] = 1 / work[j * p + j];
    for (let i = j + 1; i < p; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= work[i * p + k] * out[j * p + k];
      out[j * p + i] = sum / work[i * p + i];
    }
  }
}
