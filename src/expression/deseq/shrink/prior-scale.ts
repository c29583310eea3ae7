/** Bounds and tolerance of the search (apeglm's, and those of R's `uniroot`). */
const LEAST = 1e-6;
const MOST = 400;
const TOLERANCE = 0.0001220703125;

/**
 * Variance of true effects given estimates and their standard errors, by the method of Efron & Morris 1975 as apeglm uses it:
 * the A that equals the mean of beta^2 - SE^2 weighted by 1 / (2 (A + SE^2)^2).
 *
 * @param estimates natural-log scale, NaN left out
 * @returns the root to the tolerance of R's `uniroot`, whose stopping point apeglm reports; 1e-6 when there is none above it
 */
export function effectVariance(estimates: Float64Array, errors: Float64Array): number {
  const kept = Int32Array.from(estimates.keys()).filter((g) => Number.isFinite(estimates[g]) && Number.isFinite(errors[g]));
  const squares = Float64Array.from(kept, (g) => estimates[g] * estimates[g]);
  const noise = Float64Array.from(kept, (g) => errors[g] * errors[g]);
  const excess = (variance: number): number => {
    let [sum, weights] = [0, 0];
    for (let i = 0; i < squares.length; i++) {
      const weight = 1 / (2 * (variance + noise[i]) * (variance + noise[i]));
      sum += (squares[i] - noise[i]) * weight;
      weights += weight;
    }
    return sum / weights - variance;
  };
  if (!(excess(LEAST) > 0)) return LEAST;
  return zeroIn(excess, LEAST, MOST, TOLERANCE);
}

/** Brent's root finder step for step as the Fortran routine `zeroin` (Forsythe, Malcolm & Moler 1977), which R's `uniroot` follows. */
function zeroIn(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, fa, b, fb] = [low, f(low), high, f(high)];
  let [c, fc] = [a, fa];
  for (let round = 0; round < 1000; round++) {
    const before = b - a;
    if (Math.abs(fc) < Math.abs(fb)) [a, fa, b, fb, c, fc] = [b, fb, c, fc, b, fb];
    const limit = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    let step = (c - b) / 2;
    if (Math.abs(step) <= limit || fb === 0) return b;
    if (Math.abs(before) >= limit && Math.abs(fa) > Math.abs(fb)) {
      const span = c - b;
      let [p, q] = [0, 0];
      if (a === c) {
        const t = fb / fa;
        [p, q] = [span * t, 1 - t];
      } else {
        const [s, t, u] = [fa / fc, fb / fc, fb / fa];
        p = u * (span * s * (s - t) - (b - a) * (t - 1));
        q = (s - 1) * (t - 1) * (u - 1);
      }
      if (p > 0) q = -q;
      else p = -p;
      if (p < 0.75 * span * q - Math.abs(limit * q) / 2 && p < Math.abs((before * q) / 2)) step = p / q;
    }
    if (Math.abs(step) < limit) step = step > 0 ? limit : -limit;
    [a, fa] = [b, fb];
    b += step;
    fb = f(b);
    if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) [c, fc] = [a, fa];
  }
  return b;
}
