import { pow } from '../elementary/index.ts';

/** Working correlation of the values of one cluster, in the order of their rows (ar1: of their positions). */
export type WorkingCorrelation = 'independence' | 'exchangeable' | 'ar1';

/** Standardized residuals of one cluster with the positions of its rows. */
export interface ClusterResiduals {
  readonly residuals: Float64Array;
  readonly positions: Float64Array;
}

/**
 * Moment estimate of the correlation: the mean product of pairs of standardized residuals (for ar1, of neighbours), divided
 * by the scale, as geepack's estimating equation gives it for an exchangeable structure.
 */
export function correlationParameter(kind: WorkingCorrelation, clusters: readonly ClusterResiduals[], scale: number): number {
  if (kind === 'independence') return 0;
  let sum = 0;
  let pairs = 0;
  for (const { residuals, positions } of clusters) {
    for (let i = 0; i < residuals.length; i++) {
      for (let j = 0; j < i; j++) {
        if (kind === 'ar1' && Math.abs(positions[i] - positions[j]) !== 1) continue;
        sum += residuals[i] * residuals[j];
        pairs++;
      }
    }
  }
  return pairs === 0 ? 0 : sum / (pairs * scale);
}

/** The working correlation matrix of a cluster, n x n. */
export function workingMatrix(kind: WorkingCorrelation, alpha: number, positions: Float64Array): Float64Array {
  const n = positions.length;
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return 1;
    if (kind === 'independence') return 0;
    if (kind === 'exchangeable') return alpha;
    const lag = Math.abs(positions[i] - positions[j]);
    const power = pow(Math.abs(alpha), lag);
    return alpha < 0 && lag % 2 === 1 ? -power : power;
  });
}
