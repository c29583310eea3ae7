/** A cubic spline through knots: on [x_i, x_{i+1}] the value is y + t (b + t (c + t d)) with t = x - x_i. */
export interface CubicSpline {
  x: Float64Array;
  y: Float64Array;
  b: Float64Array;
  c: Float64Array;
  d: Float64Array;
}

/**
 * Interpolating cubic spline with the end conditions of Forsythe, Malcolm & Moler 1977 (the third derivatives at the ends are
 * those of the cubics through the four points next to them), as R's `splinefun(method = "fmm")`.
 *
 * @param x ascending knots, at least 2
 */
export function fmmSpline(x: Float64Array, y: Float64Array): CubicSpline {
  const n = x.length;
  const [b, c, d] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  if (n < 3) {
    const slope = (y[1] - y[0]) / (x[1] - x[0]);
    b.fill(slope);
    return { x, y, b, c, d };
  }
  const last = n - 1;
  d[0] = x[1] - x[0];
  c[1] = (y[1] - y[0]) / d[0];
  for (let i = 1; i < last; i++) {
    d[i] = x[i + 1] - x[i];
    b[i] = 2 * (d[i - 1] + d[i]);
    c[i + 1] = (y[i + 1] - y[i]) / d[i];
    c[i] = c[i + 1] - c[i];
  }
  b[0] = -d[0];
  b[last] = -d[last - 1];
  if (n > 3) {
    c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0]);
    c[last] = c[last - 1] / (x[last] - x[last - 2]) - c[last - 2] / (x[last - 1] - x[last - 3]);
    c[0] = (c[0] * d[0] * d[0]) / (x[3] - x[0]);
    c[last] = (-c[last] * d[last - 1] * d[last - 1]) / (x[last] - x[last - 3]);
  } else {
    c[0] = 0;
    c[last] = 0;
  }
  for (let i = 1; i < n; i++) {
    const t = d[i - 1] / b[i - 1];
    b[i] -= t * d[i - 1];
    c[i] -= t * c[i - 1];
  }
  c[last] /= b[last];
  for (let i = last - 1; i >= 0; i--) c[i] = (c[i] - d[i] * c[i + 1]) / b[i];
  b[last] = (y[last] - y[last - 1]) / d[last - 1] + d[last - 1] * (c[last - 1] + 2 * c[last]);
  for (let i = 0; i < last; i++) {
    b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2 * c[i]);
    d[i] = (c[i + 1] - c[i]) / d[i];
    c[i] *= 3;
  }
  c[last] *= 3;
  d[last] = d[last - 1];
  return { x, y, b, c, d };
}

/** The spline at a point; the end cells' cubics are continued outside the knots. */
export function evaluateSpline(spline: CubicSpline, at: number): number {
  const { x, y, b, c, d } = spline;
  let low = 0;
  let high = x.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  const t = at - x[low];
  return y[low] + t * (b[low] + t * (c[low] + t * d[low]));
}
