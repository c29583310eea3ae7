import { transpose } from './products.ts';
import { qrDecomposition, qrUnrotate } from './qr.ts';

/** A = U diag(values) V' for A n×p: `u` is n×k, `v` is p×k, both row-major, k = min(n, p); values decrease. */
export interface SingularValueDecomposition {
  readonly u: Float64Array;
  readonly values: Float64Array;
  readonly v: Float64Array;
}

/** Rotates columns i and j (stored as rows) so that they become orthogonal; returns whether anything had to be done. */
function orthogonalize(columns: Float64Array, v: Float64Array, n: number, p: number, i: number, j: number): boolean {
  let alpha = 0;
  let beta = 0;
  let gamma = 0;
  for (let k = 0; k < n; k++) {
    const x = columns[i * n + k];
    const y = columns[j * n + k];
    alpha += x * x;
    beta += y * y;
    gamma += x * y;
  }
  if (gamma === 0 || Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha) * Math.sqrt(beta)) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  rotate(columns, n, i, j, c, s);
  rotate(v, p, i, j, c, s);
  return true;
}

function rotate(rows: Float64Array, width: number, i: number, j: number, c: number, s: number): void {
  for (let k = 0; k < width; k++) {
    const x = rows[i * width + k];
    const y = rows[j * width + k];
    rows[i * width + k] = c * x - s * y;
    rows[j * width + k] = s * x + c * y;
  }
}

/** One-sided Jacobi on a tall matrix given as its columns (p rows of length n); returns columns of U·S and of V as rows. */
function jacobi(columns: Float64Array, n: number, p: number): { scaled: Float64Array; v: Float64Array } {
  const v = new Float64Array(p * p);
  for (let i = 0; i < p; i++) v[i * p + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let moved = false;
    for (let i = 0; i < p - 1; i++) {
      for (let j = i + 1; j < p; j++) if (orthogonalize(columns, v, n, p, i, j)) moved = true;
    }
    if (!moved) break;
  }
  return { scaled: columns, v };
}

/** An orthonormal column for a zero singular value: the unit vector farthest from the columns found so far. */
function completeColumn(u: Float64Array, n: number, k: number, column: number): void {
  let best = new Float64Array(n);
  let bestLength = 0;
  for (let unit = 0; unit < n && bestLength < 0.7; unit++) {
    const candidate = new Float64Array(n);
    candidate[unit] = 1;
    for (let round = 0; round < 2; round++) {
      for (let j = 0; j < column; j++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += u[i * k + j] * candidate[i];
        for (let i = 0; i < n; i++) candidate[i] -= sum * u[i * k + j];
      }
    }
    const length = Math.sqrt(candidate.reduce((sum, one) => sum + one * one, 0));
    if (length > bestLength) {
      best = candidate.map((one) => one / length);
      bestLength = length;
    }
  }
  for (let i = 0; i < n; i++) u[i * k + column] = best[i];
}

function tallSvd(a: Float64Array, n: number, p: number): SingularValueDecomposition {
  const qr = qrDecomposition(a, n, p, 0);
  const small = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = 0; i <= j; i++) small[qr.pivot[j] * p + i] = qr.packed[j * n + i];
  const { scaled, v } = jacobi(small, p, p);
  const lengths = Float64Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += scaled[j * p + i] * scaled[j * p + i];
    return Math.sqrt(sum);
  });
  const order = Array.from(lengths.keys()).sort((i, j) => lengths[j] - lengths[i] || i - j);
  const values = Float64Array.from(order, (j) => lengths[j]);
  const left = new Float64Array(p * p);
  const right = new Float64Array(p * p);
  order.forEach((from, to) => {
    for (let i = 0; i < p; i++) right[i * p + to] = v[from * p + i];
    if (lengths[from] > values[0] * 1e-300 && lengths[from] > 0)
      for (let i = 0; i < p; i++) left[i * p + to] = scaled[from * p + i] / lengths[from];
    else completeColumn(left, p, p, to);
  });
  const u = new Float64Array(n * p);
  for (let j = 0; j < p; j++) {
    const padded = new Float64Array(n);
    for (let i = 0; i < p; i++) padded[i] = left[i * p + j];
    const column = qrUnrotate(qr, padded);
    for (let i = 0; i < n; i++) u[i * p + j] = column[i];
  }
  return { u, values, v: right };
}

/** Makes the largest entry of each column of V positive (the first one when several tie). */
function fixSigns(svd: SingularValueDecomposition, n: number, p: number): SingularValueDecomposition {
  const { u, values, v } = svd;
  const k = values.length;
  for (let j = 0; j < k; j++) {
    let top = 0;
    for (let i = 0; i < p; i++) if (Math.abs(v[i * k + j]) > Math.abs(top) * (1 + 1e-12)) top = v[i * k + j];
    if (top >= 0) continue;
    for (let i = 0; i < p; i++) v[i * k + j] = -v[i * k + j];
    for (let i = 0; i < n; i++) u[i * k + j] = -u[i * k + j];
  }
  return svd;
}

/**
 * Thin singular value decomposition of an n×p row-major matrix by QR and one-sided Jacobi rotations (Hestenes), which
 * finds small singular values to high relative accuracy.
 */
export function singularValueDecomposition(a: Float64Array, n: number, p: number): SingularValueDecomposition {
  if (n >= p) return fixSigns(tallSvd(a, n, p), n, p);
  const { u, values, v } = tallSvd(transpose(a, n, p), p, n);
  return fixSigns({ u: v, values, v: u }, n, p);
}
