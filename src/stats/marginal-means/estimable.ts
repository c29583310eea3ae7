import { qrDecomposition, qrOrthonormal, qrUnrotate, transpose } from '../linear-algebra/index.ts';

/** Which combinations l'b of coefficients are the same for every least-squares solution: those with l in the row space of the design. */
export interface Estimability {
  isEstimable(l: Float64Array): boolean;
  /** Whether each column is a combination of those before it, so that its coefficient counts as 0. */
  readonly aliased: readonly boolean[];
  /** p × (p - rank), row-major: orthonormal directions of the coefficients that the data do not determine. */
  readonly nullBasis: Float64Array;
  readonly nullDimension: number;
}

/** Relative distance from the row space up to which a combination counts as estimable (R package estimability). */
const TOLERANCE = 1e-8;

/** Examines an n×p row-major design matrix. */
export function estimabilityOf(matrix: Float64Array, n: number, p: number): Estimability {
  const qr = qrDecomposition(matrix, n, p);
  const { rank, rows, packed, pivot } = qr;
  const kept = new Set(pivot.subarray(0, rank));
  const aliased = Array.from({ length: p }, (_, j) => !kept.has(j));
  if (rank === p) return { isEstimable: () => true, aliased, nullBasis: new Float64Array(0), nullDimension: 0 };
  const upper = new Float64Array(rank * p);
  for (let j = 0; j < p; j++) for (let i = 0; i < Math.min(j + 1, rank); i++) upper[i * p + pivot[j]] = packed[j * rows + i];
  const rowSpace = qrDecomposition(transpose(upper, rank, p), p, rank);
  const basis = qrOrthonormal(rowSpace);
  const isEstimable = (l: Float64Array): boolean => {
    const rest = Float64Array.from(l);
    for (let k = 0; k < rank; k++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += l[j] * basis[j * rank + k];
      for (let j = 0; j < p; j++) rest[j] -= sum * basis[j * rank + k];
    }
    return squaredLength(rest) <= TOLERANCE * TOLERANCE * squaredLength(l);
  };
  const nullDimension = p - rank;
  const nullBasis = new Float64Array(p * nullDimension);
  for (let k = 0; k < nullDimension; k++) {
    const unit = new Float64Array(p);
    unit[rank + k] = 1;
    const column = qrUnrotate(rowSpace, unit);
    for (let j = 0; j < p; j++) nullBasis[j * nullDimension + k] = column[j];
  }
  return { isEstimable, aliased, nullBasis, nullDimension };
}

function squaredLength(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** A basis of the estimable combinations within the span of the rows of L (q×p), row-major; possibly no row. */
export function estimableRows(
  l: Float64Array,
  q: number,
  p: number,
  { nullBasis, nullDimension }: Pick<Estimability, 'nullBasis' | 'nullDimension'>,
): Float64Array {
  const used = nullDimension === 0 ? l : projectedRows(l, q, p, nullBasis, nullDimension);
  const count = used.length / p;
  if (count === 0) return used;
  const scale = Math.sqrt(Math.max(...Array.from({ length: q }, (_, i) => squaredLength(l.subarray(i * p, (i + 1) * p)))));
  const kept = Array.from({ length: count }, (_, i) => i).filter(
    (i) => squaredLength(used.subarray(i * p, (i + 1) * p)) > TOLERANCE * TOLERANCE * scale * scale,
  );
  if (kept.length === 0) return new Float64Array(0);
  const rows = Float64Array.from(kept.flatMap((i) => [...used.subarray(i * p, (i + 1) * p)]));
  const qr = qrDecomposition(transpose(rows, kept.length, p), p, kept.length);
  const independent = [...qr.pivot.slice(0, qr.rank)].sort((a, b) => a - b);
  return Float64Array.from(independent.flatMap((i) => [...rows.subarray(i * p, (i + 1) * p)]));
}

/** Combinations of the rows of L that vanish on the undetermined directions. */
function projectedRows(l: Float64Array, q: number, p: number, nullBasis: Float64Array, d: number): Float64Array {
  const image = new Float64Array(q * d);
  for (let i = 0; i < q; i++)
    for (let k = 0; k < d; k++) for (let j = 0; j < p; j++) image[i * d + k] += l[i * p + j] * nullBasis[j * d + k];
  const small = image.every((value) => Math.abs(value) <= TOLERANCE);
  const qr = qrDecomposition(small ? new Float64Array(q * d) : image, q, d, 1e-8);
  const out: number[] = [];
  for (let r = qr.rank; r < q; r++) {
    const unit = new Float64Array(q);
    unit[r] = 1;
    const weights = qrUnrotate(qr, unit);
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let i = 0; i < q; i++) sum += weights[i] * l[i * p + j];
      out.push(sum);
    }
  }
  return Float64Array.from(out);
}
