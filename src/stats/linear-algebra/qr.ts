/**
 * Householder QR of an n×p matrix, X[, pivot] = Q R, with the limited column pivoting of R's `lm`: a column whose part
 * orthogonal to the columns before it has shrunk below `tolerance` times its length is moved behind all others, so that
 * the kept columns stay in their order and aliased ones come last.
 */
export interface QrDecomposition {
  readonly rows: number;
  readonly columns: number;
  /** Number of linearly independent columns. */
  readonly rank: number;
  /** `pivot[j]` is the original column at position j; the first `rank` are independent. */
  readonly pivot: Int32Array;
  /** Column-major n×p: R on and above the diagonal, Householder vectors (but for their first entry) below it. */
  readonly packed: Float64Array;
  /** First entries of the Householder vectors (0 where no reflection was made). */
  readonly heads: Float64Array;
}

/** Length of a stretch of an array, safe against overflow. */
function norm(values: Float64Array, from: number, to: number): number {
  let scale = 0;
  for (let i = from; i < to; i++) scale = Math.max(scale, Math.abs(values[i]));
  if (scale === 0 || !(scale < Infinity)) return scale;
  let sum = 0;
  for (let i = from; i < to; i++) sum += (values[i] / scale) * (values[i] / scale);
  return scale * Math.sqrt(sum);
}

function moveToEnd(values: Float64Array | Int32Array, position: number, width: number): void {
  const kept = values.slice(position * width, (position + 1) * width);
  values.copyWithin(position * width, (position + 1) * width);
  values.set(kept, values.length - width);
}

interface Work {
  packed: Float64Array;
  heads: Float64Array;
  n: number;
  p: number;
  current: Float64Array;
  original: Float64Array;
}

/** Makes the reflection of column l and applies it to the columns after it; keeps the running column lengths. */
function reflect({ packed, heads, n, p, current }: Work, l: number): void {
  const start = l * n + l;
  let length = norm(packed, start, (l + 1) * n);
  if (length === 0) return;
  if (packed[start] < 0) length = -length;
  for (let i = start; i < (l + 1) * n; i++) packed[i] /= length;
  packed[start] += 1;
  for (let j = l + 1; j < p; j++) {
    const shift = (j - l) * n;
    let sum = 0;
    for (let i = start; i < (l + 1) * n; i++) sum += packed[i] * packed[i + shift];
    const factor = -sum / packed[start];
    for (let i = start; i < (l + 1) * n; i++) packed[i + shift] += factor * packed[i];
    if (current[j] === 0) continue;
    const ratio = Math.abs(packed[start + shift]) / current[j];
    const left = Math.max(0, 1 - ratio * ratio);
    current[j] = left < 1e-6 ? norm(packed, start + shift + 1, (j + 1) * n) : current[j] * Math.sqrt(left);
  }
  heads[l] = packed[start];
  packed[start] = -length;
}

/**
 * Decomposes an n×p row-major matrix. The rank rule and its default tolerance are those of R's `lm` (LINPACK dqrdc with
 * limited pivoting), so that the same coefficients are found aliased.
 */
export function qrDecomposition(x: Float64Array, n: number, p: number, tolerance = 1e-7): QrDecomposition {
  const packed = new Float64Array(n * p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) packed[j * n + i] = x[i * p + j];
  const heads = new Float64Array(p);
  const pivot = Int32Array.from({ length: p }, (_, j) => j);
  const current = Float64Array.from({ length: p }, (_, j) => norm(packed, j * n, (j + 1) * n));
  const original = current.map((length) => (length === 0 ? 1 : length));
  const work: Work = { packed, heads, n, p, current, original };
  let kept = p;
  for (let l = 0; l < Math.min(n, p); l++) {
    while (l < kept && current[l] < original[l] * tolerance) {
      moveToEnd(packed, l, n);
      moveToEnd(pivot, l, 1);
      moveToEnd(current, l, 1);
      moveToEnd(original, l, 1);
      kept--;
    }
    if (l < n - 1) reflect(work, l);
  }
  return { rows: n, columns: p, rank: Math.min(kept, n), pivot, packed, heads };
}

/** Applies one stored reflection in place to a vector. */
function applyReflection(qr: QrDecomposition, l: number, y: Float64Array): void {
  const { rows, packed, heads } = qr;
  const head = heads[l];
  if (head === 0) return;
  const start = l * rows;
  let sum = head * y[l];
  for (let i = l + 1; i < rows; i++) sum += packed[start + i] * y[i];
  const factor = -sum / head;
  y[l] += factor * head;
  for (let i = l + 1; i < rows; i++) y[i] += factor * packed[start + i];
}

/** Q'y: entries up to `rank` are the effects of the columns in pivoted order, the rest are residual. */
export function qrEffects(qr: QrDecomposition, y: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(y);
  for (let l = 0; l < qr.rank; l++) applyReflection(qr, l, out);
  return out;
}

/** Q y, the inverse of {@link qrEffects}. */
export function qrUnrotate(qr: QrDecomposition, effects: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(effects);
  for (let l = qr.rank - 1; l >= 0; l--) applyReflection(qr, l, out);
  return out;
}

/** The rank×rank upper triangular R of the independent columns, row-major. */
export function qrUpper(qr: QrDecomposition): Float64Array {
  const { rank, rows, packed } = qr;
  const r = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) for (let j = i; j < rank; j++) r[i * rank + j] = packed[j * rows + i];
  return r;
}

/** Least-squares coefficients in the original column order; NaN for aliased columns. */
export function qrSolve(qr: QrDecomposition, y: ArrayLike<number>): Float64Array {
  return qrCoefficients(qr, qrEffects(qr, y));
}

/** As {@link qrSolve} when Q'y is at hand. */
export function qrCoefficients(qr: QrDecomposition, effects: Float64Array): Float64Array {
  const { rank, rows, packed, pivot } = qr;
  const out = new Float64Array(qr.columns).fill(NaN);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = effects[i];
    for (let j = i + 1; j < rank; j++) sum -= packed[j * rows + i] * out[pivot[j]];
    out[pivot[i]] = sum / packed[i * rows + i];
  }
  return out;
}

/** (X'X)^-1 over the independent columns, p×p in the original column order; NaN in rows and columns of aliased ones. */
export function qrInverseCrossProduct(qr: QrDecomposition): Float64Array {
  const { rank, rows, packed, pivot, columns } = qr;
  const inverse = new Float64Array(rank * rank);
  for (let j = 0; j < rank; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= packed[k * rows + i] * inverse[k * rank + j];
      inverse[i * rank + j] = sum / packed[i * rows + i];
    }
  }
  const out = new Float64Array(columns * columns).fill(NaN);
  for (let i = 0; i < rank; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < rank; k++) sum += inverse[i * rank + k] * inverse[j * rank + k];
      out[pivot[i] * columns + pivot[j]] = sum;
      out[pivot[j] * columns + pivot[i]] = sum;
    }
  }
  return out;
}

/** The first `rank` columns of Q, n×rank row-major. */
export function qrOrthonormal(qr: QrDecomposition): Float64Array {
  const { rows, rank } = qr;
  const out = new Float64Array(rows * rank);
  const unit = new Float64Array(rows);
  for (let j = 0; j < rank; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = qrUnrotate(qr, unit);
    for (let i = 0; i < rows; i++) out[i * rank + j] = column[i];
  }
  return out;
}

/** Diagonal of the projection Q Q' (leverages). */
export function qrLeverages(qr: QrDecomposition): Float64Array {
  const { rows, rank } = qr;
  const q = qrOrthonormal(qr);
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < rank; j++) sum += q[i * rank + j] * q[i * rank + j];
    return sum;
  });
}
