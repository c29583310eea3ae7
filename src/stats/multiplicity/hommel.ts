/**
 * Hommel's adjusted p-values of p sorted upwards, in O(n log n).
 *
 * With S_s the Simes p-value of the s largest p-values, the closed test leaves a set of size h(alpha) = max{s : S_s > alpha}
 * unrejected, and hypothesis i is rejected when h(alpha) p_i <= alpha; its adjusted p-value is the smallest such alpha.
 * Source: Hommel (1988), Biometrika 75:383; Meijer, Krebs & Goeman (2019), Biometrical J 61:73, for h(alpha) and the convex hull.
 */
export function hommelSorted(p: Float64Array): Float64Array {
  const n = p.length;
  // bound[s] = largest Simes p-value among sets of at least s of the largest p-values: from there on h(alpha) < s.
  const bound = new Float64Array(n + 2);
  simesOfLargest(p, bound);
  for (let s = n - 1; s >= 1; s--) bound[s] = Math.max(bound[s], bound[s + 1]);
  return p.map((value) => {
    // min over s of max(s value, bound[s + 1]): the first grows with s, the second falls.
    let low = 0;
    let high = n;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (middle * value >= bound[middle + 1]) high = middle;
      else low = middle;
    }
    return Math.min(Math.max(low * value, bound[low + 1]), Math.max(high * value, bound[high + 1]));
  });
}

/**
 * simes[s] = s min_i p_(n-s+i) / i, i = 1 .. s: s times the least slope from the point (n - s, 0) to the points (j, p_j), j > n -
 * s, which is that of the tangent to their lower convex hull. Indices j are one-based.
 */
function simesOfLargest(p: Float64Array, simes: Float64Array): void {
  const n = p.length;
  const hull = new Int32Array(n);
  let size = 0;
  const height = (j: number): number => p[j - 1];
  for (let s = 1; s <= n; s++) {
    const added = n - s + 1;
    // hull holds the chain from right to left; its slopes fall towards the left end.
    while (size >= 2 && slope(hull[size - 1], hull[size - 2], height) <= slope(added, hull[size - 1], height)) size--;
    hull[size++] = added;
    const from = n - s;
    const steepness = (k: number): number => height(hull[k]) / (hull[k] - from);
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steepness(middle) <= steepness(middle + 1)) high = middle;
      else low = middle + 1;
    }
    simes[s] = s * steepness(low);
  }
}

function slope(left: number, right: number, height: (j: number) => number): number {
  return (height(right) - height(left)) / (right - left);
}
