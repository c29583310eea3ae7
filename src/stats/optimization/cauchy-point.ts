/** A box-constrained quadratic model around x: gradient g and dense Hessian approximation B (n x n, row-major). */
export interface BoxModel {
  x: Float64Array;
  gradient: Float64Array;
  hessian: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

/** The generalized Cauchy point and which variables are free there (1) or stand at a bound (0). */
export interface CauchyPoint {
  point: Float64Array;
  free: Uint8Array;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * vector[j];
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * First local minimizer of the quadratic model along the projected gradient path (Byrd, Lu, Nocedal & Zhu 1995, algorithm CP).
 */
export function cauchyPoint({ x, gradient, hessian, lower, upper }: BoxModel): CauchyPoint {
  const n = x.length;
  const breakpoints = gradient.map((g, i) => (g < 0 ? (x[i] - upper[i]) / g : g > 0 ? (x[i] - lower[i]) / g : Infinity));
  const free = Uint8Array.from(breakpoints, (t) => (t > 0 ? 1 : 0));
  const direction = gradient.map((g, i) => (free[i] === 1 ? -g : 0));
  const point = x.slice();
  const moved = new Float64Array(n);
  const order = Array.from(breakpoints.keys())
    .filter((i) => free[i] === 1 && breakpoints[i] < Infinity)
    .sort((a, b) => breakpoints[a] - breakpoints[b]);
  const firstCurvature = dot(direction, times(hessian, direction));
  let slope = -dot(direction, direction);
  let curvature = firstCurvature;
  let before = 0;
  for (const i of order) {
    const width = breakpoints[i] - before;
    if (-slope / curvature < width) break;
    for (let k = 0; k < n; k++) moved[k] += width * direction[k];
    before = breakpoints[i];
    point[i] = direction[i] > 0 ? upper[i] : lower[i];
    moved[i] = point[i] - x[i];
    direction[i] = 0;
    free[i] = 0;
    const there = times(hessian, moved);
    slope = dot(gradient, direction) + dot(there, direction);
    curvature = Math.max(dot(direction, times(hessian, direction)), Number.EPSILON * firstCurvature);
    if (slope === 0) break;
  }
  const rest = slope === 0 ? 0 : Math.max(-slope / curvature, 0);
  for (let k = 0; k < n; k++) if (free[k] === 1) point[k] = x[k] + (before + rest) * direction[k];
  return { point, free };
}
