import { maximumT } from '../../stats/index.ts';
import type { Estimate, OutcomeFit } from './fit-outcome.ts';

/**
 * P-values of several comparisons with one control, adjusted together: the probability that the largest of the correlated t
 * statistics is as large (Dunnett 1955, generalized to any model by Hothorn, Bretz & Westfall 2008 Biom J 50:346). The smallest
 * degrees of freedom stand for all.
 *
 * @param weights of the coefficients, one row per comparison; null where it cannot be estimated
 * @returns NaN where there is no p-value; the p-value itself when there is only one comparison
 */
export function adjustAgainstControl(
  fit: OutcomeFit,
  weights: readonly (Float64Array | null)[],
  estimates: readonly Estimate[],
): Float64Array {
  const adjusted = new Float64Array(estimates.length).fill(NaN);
  const usable = [...estimates.keys()].filter((i) => weights[i] !== null && Number.isFinite(estimates[i].statistic));
  const k = usable.length;
  if (k < 2) {
    for (const i of usable) adjusted[i] = estimates[i].pvalue;
    return adjusted;
  }
  const covariance = fit.covariance();
  const rows = usable.map((i) => weights[i] as Float64Array);
  const correlation = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      correlation[i * k + j] =
        i === j
          ? 1
          : product(rows[i], rows[j], covariance) /
            Math.sqrt(product(rows[i], rows[i], covariance) * product(rows[j], rows[j], covariance));
  const largest = maximumT(correlation, k);
  const df = Math.min(...usable.map((i) => estimates[i].df));
  for (const i of usable) adjusted[i] = Math.max(estimates[i].pvalue, largest.upper(Math.abs(estimates[i].statistic), df));
  return adjusted;
}

/** a' V b over the coefficients with weight. */
function product(a: Float64Array, b: Float64Array, covariance: Float64Array): number {
  const p = a.length;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    if (a[i] === 0) continue;
    for (let j = 0; j < p; j++) if (b[j] !== 0) sum += a[i] * b[j] * covariance[i * p + j];
  }
  return sum;
}
