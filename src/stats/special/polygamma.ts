/**
 * Third derivative of lgamma at x > 0 (the polygamma function of order 2); NaN elsewhere. Relative error below 1e-14.
 * Source: recurrence up to 12, asymptotic series (Abramowitz & Stegun 6.4.13).
 */
export function tetragamma(x: number): number {
  if (!(x > 0)) return NaN;
  let shift = 0;
  let z = x;
  while (z < 12) {
    shift += 2 / (z * z * z);
    z += 1;
  }
  const r = 1 / (z * z);
  const series =
    r *
    (1 / 2 -
      r *
        (1 / 6 - r * (1 / 6 - r * (3 / 10 - r * (5 / 6 - r * (691 / 210 - r * (35 / 2 - r * (3617 / 30 - (r * 43867) / 42))))))));
  return -r * (1 + 1 / z + series) - shift;
}
