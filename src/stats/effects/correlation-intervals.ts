import { normal } from '../distributions/index.ts';
import { atanh, tanh } from '../elementary/index.ts';
import type { IntervalEstimate } from '../linear/index.ts';

/** Which correlation coefficient an interval is for. */
export type CorrelationKind = 'pearson' | 'spearman' | 'kendall';

/** Variance of atanh(r): 1 / (n - 3); Bonett & Wright's (1 + r^2 / 2) / (n - 3); Fieller, Hartley & Pearson's 0.437 / (n - 4). */
function fisherVariance(r: number, n: number, kind: CorrelationKind): number {
  if (kind === 'kendall') return 0.437 / (n - 4);
  return (kind === 'spearman' ? 1 + (r * r) / 2 : 1) / (n - 3);
}

/**
 * Interval of a correlation coefficient on Fisher's scale; NaN when n is too small for one (n <= 3, for Kendall n <= 4).
 *
 * @param r coefficient, @param n pairs, @param kind of coefficient, @param level e.g. 0.95
 * Source: Fisher (1921); Bonett & Wright (2000), Psychometrika 65:23; Fieller, Hartley & Pearson (1957).
 */
export function correlationInterval(r: number, n: number, kind: CorrelationKind = 'pearson', level = 0.95): IntervalEstimate {
  const variance = fisherVariance(r, n, kind);
  if (!(variance > 0 && variance < Infinity && Math.abs(r) <= 1)) return { estimate: r, lower: NaN, upper: NaN };
  const half = normal.quantileUpper((1 - level) / 2) * Math.sqrt(variance);
  return { estimate: r, lower: tanh(atanh(r) - half), upper: tanh(atanh(r) + half) };
}

/** Nearly unbiased estimate of a correlation, r (1 + (1 - r^2) / (2 (n - 4))). Source: Olkin & Pratt (1958), to first order. */
export function unbiasedCorrelation(r: number, n: number): number {
  return r * (1 + (1 - r * r) / (2 * (n - 4)));
}
