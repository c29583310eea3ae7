/** Share of an interval that a golden-section step takes. */
const GOLDEN = (3 - Math.sqrt(5)) / 2;

/** How a search by {@link goldenMinimum} ends. */
export interface GoldenMinimum {
  /** The best point seen. */
  x: number;
  value: number;
  /** The point evaluated last, which is within the tolerance of the best. */
  last: number;
}

/**
 * Minimum of a function on an interval by golden sections with parabolic steps (Brent 1973, `localmin`), as R's `optimize` and
 * `smooth.spline` have it: answers that depend on where the search stops are theirs.
 *
 * @param tolerance wanted accuracy of x
 * @param relative added to it, times |x|; default the square root of the machine's precision
 * @param rounds most evaluations
 */
export function goldenMinimum(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
  relative = 1.4901161193847656e-8,
  rounds = 500,
): GoldenMinimum {
  let [a, b] = [low, high];
  let x = a + GOLDEN * (b - a);
  let [v, w] = [x, x];
  let [d, e] = [0, 0];
  let fx = f(x);
  let [fv, fw] = [fx, fx];
  let last = x;
  for (let round = 1; ; round++) {
    const middle = (a + b) / 2;
    const near = relative * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2 || round > rounds) return { x, value: fx, last };
    let [p, q, r] = [0, 0, 0];
    if (Math.abs(e) > near) {
      r = (x - w) * (fx - fv);
      q = (x - v) * (fx - fw);
      p = (x - v) * q - (x - w) * r;
      q = (q - r) * 2;
      if (q > 0) p = -p;
      else q = -q;
      r = e;
      e = d;
    }
    if (Math.abs(p) >= Math.abs(q * 0.5 * r) || p <= q * (a - x) || p >= q * (b - x)) {
      e = x < middle ? b - x : a - x;
      d = GOLDEN * e;
    } else {
      d = p / q;
      const trial = x + d;
      if (trial - a < 2 * near || b - trial < 2 * near) d = x >= middle ? -near : near;
    }
    const u = Math.abs(d) >= near ? x + d : x + (d > 0 ? near : -near);
    const fu = f(u);
    last = u;
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
      continue;
    }
    if (u < x) a = u;
    else b = u;
    if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
    else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
  }
}
