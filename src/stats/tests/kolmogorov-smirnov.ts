import { sorted } from '../descriptive/index.ts';
import { exp } from '../elementary/index.ts';
import { requireComplete } from './require-complete.ts';

/** Largest product of the two sample sizes for which every path is counted. */
const EXACT_LIMIT = 4_000_000;

/** Steps of a walk through the pooled values: how many of x and of y are passed, at the last of each run of ties. */
function largestGap(x: Float64Array, y: Float64Array): number {
  let [i, j, gap] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i], y[j]);
    while (i < x.length && x[i] === at) i++;
    while (j < y.length && y[j] === at) j++;
    gap = Math.max(gap, Math.abs(i * y.length - j * x.length));
  }
  return gap;
}

/**
 * P(largest gap >= observed) when every order of the pooled values is equally likely: the mass that has left the corridor, followed as a
 * walk that takes a value of x with the chance (x left) / (all left). Only places after the last of a run of ties are looked at
 * (Schroeer & Trenkler 1995). Sums of positive terms: no cancellation in the tail.
 */
function exactUpperTail(m: number, n: number, bar: number, runEnds: Uint8Array): number {
  let outside = 0;
  const row = new Float64Array(n + 1);
  row[0] = 1;
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      if (i + j > 0 && runEnds[i + j - 1] === 1 && Math.abs(i * n - j * m) >= bar) {
        outside += row[j];
        row[j] = 0;
      }
      if (j < n) row[j + 1] += row[j] * ((n - j) / (m + n - i - j));
      // what stays in this cell is what the next row receives from above
      if (i < m) row[j] *= i + j < m + n ? (m - i) / (m + n - i - j) : 0;
    }
  }
  return Math.min(1, outside);
}

/** Kolmogorov's limit P(sqrt(mn/(m+n)) D >= x) = 2 sum (-1)^(k-1) exp(-2 k^2 x^2). */
function limitingUpperTail(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17 * Math.abs(sum)) break;
  }
  return Math.min(1, 2 * sum);
}

/**
 * Two-sample Kolmogorov-Smirnov test of equal distributions. p is exact, ties included, while the product of the sample sizes is at most 4
 * million, as R's `ks.test(exact = TRUE)`; beyond it the limiting distribution.
 *
 * @throws RangeError for an empty sample or missing values
 */
export function kolmogorovSmirnovTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { statistic: number; pvalue: number; exact: boolean } {
  requireComplete(x, y);
  const [m, n] = [x.length, y.length];
  if (m < 1 || n < 1) throw new RangeError('both samples need at least one value');
  const gap = largestGap(sorted(x), sorted(y));
  const statistic = gap / (m * n);
  if (m * n > EXACT_LIMIT)
    return { statistic, pvalue: limitingUpperTail(statistic * Math.sqrt((m * n) / (m + n))), exact: false };
  const pooled = sorted([...Array.from(x), ...Array.from(y)]);
  const runEnds = Uint8Array.from(pooled, (value, at) => (at === pooled.length - 1 || pooled[at + 1] !== value ? 1 : 0));
  return { statistic, pvalue: gap === 0 ? 1 : exactUpperTail(m, n, gap, runEnds), exact: true };
}
