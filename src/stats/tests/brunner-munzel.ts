import { mean, midranks } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';

export interface BrunnerMunzelTest {
  statistic: number;
  df: number;
  pvalue: number;
  /** P(X < Y) + P(X = Y) / 2 with its interval. */
  superiority: number;
  low: number;
  high: number;
}

/**
 * Brunner & Munzel (2000): is a value of y larger than one of x with probability 1/2? Unlike Mann-Whitney it does not assume equal spread.
 *
 * @throws RangeError when the samples do not overlap at all (the variance is then 0)
 */
export function brunnerMunzelTest(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): BrunnerMunzelTest {
  const n = x.length;
  const m = y.length;
  const ranks = midranks([...Array.from(x), ...Array.from(y)]);
  const rx = ranks.subarray(0, n);
  const ry = ranks.subarray(n);
  const vx = placementVariance(rx, midranks(x), mean(rx), n);
  const vy = placementVariance(ry, midranks(y), mean(ry), m);
  const spread = n * vx + m * vy;
  if (!(spread > 0)) throw new RangeError('the samples do not overlap: the Brunner-Munzel variance is 0; use a permutation test');
  const statistic = (n * m * (mean(ry) - mean(rx))) / (n + m) / Math.sqrt(spread);
  const df = (spread * spread) / ((n * vx * n * vx) / (n - 1) + (m * vy * m * vy) / (m - 1));
  const superiority = (mean(ry) - (m + 1) / 2) / n;
  const half = studentT.quantileUpper((1 - level) / 2, df) * Math.sqrt(vx / (n * m * m) + vy / (m * n * n));
  return {
    statistic,
    df,
    pvalue: 2 * studentT.upper(Math.abs(statistic), df),
    superiority,
    low: superiority - half,
    high: superiority + half,
  };
}

function placementVariance(pooled: Float64Array, within: Float64Array, center: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const deviation = pooled[i] - within[i] - center + (n + 1) / 2;
    sum += deviation * deviation;
  }
  return sum / (n - 1);
}
