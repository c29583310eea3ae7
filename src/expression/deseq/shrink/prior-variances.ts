import { normal } from '../../../stats/index.ts';

const UPPER = 0.05;
const LARGEST = 10;

/**
 * Prior variance of one coefficient (log2 scale) from its unshrunken estimates: the weighted upper 5 % quantile of their sizes,
 * matched to that of a normal. Weights 1 / (1/mean + trend) are inverse variances of log counts. Source: DESeq2 1.38's
 * `estimateBetaPriorVar`.
 *
 * @param estimates log2 scale, NaN for genes without
 */
export function coefficientPriorVariance(estimates: Float64Array, baseMean: Float64Array, dispFit: Float64Array): number {
  const used = Array.from(estimates.keys()).filter((g) => Math.abs(estimates[g]) < LARGEST && Number.isFinite(dispFit[g]));
  const quantile = weightedUpperQuantile(
    Float64Array.from(used, (g) => Math.abs(estimates[g])),
    Float64Array.from(used, (g) => 1 / (1 / baseMean[g] + dispFit[g])),
  );
  const sd = quantile / normal.quantileUpper(UPPER / 2);
  return sd * sd;
}

/** The weighted 95 % quantile, weights scaled to sum to their number, order statistics interpolated. */
export function weightedUpperQuantile(values: Float64Array, weights: Float64Array): number {
  const n = values.length;
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const position = 1 + (n - 1) * (1 - UPPER);
  const low = Math.max(Math.floor(position), 1);
  const high = Math.min(low + 1, n);
  const reaching = (target: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += (weights[order[i]] / total) * n;
      const tied = i + 1 < n && values[order[i + 1]] === values[order[i]];
      if (!tied && sum >= target) return values[order[i]];
    }
    return values[order[n - 1]];
  };
  const share = position - Math.floor(position);
  return (1 - share) * reaching(low) + share * reaching(high);
}
