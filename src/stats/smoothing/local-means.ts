import { locfitVertices, nearestPoints } from './locfit-tree.ts';

/**
 * Smooths several columns over one covariate by local means: tricube kernel over the nearest `span` of the points, means made
 * at the vertices of locfit's tree and interpolated linearly between them, as `locfit(deg = 0)`.
 *
 * @param x covariate, n values
 * @param columns n x width, row-major
 * @param span share of the points within the kernel
 * @returns smoothed columns, n x width
 */
export function localMeans(x: Float64Array, columns: Float64Array, span: number): Float64Array {
  const n = x.length;
  const width = columns.length / n;
  if (span * n < 2 || n <= 1) return columns.slice();
  const neighbors = nearestPoints(n, span);
  const fits = locfitVertices(x, (at) => meansAt(x, columns, width, neighbors, at));
  const vertices = Float64Array.from(fits, ({ at }) => at);
  const out = new Float64Array(columns.length);
  for (let i = 0; i < n; i++) {
    let [low, high] = [0, vertices.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (vertices[middle] <= x[i]) low = middle;
      else high = middle;
    }
    const gap = vertices[high] - vertices[low];
    const share = gap > 0 ? (x[i] - vertices[low]) / gap : 0;
    const [left, right] = [fits[low].fit.means, fits[high].fit.means];
    for (let k = 0; k < width; k++) out[i * width + k] = left[k] + share * (right[k] - left[k]);
  }
  return out;
}

function meansAt(
  x: Float64Array,
  columns: Float64Array,
  width: number,
  neighbors: number,
  at: number,
): { means: Float64Array; bandwidth: number } {
  const distances = x.map((value) => Math.abs(value - at));
  const bandwidth = distances.slice().sort()[Math.min(neighbors, x.length) - 1];
  const means = new Float64Array(width);
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const ratio = distances[i] / bandwidth;
    if (!(ratio < 1)) continue;
    const cube = 1 - ratio * ratio * ratio;
    const weight = cube * cube * cube;
    total += weight;
    for (let k = 0; k < width; k++) means[k] += weight * columns[i * width + k];
  }
  return { means: means.map((sum) => sum / total), bandwidth };
}
