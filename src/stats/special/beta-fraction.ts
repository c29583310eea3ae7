const EPSILON = 1.2e-16;
/** Reached only by shapes beyond 1e9 on both sides; NaN then, never a number that has not converged. */
const MOST_TERMS = 1e6;
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
  let inverse = 1 / (a + 1);
  let d = (a + 1) / (a * (1 - excess));
  let h = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const next = 1 / (a + 2 * n + 1);
    const w = n * (b - n) * x;
    const alpha = (a + n - 1) * inverse * ((a + b + n - 1) * inverse) * w * x;
    const beta = n + w * inverse + (a + n) * next * (1 - excess + n * (1 + y));
    inverse = next;
    d = 1 / nonzero(beta + alpha * d);
    c = nonzero(beta + alpha / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) <= EPSILON) return h;
  }
  return NaN;
}

function nonzero(value: number): number {
  return Math.abs(value) < FLOOR ? FLOOR : value;
}
