/** Scores are compared up to rounding. */
const SLACK = 1e-12;
/** Total weights whose whole probability is below this share of the result so far are left out. */
const NEGLIGIBLE = 1e-12;

/**
 * Exact P(maximum of the running sum >= score) for random sets of a size, when the weights are small whole numbers: dynamic
 * programming over the ranks, with the number of hits and their summed weight as state, once for each total weight that the
 * set can have (a score is relative to the total). Time grows as genes x size x (largest total weight)^2.
 *
 * Source: the idea of the exact algorithm in Korotkevich et al. 2021; own arrangement: probabilities of drawing without
 * replacement instead of counts (no overflow), crossing paths counted directly (no cancellation), and ranks at which the
 * score can no longer be reached treated once for all totals.
 *
 * @param weights whole numbers >= 0 at each rank
 * @throws RangeError when a weight is not a whole number
 */
export function exactTopTail(weights: Float64Array, size: number, score: number): number {
  if (weights.some((weight) => weight < 0 || Math.floor(weight) !== weight))
    throw new RangeError('weights must be whole numbers');
  const genes = weights.length;
  const heaviest = weights.slice().sort().reverse().slice(0, size);
  const largest = heaviest.reduce((sum, weight) => sum + weight, 0);
  const lightest = weights.reduce((least, weight) => Math.min(least, weight), Infinity);
  const bar = score - SLACK;
  // a running sum of at most 1 less the misses cannot reach the bar after this rank
  const active = Math.max(0, Math.min(genes, Math.floor((1 - bar) * (genes - size)) + size + 1));
  const rest = completions(weights, size, active, largest);
  const totals = rest.atStart;
  const order = Array.from({ length: largest + 1 }, (_, total) => total)
    .filter((total) => totals[total] > 0)
    .sort((a, b) => totals[b] - totals[a]);
  let probability = 0;
  for (const total of order) {
    if (totals[total] < NEGLIGIBLE * probability) break;
    probability += reachingPaths(weights, size, active, total, bar, lightest, rest.after);
  }
  return Math.min(1, probability);
}

/**
 * Probability, by hits and summed weight so far, that the remaining draws bring the rest of the weight: `after` at rank
 * `active` (hits x missing weight), and `atStart` the distribution of the total weight.
 */
function completions(
  weights: Float64Array,
  size: number,
  active: number,
  largest: number,
): { after: Float64Array; atStart: Float64Array } {
  const width = largest + 1;
  // with j hits to come over the ranks from r on, each set of them equally likely
  const later = new Float64Array((size + 1) * width);
  later[0] = 1;
  const genes = weights.length;
  let after = later.slice();
  for (let rank = genes - 1; rank >= 0; rank--) {
    if (rank === active - 1) after = later.slice();
    const left = genes - rank;
    const weight = weights[rank];
    for (let j = Math.min(size, left); j >= 1; j--) {
      const hit = j / left;
      const to = j * width;
      const from = (j - 1) * width;
      if (j > left - 1) later.fill(0, to, to + width);
      for (let s = largest; s >= 0; s--)
        later[to + s] = later[to + s] * (1 - hit) + (s >= weight ? hit * later[from + s - weight] : 0);
    }
  }
  return { after, atStart: later.slice(size * width, (size + 1) * width) };
}

/** Probability that the set has this total weight and its running sum reaches the bar. */
function reachingPaths(
  weights: Float64Array,
  size: number,
  active: number,
  total: number,
  bar: number,
  lightest: number,
  after: Float64Array,
): number {
  const genes = weights.length;
  const width = total + 1;
  const afterWidth = after.length / (size + 1);
  const below = new Float64Array((size + 1) * width);
  const reached = new Float64Array((size + 1) * width);
  below[0] = 1;
  for (let rank = 0; rank < active; rank++) {
    const left = genes - rank;
    const weight = weights[rank];
    for (let j = Math.min(size, rank + 1); j >= 0; j--) {
      // a draw of this rank as hit number j lifts the sum to the bar from this weight on
      const missed = (rank + 1 - j) / (genes - size);
      const needed = total > 0 ? total * (bar + missed) : j / size - missed >= bar ? 0 : Infinity;
      const stay = 1 - (size - j) / left;
      const come = j === 0 ? 0 : (size - j + 1) / left;
      const to = j * width;
      const from = to - width - weight;
      // the other hits weigh at least this much
      const most = total - (size - j) * lightest;
      const least = j * lightest;
      for (let s = most; s >= least; s--) {
        let under = below[to + s] * stay;
        let over = reached[to + s] * stay;
        if (come > 0 && s >= weight) {
          const arriving = below[from + s] * come;
          over += reached[from + s] * come;
          if (s >= needed) over += arriving;
          else under += arriving;
        }
        below[to + s] = under;
        reached[to + s] = over;
      }
    }
  }
  let probability = 0;
  for (let j = 0; j <= size; j++)
    for (let s = 0; s <= total; s++) probability += reached[j * width + s] * after[(size - j) * afterWidth + total - s];
  return probability;
}
