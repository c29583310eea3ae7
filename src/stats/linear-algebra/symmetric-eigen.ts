/** Eigenvalues in decreasing order and orthonormal eigenvectors: column j of the row-major n×n `vectors` belongs to `values[j]`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Householder tridiagonalization, last row first; `v` becomes the orthogonal transformation (EISPACK tred2's scheme). */
function tridiagonalize(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[(n - 1) * n + j];
  for (let i = n - 1; i > 0; i--) reduceRow(v, d, e, n, i);
  for (let i = 0; i < n - 1; i++) accumulate(v, d, n, i);
  for (let j = 0; j < n; j++) {
    d[j] = v[(n - 1) * n + j];
    v[(n - 1) * n + j] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

function reduceRow(v: Float64Array, d: Float64Array, e: Float64Array, n: number, i: number): void {
  let scale = 0;
  for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
  let h = 0;
  if (scale === 0) {
    e[i] = d[i - 1];
    for (let j = 0; j < i; j++) {
      d[j] = v[(i - 1) * n + j];
      v[i * n + j] = 0;
      v[j * n + i] = 0;
    }
    d[i] = 0;
    return;
  }
  for (let k = 0; k < i; k++) {
    d[k] /= scale;
    h += d[k] * d[k];
  }
  const f = d[i - 1];
  const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
  e[i] = scale * g;
  h -= f * g;
  d[i - 1] = f - g;
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    v[j * n + i] = d[j];
    let sum = e[j] + v[j * n + j] * d[j];
    for (let k = j + 1; k < i; k++) {
      sum += v[k * n + j] * d[k];
      e[k] += v[k * n + j] * d[j];
    }
    e[j] = sum;
  }
  rankTwoUpdate(v, d, e, n, i, h);
  d[i] = h;
}

function rankTwoUpdate(v: Float64Array, d: Float64Array, e: Float64Array, n: number, i: number, h: number): void {
  let f = 0;
  for (let j = 0; j < i; j++) {
    e[j] /= h;
    f += e[j] * d[j];
  }
  const half = f / (h + h);
  for (let j = 0; j < i; j++) e[j] -= half * d[j];
  for (let j = 0; j < i; j++) {
    for (let k = j; k < i; k++) v[k * n + j] -= d[j] * e[k] + e[j] * d[k];
    d[j] = v[(i - 1) * n + j];
    v[i * n + j] = 0;
  }
}

function accumulate(v: Float64Array, d: Float64Array, n: number, i: number): void {
  v[(n - 1) * n + i] = v[i * n + i];
  v[i * n + i] = 1;
  const h = d[i + 1];
  if (h !== 0) {
    for (let k = 0; k <= i; k++) d[k] = v[k * n + i + 1] / h;
    for (let j = 0; j <= i; j++) {
      let g = 0;
      for (let k = 0; k <= i; k++) g += v[k * n + i + 1] * v[k * n + j];
      for (let k = 0; k <= i; k++) v[k * n + j] -= g * d[k];
    }
  }
  for (let k = 0; k <= i; k++) v[k * n + i + 1] = 0;
}

/** Length of (a, b) without overflow. */
function hypotenuse(a: number, b: number): number {
  const large = Math.max(Math.abs(a), Math.abs(b));
  const small = Math.min(Math.abs(a), Math.abs(b));
  if (large === 0) return 0;
  const ratio = small / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

/** Implicit QL on the tridiagonal form (EISPACK tql2's scheme); d becomes the eigenvalues, v the eigenvectors. */
function diagonalize(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i];
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]) > 2.220446049250313e-16 * largest) m++;
    if (m > l) {
      let sweeps = 0;
      do {
        shift += qlStep(v, d, e, n, l, m);
        if (++sweeps > 200) throw new RangeError('the eigenvalues of a symmetric matrix did not converge (is it finite?)');
      } while (Math.abs(e[l]) > 2.220446049250313e-16 * largest);
    }
    d[l] += shift;
    e[l] = 0;
  }
}

/** One implicit QL sweep on rows l..m; returns the shift that was subtracted from the diagonal. */
function qlStep(v: Float64Array, d: Float64Array, e: Float64Array, n: number, l: number, m: number): number {
  const g = d[l];
  let p = (d[l + 1] - g) / (2 * e[l]);
  const r0 = p < 0 ? -hypotenuse(p, 1) : hypotenuse(p, 1);
  d[l] = e[l] / (p + r0);
  d[l + 1] = e[l] * (p + r0);
  const next = d[l + 1];
  const h = g - d[l];
  for (let i = l + 2; i < n; i++) d[i] -= h;
  p = d[m];
  let c = 1;
  let c2 = 1;
  let c3 = 1;
  let s = 0;
  let s2 = 0;
  const el1 = e[l + 1];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g2 = c * e[i];
    const h2 = c * p;
    const r = hypotenuse(p, e[i]);
    e[i + 1] = s * r;
    s = e[i] / r;
    c = p / r;
    p = c * d[i] - s * g2;
    d[i + 1] = h2 + s * (c * g2 + s * d[i]);
    for (let k = 0; k < n; k++) {
      const kept = v[k * n + i + 1];
      v[k * n + i + 1] = s * v[k * n + i] + c * kept;
      v[k * n + i] = c * v[k * n + i] - s * kept;
    }
  }
  p = (-s * s2 * c3 * el1 * e[l]) / next;
  e[l] = s * p;
  d[l] = c * p;
  return h;
}

/**
 * Eigen-decomposition of a symmetric n×n row-major matrix (only its lower triangle is read). The sign of each vector is
 * fixed by making its entry of largest size positive (the first such entry when several tie).
 *
 * @throws RangeError when an entry is not finite
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) v[i * n + j] = v[j * n + i] = a[i * n + j];
  if (!v.every(Number.isFinite)) throw new RangeError('the symmetric matrix holds entries that are not finite');
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  if (n > 0) {
    tridiagonalize(v, d, e, n);
    diagonalize(v, d, e, n);
  }
  const order = Array.from(d.keys()).sort((i, j) => d[j] - d[i] || i - j);
  const values = Float64Array.from(order, (j) => d[j]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    let top = 0;
    for (let i = 0; i < n; i++) if (Math.abs(v[i * n + from]) > Math.abs(top) * (1 + 1e-12)) top = v[i * n + from];
    const sign = top < 0 ? -1 : 1;
    for (let i = 0; i < n; i++) vectors[i * n + to] = sign * v[i * n + from];
  });
  return { values, vectors };
}
