import { exp, log } from '../elementary/index.ts';

const NEGLIGIBLE = 1e-17;
/**
 * The value is settled when halving the step changes it by less. The error left is about the square of that change, unless the
 * two errors happened to be out of phase, against which this leaves five digits.
 */
const SETTLED = 1e-9;
const MOST_HALVINGS = 14;

/**
 * Sum of the terms at from + i width over all whole i: the trapezoid rule but for the factor width, which for analytic terms that
 * die away on both sides converges geometrically in 1 / width. Stops on each side where terms are negligible (or NaN, as the sum
 * then is), but not before |place| exceeds `least`.
 *
 * @param term nonnegative, with a single peak (or all its peaks within `least`)
 */
export function trapezoidSum(term: (z: number) => number, from: number, width: number, least = -Infinity): number {
  let sum = 0;
  for (let z = from, i = 0; ; z = from + ++i * width) {
    const value = term(z);
    sum += value;
    if (!(value > NEGLIGIBLE * sum) && z >= least) break;
  }
  for (let z = from - width, i = 1; ; z = from - ++i * width) {
    const value = term(z);
    sum += value;
    if (!(value > NEGLIGIBLE * sum) && z <= -least) break;
  }
  return sum;
}

/**
 * Integral over u of a term that falls exponentially to the left and faster to the right, as functions of the logarithm of a
 * scale do. Substitutes u = t - e^-t, after which both sides fall doubly exponentially (Takahasi & Mori 1974), and halves the
 * step until settled.
 *
 * @param term nonnegative with a single peak
 * @param peak a place near the peak
 * @param step first step in u there
 */
export function integrateLogScale(term: (u: number) => number, peak: number, step: number): number {
  const center = substituted(peak);
  const stretched = (t: number): number => {
    const fall = exp(-t);
    return term(t - fall) * (1 + fall);
  };
  return integrateLine(stretched, center, step / (1 + exp(-center)));
}

/**
 * Integral over the line of a term that falls at least exponentially on both sides, by the trapezoid rule with its step halved
 * until settled.
 *
 * @param term nonnegative with a single peak
 * @param peak a place near the peak
 * @param step first step
 */
export function integrateLine(term: (z: number) => number, peak: number, step: number): number {
  let width = step;
  let sum = trapezoidSum(term, peak, width);
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const middle = trapezoidSum(term, peak + 0.5 * width, width);
    const change = Math.abs(middle - sum);
    sum += middle;
    width *= 0.5;
    if (change <= SETTLED * sum) return sum * width;
  }
  return NaN;
}

/** t with t - e^-t = u, to a few digits. */
function substituted(u: number): number {
  let t = u > 0 ? u : u < -2 ? -log(-u) : 0.5;
  for (let i = 0; i < 20; i++) {
    const fall = exp(-t);
    t -= Math.max(-1, Math.min(1, (t - fall - u) / (1 + fall)));
  }
  return t;
}

/** The u at which a function that falls through zero once does so, to the given tolerance. */
export function peakOf(slope: (u: number) => number, tolerance: number): number {
  let low = -1;
  let high = 1;
  while (slope(low) < 0 && low > -700) low *= 2;
  while (slope(high) > 0 && high < 300) high *= 2;
  while (high - low > tolerance) {
    const middle = 0.5 * (low + high);
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
