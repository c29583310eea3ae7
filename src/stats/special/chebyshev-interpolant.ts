import { cos } from '../elementary/index.ts';

/**
 * A smooth function on an interval through its values at Chebyshev points (barycentric formula of Berrut & Trefethen 2004), for
 * functions that are dear to compute and asked for often.
 *
 * @param pieces number of points less one
 */
export function chebyshevInterpolant(f: (x: number) => number, low: number, high: number, pieces: number): (x: number) => number {
  const points = Float64Array.from(
    { length: pieces + 1 },
    (_, i) => (low + high - (high - low) * cos((Math.PI * i) / pieces)) / 2,
  );
  const values = points.map(f);
  return (x) => {
    let [sum, weights] = [0, 0];
    for (let i = 0; i <= pieces; i++) {
      if (x === points[i]) return values[i];
      const weight = ((i % 2 === 0 ? 1 : -1) * (i === 0 || i === pieces ? 0.5 : 1)) / (x - points[i]);
      sum += weight * values[i];
      weights += weight;
    }
    return sum / weights;
  };
}
