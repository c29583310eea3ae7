const EPSILON = 1.1e-16;
const FLOOR = 1e-300;

/**
 * I_x(a, b) B(a, b) / (x^a y^b) at x : y = p : q below the mean, by the modified Lentz algorithm.
 *
 * @param excess (a + b) x - a
 * Source: Didonato & Morris (1992, ACM TOMS 18:360, eq. 9), the even part of the classical continued fraction.
 */
export function betaFraction(a: number, b: number, p: number, q: number, excess: number): number {
  const x = p / (p + q);
  const y = q / (p + q);
  let c = 1 / FLOOR;
  let d = (a + 1) / (a * (1 - excess));
  let h = d;
  for (let n = 1; n < 100000; n++) {
    const s = a + 2 * n - 1;
    const w = n * (b - n) * x;
    const alpha = ((a + n - 1) / s) * ((a + b + n - 1) / s) * w * x;
    const beta = n + w / s + ((a + n) / (s + 2)) * (1 - excess + n * (1 + y));
    d = 1 / nonzero(beta + alpha * d);
    c = nonzero(beta + alpha / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) <= EPSILON) break;
  }
  return h;
}

function nonzero(value: number): number {
  return Math.abs(value) < FLOOR ? FLOOR : value;
}
