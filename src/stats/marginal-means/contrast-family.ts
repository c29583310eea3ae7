import { multiply, multiplyTransposedRight, qrDecomposition } from '../linear-algebra/index.ts';
import type { ContrastFamily } from './adjust-family.ts';
import type { Estimate } from './estimate.ts';
import type { MarginalMeans } from './marginal-means.ts';

function correlationOf(covariance: Float64Array, k: number): Float64Array {
  return covariance.map((value, index) => {
    const [i, j] = [Math.floor(index / k), index % k];
    if (i === j) return 1;
    return value / Math.sqrt(covariance[i * k + i] * covariance[j * k + j]);
  });
}

/** The family of contrasts with the combinations `l` (one row each), all of them estimable and with a standard error above 0. */
export function familyOf(
  estimates: readonly Estimate[],
  l: Float64Array,
  means: MarginalMeans,
  members: number,
  kind: ContrastFamily['kind'],
): ContrastFamily {
  const { covariance } = means.grid.model;
  const k = estimates.length;
  const p = means.grid.model.coefficients.length;
  const safe = covariance.map((value) => (Number.isNaN(value) ? 0 : value));
  const product = multiplyTransposedRight(multiply(l, safe, k, p, p), l, k, p, k);
  return {
    statistics: Float64Array.from(estimates, (one) => one.estimate / one.se),
    dfs: Float64Array.from(estimates, (one) => one.df),
    correlation: correlationOf(product, k),
    means: members,
    rank: qrDecomposition(l, k, p).rank,
    kind,
  };
}
