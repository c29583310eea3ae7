/** Which deviations of the running sum count: the larger one, only the maximum, or only the minimum. */
export type ScoreType = 'std' | 'pos' | 'neg';

/**
 * Enrichment score of a set (Subramanian et al. 2005): the extreme deviation of the running sum that rises at hits by their
 * share of the weight and falls at misses by 1/(N - m). 0 when both extremes are equal. When all hits weigh nothing
 * they count equally.
 *
 * @param weights weight at each rank, N of them
 * @param ranks ascending zero-based ranks of the m hits, 0 < m < N
 */
export function enrichmentScore(weights: Float64Array, ranks: Int32Array, type: ScoreType = 'std'): number {
  const { top, bottom } = extremes(weights, ranks);
  if (type === 'pos') return top;
  if (type === 'neg') return bottom;
  return largerExtreme(top, bottom);
}

/** The extreme of larger size; 0 when both are equal. */
export function largerExtreme(top: number, bottom: number): number {
  return top === -bottom ? 0 : top > -bottom ? top : bottom;
}

/**
 * Hits that make up the score: for a positive score those up to the maximum of the running sum, for a negative one those
 * from the minimum on, listed from the bottom of the ranking. Empty for a score of 0.
 */
export function leadingEdge(weights: Float64Array, ranks: Int32Array, type: ScoreType = 'std'): Int32Array {
  const { top, bottom, topAt, bottomAt } = extremes(weights, ranks);
  const larger = largerExtreme(top, bottom);
  if (type === 'pos' || (type === 'std' && larger > 0)) return ranks.slice(0, topAt + 1);
  if (type === 'neg' || larger < 0) return ranks.slice(bottomAt).reverse();
  return new Int32Array(0);
}

/** The running sum at each rank, for drawing. */
export function runningSum(weights: Float64Array, ranks: Int32Array): Float64Array {
  const share = hitShare(weights, ranks);
  const fall = 1 / (weights.length - ranks.length);
  const sum = new Float64Array(weights.length);
  let next = 0;
  let level = 0;
  for (let rank = 0; rank < weights.length; rank++) {
    if (ranks[next] === rank) {
      level += share(rank);
      next++;
    } else level -= fall;
    sum[rank] = level;
  }
  return sum;
}

function hitShare(weights: Float64Array, ranks: Int32Array): (rank: number) => number {
  let total = 0;
  for (const rank of ranks) total += weights[rank];
  return total === 0 ? () => 1 / ranks.length : (rank) => weights[rank] / total;
}

/**
 * Extremes of the running sum. Sums are compensated (as good as twice the digits, rounded at the end), so that sets whose
 * extremes are equal are told from those whose extremes differ by rounding.
 */
function extremes(weights: Float64Array, ranks: Int32Array): { top: number; bottom: number; topAt: number; bottomAt: number } {
  const hits = ranks.length;
  const misses = weights.length - hits;
  let sum = 0;
  let rest = 0;
  const add = (weight: number): void => {
    const next = sum + weight;
    rest += sum >= weight ? sum - next + weight : weight - next + sum;
    sum = next;
  };
  for (let k = 0; k < hits; k++) add(weights[ranks[k]]);
  const total = sum + rest;
  const equal = total === 0;
  sum = 0;
  rest = 0;
  let top = -Infinity;
  let bottom = Infinity;
  let topAt = -1;
  let bottomAt = -1;
  for (let k = 0; k < hits; k++) {
    const weight = weights[ranks[k]];
    add(weight);
    const after = (equal ? (k + 1) / hits : (sum + rest) / total) - (ranks[k] - k) / misses;
    const before = after - (equal ? 1 / hits : weight / total);
    if (after > top) {
      top = after;
      topAt = k;
    }
    if (before < bottom) {
      bottom = before;
      bottomAt = k;
    }
  }
  return { top, bottom, topAt, bottomAt };
}
