import { midranks } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';
import { atanh, tanh } from '../elementary/index.ts';
import type { IntervalEstimate } from '../linear/index.ts';
import { cliffsDelta } from './cliffs-delta.ts';

/** r with its interval on Fisher's scale; a perfect correlation is its own interval. */
function onFisherScale(estimate: number, standardError: number, level: number): IntervalEstimate {
  const z = normal.quantileUpper((1 - level) / 2) * standardError;
  return { estimate, lower: tanh(atanh(estimate) - z), upper: tanh(atanh(estimate) + z) };
}

/**
 * Rank-biserial correlation of two independent samples, the effect size of the Mann-Whitney test. Its value is Cliff's delta,
 * whose own interval ({@link cliffsDelta}) is the better one; this interval assumes the null variance, as other programs print
 * it.
 * Source: Kerby (2014); standard error sqrt((n + m + 1) / (3 n m)) on Fisher's scale.
 */
export function rankBiserial(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): IntervalEstimate {
  const [n, m] = [x.length, y.length];
  return onFisherScale(cliffsDelta(x, y).delta.estimate, Math.sqrt((n + m + 1) / (3 * n * m)), level);
}

/**
 * Rank-biserial correlation of pairs, the effect size of Wilcoxon's signed-rank test: the share of rank sums in favor of a minus
 * that against. Pairs without a difference are left out.
 * Source: Kerby (2014); standard error sqrt((2 n^3 + 3 n^2 + n) / 6) / ((n^2 + n) / 2) on Fisher's scale.
 */
export function pairedRankBiserial(a: ArrayLike<number>, b: ArrayLike<number>, level = 0.95): IntervalEstimate {
  const differences = Array.from(a, (value, i) => value - b[i]).filter((d) => d !== 0);
  const n = differences.length;
  const ranks = midranks(differences.map(Math.abs));
  const signed = differences.reduce((sum, d, i) => sum + Math.sign(d) * ranks[i], 0);
  const total = (n * n + n) / 2;
  return onFisherScale(signed / total, Math.sqrt((2 * n * n * n + 3 * n * n + n) / 6) / total, level);
}

/** Rank epsilon squared of a Kruskal-Wallis statistic H over n values: H / (n - 1). Source: Tomczak & Tomczak (2014). */
export function rankEpsilonSquared(h: number, n: number): number {
  return Math.min(1, h / (n - 1));
}

/** Rank eta squared of a Kruskal-Wallis statistic H over n values in k groups: (H - k + 1) / (n - k), at least 0. */
export function rankEtaSquared(h: number, groups: number, n: number): number {
  return Math.max(0, (h - groups + 1) / (n - groups));
}
