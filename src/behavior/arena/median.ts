import { orderStatistic } from '../../stats/index.ts';

const BUCKETS = 2048;
const counts = new Int32Array(BUCKETS);

/**
 * Median of the finite values (mean of the middle two for an even number), as R's `median`; NaN when there is none. The values are
 * counted into buckets of equal width, and only the bucket that holds the middle is searched: marks that hardly move have tens of
 * thousands of values each, in which branches that depend on the order of the values would cost most of the time.
 */
export function medianOf(values: Float64Array): number {
  let [count, low, high] = [0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) continue;
    count++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (count === 0) return NaN;
  const scale = (BUCKETS - 1) / (high - low);
  counts.fill(0);
  // A range that is no number or has no width puts everything into the first bucket.
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] === 0) counts[((values[i] - low) * scale) | 0]++;
  const half = count >> 1;
  let [bucket, before] = [0, 0];
  while (before + counts[bucket] <= half) before += counts[bucket++];
  const middle = new Float64Array(counts[bucket]);
  let size = 0;
  for (let i = 0; i < values.length; i++)
    if (values[i] - values[i] === 0 && (((values[i] - low) * scale) | 0) === bucket) middle[size++] = values[i];
  const rank = half - before;
  const upper = orderStatistic(middle, rank);
  if (count % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < rank; i++) lower = Math.max(lower, middle[i]);
  // The value before the middle may lie in an earlier bucket.
  if (rank === 0) for (const value of values) if (value < upper && value > lower) lower = value;
  return (lower + upper) / 2;
}
