import { normal } from '../distributions/index.ts';
import { asin, exp, log } from '../elementary/index.ts';
import type { IntervalEstimate } from '../linear/index.ts';

/**
 * Cramér's V of a table of counts, and its bias-corrected form.
 *
 * @param rows the table, rows of equal length
 * Source: Cramér (1946); Bergsma (2013), J Korean Stat Soc 42:323.
 */
export function cramersV(rows: readonly ArrayLike<number>[]): { v: number; adjusted: number } {
  const rowSums = rows.map((row) => Array.from(row).reduce((a, b) => a + b, 0));
  const columnSums = Array.from(rows[0], (_, j) => rows.reduce((sum, row) => sum + row[j], 0));
  const total = rowSums.reduce((a, b) => a + b, 0);
  let chi = 0;
  rows.forEach((row, i) => {
    columnSums.forEach((columnSum, j) => {
      const expected = (rowSums[i] * columnSum) / total;
      if (expected > 0) chi += ((row[j] - expected) * (row[j] - expected)) / expected;
    });
  });
  const [r, c] = [rows.length, columnSums.length];
  const phi = chi / total;
  const corrected = Math.max(0, phi - ((r - 1) * (c - 1)) / (total - 1));
  const shrink = (k: number): number => k - ((k - 1) * (k - 1)) / (total - 1);
  return { v: Math.sqrt(phi / Math.min(r - 1, c - 1)), adjusted: Math.sqrt(corrected / Math.min(shrink(r) - 1, shrink(c) - 1)) };
}

/** Cohen's h, the difference of two proportions on the arcsine scale. */
export function cohensH(p1: number, p2: number): number {
  return 2 * asin(Math.sqrt(p1)) - 2 * asin(Math.sqrt(p2));
}

/** Risks in two groups compared. */
export interface RiskComparison {
  oddsRatio: IntervalEstimate;
  riskRatio: IntervalEstimate;
  riskDifference: number;
}

/**
 * Odds ratio and risk ratio of a 2x2 table with Wald intervals on the log scale; an empty cell gives 0 or Infinity and a NaN
 * interval.
 *
 * @param events, others counts with and without the event in the first group
 * @param controlEvents, controlOthers the same in the second group
 * Source: Woolf (1955); Katz et al. (1978).
 */
export function compareRisks(
  events: number,
  others: number,
  controlEvents: number,
  controlOthers: number,
  level = 0.95,
): RiskComparison {
  const [n, m] = [events + others, controlEvents + controlOthers];
  const z = normal.quantileUpper((1 - level) / 2);
  const ratio = (estimate: number, variance: number): IntervalEstimate => {
    const half = z * Math.sqrt(variance);
    const usable = estimate > 0 && estimate < Infinity;
    return { estimate, lower: usable ? exp(log(estimate) - half) : NaN, upper: usable ? exp(log(estimate) + half) : NaN };
  };
  const odds = (events * controlOthers) / (others * controlEvents);
  const risk = events / n / (controlEvents / m);
  return {
    oddsRatio: ratio(odds, 1 / events + 1 / others + 1 / controlEvents + 1 / controlOthers),
    riskRatio: ratio(risk, 1 / events - 1 / n + 1 / controlEvents - 1 / m),
    riskDifference: events / n - controlEvents / m,
  };
}
