import { mean, midranks } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';
import { type Alternative, sidedPvalue, tailOf } from './alternative.ts';
import { requireComplete } from './require-complete.ts';

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
 * @param options `alternative` of x against y: `greater` when values of x tend to be larger
 * @throws RangeError for fewer than two values, missing ones, or samples that do not overlap at all (the variance is then 0)
 */
export function brunnerMunzelTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { alternative?: Alternative; level?: number } = {},
): BrunnerMunzelTest {
  const { alternative = 'two-sided', level = 0.95 } = options;
  requireComplete(x, y);
  if (x.length < 2 || y.length < 2) throw new RangeError('both samples need at least two values');
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
  const half = studentT.quantileUpper(tailOf(level, alternative), df) * Math.sqrt(vx / (n * m * m) + vy / (m * n * n));
  return {
    statistic,
    df,
    // the statistic rises with y, the alternative is about x
    pvalue: sidedPvalue(studentT.upper(statistic, df), studentT.lower(statistic, df), alternative),
    superiority,
    low: alternative === 'greater' ? 0 : superiority - half,
    high: alternative === 'less' ? 1 : superiority + half,
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
