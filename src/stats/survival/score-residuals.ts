import { exp } from '../elementary/index.ts';
import { type HazardData, linearPredictors } from './partial-likelihood.ts';

/**
 * Score residuals of a proportional-hazards model (n x p row-major): what each animal adds to the score, as an event and by being at risk.
 * Their sums over litters give the sandwich variance. For Efron's and Breslow's ties (Therneau & Grambsch 2000, section 4.6).
 */
export function scoreResiduals(data: HazardData, coefficients: ArrayLike<number>): Float64Array {
  const { n, p, x, ties } = data;
  const eta = linearPredictors(data, coefficients);
  const top = eta.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = eta.map((one) => exp(one - top));
  const residuals = new Float64Array(n * p);
  for (const event of data.eventTimes) {
    const rows = event.order.subarray(0, event.riskCount);
    const deaths = event.deaths.length;
    const dying = new Set(event.deaths);
    for (let d = 0; d < deaths; d++) {
      const left = ties === 'efron' ? d / deaths : 0;
      const share = (row: number): number => weights[row] * (dying.has(row) ? 1 - left : 1);
      let total = 0;
      const means = new Float64Array(p);
      for (const row of rows) {
        total += share(row);
        for (let j = 0; j < p; j++) means[j] += share(row) * x[row * p + j];
      }
      for (let j = 0; j < p; j++) means[j] /= total;
      for (const row of rows) {
        const factor = (dying.has(row) ? 1 / deaths : 0) - share(row) / total;
        for (let j = 0; j < p; j++) residuals[row * p + j] += factor * (x[row * p + j] - means[j]);
      }
    }
  }
  return residuals;
}

/** Sums of rows by cluster, one row of p per cluster. */
export function sumsByCluster(residuals: Float64Array, p: number, clusters: ArrayLike<number>): Float64Array {
  const places = new Map<number, number>();
  for (let i = 0; i < clusters.length; i++) if (!places.has(clusters[i])) places.set(clusters[i], places.size);
  const sums = new Float64Array(places.size * p);
  for (let i = 0; i < clusters.length; i++)
    for (let j = 0; j < p; j++) sums[(places.get(clusters[i]) ?? 0) * p + j] += residuals[i * p + j];
  return sums;
}
