/**
 * Cubic Hermite interpolant through vertices with given values and slopes, at x within them. `vertices` ascend and are at
 * least two.
 */
export function hermite(vertices: Float64Array, values: Float64Array, slopes: Float64Array, x: number): number {
  let low = 0;
  let high = vertices.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (vertices[middle] <= x) low = middle;
    else high = middle;
  }
  const width = vertices[high] - vertices[low];
  const t = (x - vertices[low]) / width;
  const u = 1 - t;
  return (
    u * u * (1 + 2 * t) * values[low] + t * t * (3 - 2 * t) * values[high] + t * u * width * (u * slopes[low] - t * slopes[high])
  );
}
