import { beta, binomial, chiSquared, normal } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import {
  type ConditionalDistribution,
  conditionalDistribution,
  conditionalPvalue,
  oddsRatioOf,
  probabilitiesAt,
} from './fisher-exact.ts';
import type { GroupTest } from './rank-groups.ts';

export interface ChiSquaredTest extends GroupTest {
  /** Expected counts and standardized residuals, row-major. */
  expected: Float64Array;
  standardizedResiduals: Float64Array;
}

/** Pearson's chi-squared test of an r x c table (row-major); Yates' correction for 2 x 2 unless switched off, as R's `chisq.test`. */
export function chiSquaredTest(table: ArrayLike<number>, columns: number, correction = true): ChiSquaredTest {
  const rows = table.length / columns;
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(columns);
  let total = 0;
  for (let at = 0; at < table.length; at++) {
    rowTotals[Math.floor(at / columns)] += table[at];
    columnTotals[at % columns] += table[at];
    total += table[at];
  }
  const expected = Float64Array.from(
    { length: table.length },
    (_, at) => (rowTotals[Math.floor(at / columns)] * columnTotals[at % columns]) / total,
  );
  if (expected.some((one) => one === 0)) throw new RangeError('a row or column of the table is empty');
  const gaps = expected.map((one, at) => Math.abs(table[at] - one));
  const yates = correction && rows === 2 && columns === 2 ? Math.min(0.5, ...gaps) : 0;
  const statistic = gaps.reduce((sum, gap, at) => sum + ((gap - yates) * (gap - yates)) / expected[at], 0);
  const df = (rows - 1) * (columns - 1);
  const standardizedResiduals = expected.map((one, at) => {
    const spread = one * (1 - rowTotals[Math.floor(at / columns)] / total) * (1 - columnTotals[at % columns] / total);
    return (table[at] - one) / Math.sqrt(spread);
  });
  return { statistic, df, pvalue: chiSquared.upper(statistic, df), expected, standardizedResiduals };
}

/** McNemar's test of a 2 x 2 table of pairs [a, b; c, d], with continuity correction. */
export function mcNemarTest(table: readonly [number, number, number, number]): GroupTest {
  const [, b, c] = table;
  if (b + c === 0) throw new RangeError('no discordant pairs');
  const gap = Math.max(0, Math.abs(b - c) - 1);
  const statistic = (gap * gap) / (b + c);
  return { statistic, df: 1, pvalue: chiSquared.upper(statistic, 1) };
}

export interface MantelHaenszelTest extends GroupTest {
  oddsRatio: number;
  low: number;
  high: number;
}

/** Cochran-Mantel-Haenszel test of 2 x 2 tables [a, b; c, d] over strata, with the common odds ratio (Robins, Breslow & Greenland 1986). */
export function mantelHaenszelTest(strata: readonly (readonly [number, number, number, number])[]): MantelHaenszelTest {
  let deviation = 0;
  let variance = 0;
  const sums = { r: 0, s: 0, pr: 0, psqr: 0, qs: 0 };
  for (const [a, b, c, d] of strata) {
    const n = a + b + c + d;
    deviation += a - ((a + b) * (a + c)) / n;
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
    const r = (a * d) / n;
    const s = (b * c) / n;
    const p = (a + d) / n;
    const q = (b + c) / n;
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.psqr += p * s + q * r;
    sums.qs += q * s;
  }
  const gap = Math.abs(deviation) >= 0.5 ? Math.abs(deviation) - 0.5 : Math.abs(deviation);
  const statistic = (gap * gap) / variance;
  const oddsRatio = sums.r / sums.s;
  const se = Math.sqrt(sums.pr / (2 * sums.r * sums.r) + sums.psqr / (2 * sums.r * sums.s) + sums.qs / (2 * sums.s * sums.s));
  const half = normal.quantileUpper(0.025) * se;
  return {
    statistic,
    df: 1,
    pvalue: chiSquared.upper(statistic, 1),
    oddsRatio,
    low: exp(log(oddsRatio) - half),
    high: exp(log(oddsRatio) + half),
  };
}

/** Exact conditional test of a common odds ratio of 1 over strata of 2 x 2 tables, as `mantelhaen.test(exact = TRUE)`. */
export function mantelHaenszelExactTest(strata: readonly (readonly [number, number, number, number])[]): {
  statistic: number;
  pvalue: number;
  oddsRatio: number;
  low: number;
  high: number;
} {
  const statistic = strata.reduce((sum, table) => sum + table[0], 0);
  const sum = strata.map((table) => conditionalDistribution(...table)).reduce(convolved);
  return { statistic, pvalue: conditionalPvalue(sum, statistic, 'two-sided'), ...oddsRatioOf(sum, statistic, 'two-sided', 0.95) };
}

function convolved(a: ConditionalDistribution, b: ConditionalDistribution): ConditionalDistribution {
  const p = probabilitiesAt(a, 1);
  const q = probabilitiesAt(b, 1);
  const sum = new Float64Array(p.length + q.length - 1);
  for (let i = 0; i < p.length; i++) for (let j = 0; j < q.length; j++) sum[i + j] += p[i] * q[j];
  return { first: a.first + b.first, logWeights: sum.map(log) };
}

function requireProportion(successes: number, trials: number): void {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || trials < 1 || successes > trials)
    throw new RangeError(`${successes} successes of ${trials} trials are not a proportion`);
}

/** Exact binomial test with the Clopper-Pearson interval, as R's `binom.test`. Throws RangeError for impossible counts. */
export function binomialTest(
  successes: number,
  trials: number,
  probability = 0.5,
): { pvalue: number; estimate: number; low: number; high: number } {
  requireProportion(successes, trials);
  const bar = binomial.density(successes, trials, probability) * (1 + 1e-7);
  let pvalue = 0;
  for (let k = 0; k <= trials; k++) {
    const p = binomial.density(k, trials, probability);
    if (p <= bar) pvalue += p;
  }
  return {
    pvalue: Math.min(1, pvalue),
    estimate: successes / trials,
    low: successes === 0 ? 0 : beta.quantile(0.025, successes, trials - successes + 1),
    high: successes === trials ? 1 : beta.quantileUpper(0.025, successes + 1, trials - successes),
  };
}

/** One proportion against `probability` (score test) with Wilson's interval, as `prop.test(correct = FALSE)`. */
export function wilsonTest(
  successes: number,
  trials: number,
  probability = 0.5,
): GroupTest & { estimate: number; low: number; high: number } {
  requireProportion(successes, trials);
  const p = successes / trials;
  const statistic = (trials * (p - probability) * (p - probability)) / (probability * (1 - probability));
  const z = normal.quantileUpper(0.025);
  const square = (z * z) / trials;
  const center = p + square / 2;
  const half = z * Math.sqrt((p * (1 - p)) / trials + square / (4 * trials));
  return {
    statistic,
    df: 1,
    pvalue: chiSquared.upper(statistic, 1),
    estimate: p,
    low: (center - half) / (1 + square),
    high: (center + half) / (1 + square),
  };
}

/** Two proportions with Yates' correction, as `prop.test(c(a, b), c(n, m))`. */
export function twoProportionsTest(
  first: readonly [number, number],
  second: readonly [number, number],
): GroupTest & { difference: number; low: number; high: number } {
  const [a, n] = first;
  const [b, m] = second;
  const table = [a, n - a, b, m - b];
  const { statistic, df, pvalue } = chiSquaredTest(table, 2);
  const [p, q] = [a / n, b / m];
  const yates = Math.min(0.5, Math.abs(p - q) / (1 / n + 1 / m));
  const half = normal.quantileUpper(0.025) * Math.sqrt((p * (1 - p)) / n + (q * (1 - q)) / m) + yates * (1 / n + 1 / m);
  return { statistic, df, pvalue, difference: p - q, low: Math.max(-1, p - q - half), high: Math.min(1, p - q + half) };
}

/** Chi-squared test for a linear trend in proportions (Cochran-Armitage), as `prop.trend.test`. */
export function proportionTrendTest(
  successes: ArrayLike<number>,
  trials: ArrayLike<number>,
  scores: ArrayLike<number>,
): GroupTest {
  const k = trials.length;
  let total = 0;
  let hits = 0;
  let center = 0;
  for (let i = 0; i < k; i++) {
    total += trials[i];
    hits += successes[i];
    center += trials[i] * scores[i];
  }
  const p = hits / total;
  center /= total;
  let slope = 0;
  let spread = 0;
  for (let i = 0; i < k; i++) {
    slope += (successes[i] - trials[i] * p) * (scores[i] - center);
    spread += trials[i] * (scores[i] - center) * (scores[i] - center);
  }
  const statistic = (slope * slope) / (p * (1 - p) * spread);
  return { statistic, df: 1, pvalue: chiSquared.upper(statistic, 1) };
}
