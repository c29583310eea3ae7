import { normal } from '../distributions/index.ts';

/** Kendall's rank correlation (tau-b) with its test. */
export interface KendallTest {
  tau: number;
  /** Number of concordant pairs when exact, else the standardized score z. */
  statistic: number;
  pvalue: number;
  /** Whether p comes from the exact distribution (no ties, fewer than 50 pairs) or from the normal approximation. */
  exact: boolean;
}

/** Number of permutations of n values for each number of concordant pairs, as proportions (sums to 1). */
export function kendallDistribution(n: number): Float64Array {
  let counts = Float64Array.of(1);
  for (let m = 2; m <= n; m++) {
    const next = new Float64Array(counts.length + m - 1);
    for (let i = 0; i < counts.length; i++) for (let j = 0; j < m; j++) next[i + j] += counts[i] / m;
    counts = next;
  }
  return counts;
}

/**
 * Kendall's tau-b. The p-value is exact without ties and below 50 pairs, otherwise normal with the tie-corrected variance
 * (Kendall 1970), as R's `cor.test(method = "kendall")`.
 *
 * @throws RangeError for fewer than two pairs or a variable that does not vary
 */
export function kendallTest(x: ArrayLike<number>, y: ArrayLike<number>): KendallTest {
  const n = x.length;
  if (n < 2 || y.length !== n) throw new RangeError('Kendall’s tau needs two equally long samples of at least two values');
  let score = 0;
  let concordant = 0;
  let pairsX = 0;
  let pairsY = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.sign(x[i] - x[j]);
      const dy = Math.sign(y[i] - y[j]);
      score += dx * dy;
      if (dx * dy > 0) concordant++;
      if (dx !== 0) pairsX++;
      if (dy !== 0) pairsY++;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  const tau = score / Math.sqrt(pairsX * pairsY);
  if (!Number.isFinite(tau)) throw new RangeError('one of the two variables does not vary');
  if (pairsX === pairs && pairsY === pairs && n < 50)
    return { tau, statistic: concordant, pvalue: exactPvalue(concordant, n), exact: true };
  const z = score / Math.sqrt(scoreVariance(x, y));
  return { tau, statistic: z, pvalue: 2 * normal.upper(Math.abs(z)), exact: false };
}

function exactPvalue(concordant: number, n: number): number {
  const distribution = kendallDistribution(n);
  let lower = 0;
  for (let i = 0; i <= concordant; i++) lower += distribution[i];
  let upper = 0;
  for (let i = concordant; i < distribution.length; i++) upper += distribution[i];
  return Math.min(1, 2 * Math.min(lower, upper));
}

function tieGroups(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

function scoreVariance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  const sum = (groups: number[], term: (t: number) => number): number => groups.reduce((total, t) => total + term(t), 0);
  const tiesX = tieGroups(x);
  const tiesY = tieGroups(y);
  const five = (t: number): number => t * (t - 1) * (2 * t + 5);
  const two = (t: number): number => t * (t - 1);
  const three = (t: number): number => t * (t - 1) * (t - 2);
  const main = (five(n) - sum(tiesX, five) - sum(tiesY, five)) / 18;
  const second = n > 2 ? (sum(tiesX, three) * sum(tiesY, three)) / (9 * n * (n - 1) * (n - 2)) : 0;
  return main + (sum(tiesX, two) * sum(tiesY, two)) / (2 * n * (n - 1)) + second;
}
