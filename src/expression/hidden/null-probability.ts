import { binnedDensity, crossValidatedSpline, normal, ruleOfThumbBandwidth } from '../../stats/index.ts';

const EDGE = 1e-8;
const BANDWIDTH_FACTOR = 1.5;
/** P-values above this are taken to be null. */
const NULL_ABOVE = 0.8;

/**
 * Probability that each gene is null, given all p-values: the share of nulls times the normal density over the density of the
 * probit-transformed p-values, never falling with p (Storey & Tibshirani 2003; the local false discovery rate of package sva,
 * whose kernel, bandwidth and spline these are).
 *
 * @param pvalues none missing
 */
export function nullProbabilities(pvalues: Float64Array): Float64Array {
  const above = pvalues.reduce((count, p) => count + (p >= NULL_ABOVE ? 1 : 0), 0);
  const share = Math.min(1, above / pvalues.length / (1 - NULL_ABOVE));
  const z = pvalues.map((p) => normal.quantile(Math.min(Math.max(p, EDGE), 1 - EDGE)));
  const density = binnedDensity(z, BANDWIDTH_FACTOR * ruleOfThumbBandwidth(z));
  const smooth = crossValidatedSpline(density.x, density.y);
  const order = Int32Array.from(pvalues.keys()).sort((a, b) => pvalues[a] - pvalues[b] || a - b);
  const out = new Float64Array(pvalues.length);
  let least = -Infinity;
  for (const g of order) {
    least = Math.max(least, Math.min(1, (share * normal.density(z[g])) / smooth(z[g])));
    out[g] = least;
  }
  return out;
}
