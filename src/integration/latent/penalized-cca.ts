import { dot } from '../../stats/index.ts';
import {
  crossProducts,
  leadingOutcomeLoadings,
  matrixTimes,
  scores,
  type TwoTables,
  transposedTimes,
  unit,
} from './sparse-pls.ts';

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
  const cross = crossProducts({ x, y, animals });
  let v: Float64Array = leadingOutcomeLoadings(cross, p, q);
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

/**
 * The soft-thresholded vector of length 1 whose absolute values sum to at most `limit`. With the k largest above the bar, the ratio of the two
 * norms equals the limit at a root of a quadratic equation, so the bar is found from the sorted values without a search.
 */
function limited(values: Float64Array, limit: number): Float64Array {
  const sizes = values.map((value) => Math.abs(value)).sort();
  const largest = sizes[sizes.length - 1];
  if (!(largest > 0)) return new Float64Array(values.length);
  let [sum, squares, k] = [0, 0, 0];
  for (; k < sizes.length; k++) {
    const bar = sizes[sizes.length - 1 - k];
    const squaresAbove = squares - 2 * bar * sum + k * bar * bar;
    if (k > 0 && squaresAbove > 0 && sum - k * bar >= limit * Math.sqrt(squaresAbove)) break;
    sum += bar;
    squares += bar * bar;
  }
  const free = k === sizes.length && sum <= limit * Math.sqrt(squares);
  const spread = Math.max(0, k * squares - sum * sum);
  const bar = free ? 0 : (sum - limit * Math.sqrt(spread / (k - limit * limit))) / k;
  // a limit too small for any bar below the largest value: that value alone, or those tied with it
  if (!(bar < largest) || !Number.isFinite(bar))
    return unit(values.map((value) => (Math.abs(value) === largest ? Math.sign(value) : 0)));
  return unit(values.map((value) => (Math.abs(value) > bar ? (value > 0 ? value - bar : value + bar) : 0)));
}
