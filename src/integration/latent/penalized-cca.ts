import { dot, singularValueDecomposition } from '../../stats/index.ts';
import { crossed, scores, type TwoTables } from './sparse-pls.ts';

/** First pair of penalized canonical vectors. */
export interface PenalizedCca {
  /** Weights of the two tables' variables, length 1. */
  u: Float64Array;
  v: Float64Array;
  /** u'X'Zv. */
  d: number;
  variateX: Float64Array;
  variateY: Float64Array;
  /** Correlation of the variates in the same animals: an in-sample number, always too large. */
  correlation: number;
}

/**
 * Sparse canonical correlation by penalized matrix decomposition ("standard" type): maximizes u'X'Zv with |u|_2 = |v|_2 = 1,
 * |u|_1 <= penaltyX sqrt(p), |v|_1 <= penaltyY sqrt(q). Rows are expected standardized.
 *
 * Source: Witten, Tibshirani & Hastie (2009), Biostatistics 10:515, algorithm 3; PMA::CCA.
 */
export function penalizedCca({ x, y, animals }: TwoTables, penaltyX: number, penaltyY: number): PenalizedCca {
  const [p, q] = [x.length / animals, y.length / animals];
  const cross = new Float64Array(p * q);
  for (let j = 0; j < q; j++) {
    const column = crossed(x, y.subarray(j * animals, (j + 1) * animals), animals);
    for (let i = 0; i < p; i++) cross[i * q + j] = column[i];
  }
  const { v: right, values } = singularValueDecomposition(cross, p, q);
  let v: Float64Array = Float64Array.from({ length: q }, (_, j) => right[j * values.length]);
  let u: Float64Array = new Float64Array(p);
  for (let round = 0; round < 1000; round++) {
    u = limited(matrixTimes(cross, v, p, q), penaltyX * Math.sqrt(p));
    const next = limited(transposedTimes(cross, u, p, q), penaltyY * Math.sqrt(q));
    const change = next.reduce((sum, value, j) => sum + Math.abs(value - v[j]), 0);
    v = next;
    if (change < 1e-12) break;
  }
  const variateX = scores(x, u, animals);
  const variateY = scores(y, v, animals);
  const d = dot(variateX, variateY);
  return { u, v, d, variateX, variateY, correlation: d / Math.sqrt(dot(variateX, variateX) * dot(variateY, variateY)) };
}

/** The soft-thresholded vector of length 1 whose absolute values sum to at most `limit`. */
function limited(values: Float64Array, limit: number): Float64Array {
  let [low, high] = [0, values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)];
  const at = (bar: number): Float64Array => {
    const soft = values.map((value) => (value > bar ? value - bar : value < -bar ? value + bar : 0));
    const length = Math.sqrt(dot(soft, soft));
    return length > 0 ? soft.map((value) => value / length) : soft;
  };
  const size = (soft: Float64Array): number => soft.reduce((sum, value) => sum + Math.abs(value), 0);
  if (high === 0 || size(at(0)) <= limit) return at(0);
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (size(at(middle)) < limit) high = middle;
    else low = middle;
  }
  return at(low);
}

function matrixTimes(matrix: Float64Array, vector: Float64Array, p: number, q: number): Float64Array {
  return Float64Array.from({ length: p }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < q; j++) sum += matrix[i * q + j] * vector[j];
    return sum;
  });
}

function transposedTimes(matrix: Float64Array, vector: Float64Array, p: number, q: number): Float64Array {
  const out = new Float64Array(q);
  for (let i = 0; i < p; i++) for (let j = 0; j < q; j++) out[j] += matrix[i * q + j] * vector[i];
  return out;
}
