import { solveGeneral } from '../linear-algebra/index.ts';

/** Value and slope of a local fit at one point, and the bandwidth it used. */
export interface LocalFit {
  value: number;
  slope: number;
  bandwidth: number;
}

/**
 * Local quadratic regression at one point: tricube kernel over the `neighbors` nearest points, times prior weights. Source:
 * Cleveland & Loader 1996 (the kernel and bandwidth rule of both R's loess and locfit).
 *
 * @param x positions, n; need not be sorted
 * @param y responses, n
 * @param weights prior weights, n
 */
export function localQuadratic(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | null,
  neighbors: number,
  at: number,
): LocalFit {
  const n = x.length;
  const distances = x.map((value) => Math.abs(value - at));
  const bandwidth = distances.slice().sort()[Math.min(neighbors, n) - 1];
  const moments = new Float64Array(5);
  const right = new Float64Array(3);
  for (let i = 0; i < n; i++) {
    const ratio = distances[i] / bandwidth;
    if (!(ratio < 1)) continue;
    const cube = 1 - ratio * ratio * ratio;
    let power = cube * cube * cube * (weights === null ? 1 : weights[i]);
    const t = (x[i] - at) / bandwidth;
    for (let k = 0; k < 5; k++) {
      moments[k] += power;
      if (k < 3) right[k] += power * y[i];
      power *= t;
    }
  }
  const normal = Float64Array.from({ length: 9 }, (_, i) => moments[Math.floor(i / 3) + (i % 3)]);
  const solution = solveGeneral(normal, right, 3);
  if (solution === undefined) return { value: moments[0] > 0 ? right[0] / moments[0] : NaN, slope: 0, bandwidth };
  return { value: solution[0], slope: solution[1] / bandwidth, bandwidth };
}
