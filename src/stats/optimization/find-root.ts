/**
 * A zero of a continuous function between two points at which its signs differ, by Brent's method (inverse quadratic
 * interpolation guarded by bisection). Source: Brent 1973, "Algorithms for Minimization without Derivatives", chapter 4.
 *
 * @param f the function; its values at the ends may be given to save evaluations
 * @param tolerance accepted width of the bracket, besides the resolution of doubles
 * @throws RangeError when the signs at the ends are the same
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 0,
  atLow = f(low),
  atHigh = f(high),
): number {
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (!(atLow < 0 !== atHigh < 0)) throw new RangeError('the function has the same sign at both ends');
  let [a, fa, b, fb] = [low, atLow, high, atHigh];
  let [c, fc] = [a, fa];
  let [step, before] = [b - a, b - a];
  for (let round = 0; round < 200; round++) {
    if (fb < 0 === fc < 0) {
      [c, fc] = [a, fa];
      step = before = b - a;
    }
    if (Math.abs(fc) < Math.abs(fb)) [a, fa, b, fb, c, fc] = [b, fb, c, fc, b, fb];
    const limit = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= limit || fb === 0) return b;
    const proposed = Math.abs(before) >= limit && Math.abs(fa) > Math.abs(fb) ? interpolate(a, fa, b, fb, c, fc) : NaN;
    const usable = proposed * half > 0 && Math.abs(proposed) < Math.min(1.5 * Math.abs(half) - limit / 2, Math.abs(before) / 2);
    before = usable ? step : half;
    step = usable ? proposed : half;
    [a, fa] = [b, fb];
    b += Math.abs(step) > limit ? step : half > 0 ? limit : -limit;
    fb = f(b);
  }
  return b;
}

/** Step from b to the zero of the inverse parabola (or line, when a = c) through the three points. */
function interpolate(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return ((c - b) * s) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}
