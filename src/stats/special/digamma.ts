import { cos, log, sin } from '../elementary/index.ts';

/**
 * Derivative of lgamma at x; NaN at 0, -1, -2, ... Relative error below 1e-14, absolute near the zero at 1.4616.
 * Source: recurrence up to 8, asymptotic series (Abramowitz & Stegun 6.3.18), reflection below 0.
 */
export function digamma(x: number): number {
  if (!(x > 0)) {
    if (x !== x || x === -Infinity || Math.floor(x) === x) return NaN;
    const angle = Math.PI * (x - Math.round(x));
    return digamma(1 - x) - (Math.PI * cos(angle)) / sin(angle);
  }
  if (x === Infinity) return x;
  let shift = 0;
  let z = x;
  while (z < 8) {
    shift += 1 / z;
    z += 1;
  }
  const r = 1 / (z * z);
  const series =
    r *
    (1 / 12 -
      r *
        (1 / 120 -
          r *
            (1 / 252 -
              r *
                (1 / 240 -
                  r *
                    (1 / 132 -
                      r * (691 / 32760 - r * (1 / 12 - r * (3617 / 8160 - r * (43867 / 14364 - (r * 174611) / 6600)))))))));
  return log(z) - 0.5 / z - series - shift;
}

/**
 * Second derivative of lgamma at x; NaN at 0, -1, -2, ... Relative error below 1e-14.
 * Source: recurrence up to 8, asymptotic series (Abramowitz & Stegun 6.4.12), reflection below 0.
 */
export function trigamma(x: number): number {
  if (!(x > 0)) {
    if (x !== x || x === -Infinity || Math.floor(x) === x) return NaN;
    const ratio = Math.PI / sin(Math.PI * (x - Math.round(x)));
    return ratio * ratio - trigamma(1 - x);
  }
  let shift = 0;
  let z = x;
  while (z < 8) {
    shift += 1 / (z * z);
    z += 1;
  }
  const r = 1 / (z * z);
  const series =
    r *
    (1 / 6 -
      r *
        (1 / 30 -
          r *
            (1 / 42 -
              r *
                (1 / 30 -
                  r * (5 / 66 - r * (691 / 2730 - r * (7 / 6 - r * (3617 / 510 - r * (43867 / 798 - (r * 174611) / 330)))))))));
  return (1 + 0.5 / z + series) / z + shift;
}
