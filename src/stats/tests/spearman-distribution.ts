import { normal } from '../distributions/index.ts';
import { exp } from '../elementary/index.ts';

/** Tails P(X <= x) and P(X >= x), both including the value itself. */
export interface Tails {
  lower: number;
  upper: number;
}

/**
 * Exact tails of the sum of products of two rank lists when every pairing is equally likely, ties included. The pairings are built up place
 * by place; partial sums are kept for every set of ranks used so far, 2^n sets.
 *
 * @param x, y doubled midranks (whole numbers) of at most about 14 values
 */
export function pairedProductTails(x: ArrayLike<number>, y: ArrayLike<number>): Tails {
  const n = x.length;
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
  const xs = Array.from(x).sort((a, b) => a - b);
  const largest = xs.reduce((total, one, i) => total + one * Array.from(y).sort((a, b) => a - b)[i], 0);
  const observed = sum(Array.from(x, (one, i) => one * y[i]));
  let layer = new Map<number, Float64Array>([[0, Float64Array.of(1)]]);
  for (let place = 0; place < n; place++) {
    const next = new Map<number, Float64Array>();
    for (const [used, sums] of layer) {
      for (let j = 0; j < n; j++) {
        if (used & (1 << j)) continue;
        addShifted(next, used | (1 << j), sums, xs[place] * y[j], largest, n - place);
      }
    }
    layer = next;
  }
  const all = layer.get((1 << n) - 1) ?? new Float64Array(0);
  let [lower, upper] = [0, 0];
  for (let s = 0; s < all.length; s++) {
    if (s <= observed) lower += all[s];
    if (s >= observed) upper += all[s];
  }
  return { lower: Math.min(1, lower), upper: Math.min(1, upper) };
}

/** Adds chances, moved up by a product and shared among the places that were free, to those of a set. */
function addShifted(
  layer: Map<number, Float64Array>,
  set: number,
  sums: Float64Array,
  shift: number,
  largest: number,
  free: number,
): void {
  let into = layer.get(set);
  if (into === undefined) {
    into = new Float64Array(largest + 1);
    layer.set(set, into);
  }
  for (let s = 0; s < sums.length; s++) if (sums[s] > 0) into[s + shift] += sums[s] / free;
}

/**
 * Upper tail P(S >= s) of the sum of squared rank differences without ties, by the Edgeworth series of algorithm AS 89 (Best & Roberts 1975),
 * or the lower tail P(S < s).
 */
export function edgeworthTail(n: number, s: number, upper: boolean): number {
  const most = (n * (n * n - 1)) / 3;
  if (s <= 0) return upper ? 1 : 0;
  if (s > most) return upper ? 0 : 1;
  const b = 1 / n;
  const x = ((6 * (s - 1) * b) / (n * n - 1) - 1) * Math.sqrt(n - 1);
  const y = x * x;
  const high = 0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y);
  const middle = -0.0758 + b * (0.1033 + 0.3932 * b) - y * b * (0.0879 + 0.0151 * b - y * high);
  const correction = (x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * middle)) / exp(y / 2);
  const tail = upper ? normal.upper(x) + correction : normal.lower(x) - correction;
  return Math.min(1, Math.max(0, tail));
}
