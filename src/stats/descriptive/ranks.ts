/** Ranks from 1, ties sharing their mean rank. NaN is not allowed. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(n);
  for (let start = 0; start < n; ) {
    let end = start;
    while (end + 1 < n && values[order[end + 1]] === values[order[start]]) end++;
    for (let i = start; i <= end; i++) ranks[order[i]] = 0.5 * (start + end) + 1;
    start = end + 1;
  }
  return ranks;
}

/** Sum of t^3 - t over groups of t tied values, which the variances of rank statistics need. */
export function tieSum(values: ArrayLike<number>): number {
  const ascending = Float64Array.from(values).sort();
  let sum = 0;
  for (let start = 0; start < ascending.length; ) {
    let end = start;
    while (end + 1 < ascending.length && ascending[end + 1] === ascending[start]) end++;
    const t = end - start + 1;
    sum += t * t * t - t;
    start = end + 1;
  }
  return sum;
}
