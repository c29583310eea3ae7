import { chiSquared } from '../distributions/index.ts';
import { pow } from '../elementary/index.ts';
import { cholesky, choleskySolve, dot } from '../linear-algebra/index.ts';
import { checkedEvents, orderByTime } from './censored.ts';

export interface LogRankTest {
  statistic: number;
  df: number;
  pvalue: number;
  /** Weighted numbers of events per group, seen and expected if no group differed. */
  observed: Float64Array;
  expected: Float64Array;
  /** Covariance of observed - expected, groups x groups. */
  variance: Float64Array;
}

export interface LogRankOptions {
  /** Group number of a stratum (litter, batch) within which alone animals are compared. */
  strata?: ArrayLike<number>;
  /** Weight S(t-)^rho: 0 the log-rank test, 1 Peto & Peto's, which heeds early differences more (Harrington & Fleming 1982). */
  rho?: number;
}

interface Sums {
  observed: Float64Array;
  expected: Float64Array;
  variance: Float64Array;
}

/** Adds one stratum, its rows in ascending time. */
function addStratum(
  rows: Int32Array,
  times: ArrayLike<number>,
  marks: Uint8Array,
  groups: ArrayLike<number>,
  rho: number,
  sums: Sums,
): void {
  const k = sums.observed.length;
  const atRisk = new Float64Array(k);
  for (const row of rows) atRisk[groups[row]]++;
  let survival = 1;
  for (let start = 0; start < rows.length; ) {
    const n = rows.length - start;
    const deaths = new Float64Array(k);
    let end = start;
    for (; end < rows.length && times[rows[end]] === times[rows[start]]; end++) deaths[groups[rows[end]]] += marks[rows[end]];
    const d = deaths.reduce((a, b) => a + b, 0);
    if (d > 0) {
      const weight = rho === 0 ? 1 : pow(survival, rho);
      const spread = n > 1 ? (weight * weight * d * (n - d)) / (n * n * (n - 1)) : 0;
      for (let g = 0; g < k; g++) {
        sums.observed[g] += weight * deaths[g];
        sums.expected[g] += (weight * d * atRisk[g]) / n;
        for (let h = 0; h < k; h++) sums.variance[g * k + h] += spread * ((g === h ? n * atRisk[g] : 0) - atRisk[g] * atRisk[h]);
      }
      survival *= (n - d) / n;
    }
    for (let i = start; i < end; i++) atRisk[groups[rows[i]]]--;
    start = end;
  }
}

/**
 * Log-rank test that groups have the same latencies, censored ones included, as R's `survdiff`: weighted, stratified, for any number of groups.
 *
 * @param groups group number (from 0) of each animal
 * @throws RangeError when there is no event, fewer than two groups were ever at risk together, or as {@link checkedEvents}
 */
export function logRankTest(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  groups: ArrayLike<number>,
  options: LogRankOptions = {},
): LogRankTest {
  const { strata, rho = 0 } = options;
  const marks = checkedEvents(times, events);
  const k = Array.from(groups).reduce((most, g) => Math.max(most, g + 1), 0);
  if (!marks.includes(1)) throw new RangeError('no animal had the event: there is nothing to compare');
  const byStratum = new Map<number, number[]>();
  for (const row of orderByTime(times)) {
    const stratum = strata?.[row] ?? 0;
    const rows = byStratum.get(stratum);
    if (rows === undefined) byStratum.set(stratum, [row]);
    else rows.push(row);
  }
  const sums: Sums = { observed: new Float64Array(k), expected: new Float64Array(k), variance: new Float64Array(k * k) };
  for (const rows of byStratum.values()) addStratum(Int32Array.from(rows), times, marks, groups, rho, sums);
  return { ...chiSquaredOf(sums, k), ...sums };
}

/** Quadratic form of observed - expected over all groups ever expected to have an event but the last of them. */
function chiSquaredOf({ observed, expected, variance }: Sums, k: number): { statistic: number; df: number; pvalue: number } {
  const used = Array.from({ length: k }, (_, g) => g)
    .filter((g) => expected[g] > 0)
    .slice(0, -1);
  const df = used.length;
  const gaps = Float64Array.from(used, (g) => observed[g] - expected[g]);
  const matrix = Float64Array.from(used.flatMap((g) => used.map((h) => variance[g * k + h])));
  const root = df > 0 ? cholesky(matrix, df) : undefined;
  if (root === undefined) throw new RangeError('no two groups were at risk together at the time of an event');
  const statistic = dot(gaps, choleskySolve(root, gaps, df));
  return { statistic, df, pvalue: chiSquared.upper(statistic, df) };
}
