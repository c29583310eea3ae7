import { cholesky, choleskyInverse, multiply, solveGeneral } from '../linear-algebra/index.ts';
import type { GeePieces } from './fit-gee.ts';

/** `none`: the sandwich; `kauermann-carroll`: residuals times (I - H)^-1/2; `mancl-derouen`: times (I - H)^-1. */
export type GeeCorrection = 'none' | 'kauermann-carroll' | 'mancl-derouen';

/**
 * Robust covariance of the coefficients (p x p): A^-1 (sum D'V^-1 e e'V^-1 D) A^-1 with A = sum D'V^-1 D and corrected residuals e
 * (Mancl and DeRouen 2001, Kauermann and Carroll 2001).
 */
export function sandwichCovariance(clusters: readonly GeePieces[], p: number, correction: GeeCorrection): Float64Array {
  const bread = new Float64Array(p * p);
  for (const { n, d, inverse } of clusters) {
    const weighted = multiply(inverse, d, n, n, p);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) bread[j * p + k] += weighted[i * p + j] * d[i * p + k];
  }
  const lower = cholesky(bread, p);
  if (lower === undefined) return new Float64Array(p * p).fill(NaN);
  const model = choleskyInverse(lower, p);
  const meat = new Float64Array(p * p);
  for (const cluster of clusters) {
    const { n, d, inverse } = cluster;
    const weighted = multiply(inverse, d, n, n, p);
    const e = correctedResidual(cluster, model, weighted, p, correction);
    const score = new Float64Array(p);
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) score[j] += weighted[i * p + j] * e[i];
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) meat[j * p + k] += score[j] * score[k];
  }
  return multiply(multiply(model, meat, p, p, p), model, p, p, p);
}

/** Residuals freed of the pull of their own cluster, H = D A^-1 D'V^-1. */
function correctedResidual(
  { n, d, residual }: GeePieces,
  model: Float64Array,
  weighted: Float64Array,
  p: number,
  correction: GeeCorrection,
): Float64Array {
  if (correction === 'none') return residual;
  const left = new Float64Array(n * n);
  const half = multiply(d, model, n, p, p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < p; k++) sum -= half[i * p + k] * weighted[j * p + k];
      left[i * n + j] = sum;
    }
  if (correction === 'mancl-derouen') return solveGeneral(left, residual, n) ?? new Float64Array(n).fill(NaN);
  // I - H is not symmetric, so its root comes from an iteration.
  return inverseRoot(left, residual, n);
}

/** A^-1/2 r for a matrix with positive eigenvalues (Denman and Beavers 1976). */
function inverseRoot(a: Float64Array, r: Float64Array, n: number): Float64Array {
  let y = Float64Array.from(a);
  let z = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const unit = Float64Array.from(z);
  for (let round = 0; round < 60; round++) {
    const yInverse = solveGeneral(y, unit, n, n);
    const zInverse = solveGeneral(z, unit, n, n);
    if (yInverse === undefined || zInverse === undefined) return new Float64Array(n).fill(NaN);
    const nextY = y.map((one, i) => (one + zInverse[i]) / 2);
    const change = nextY.reduce((most, one, i) => Math.max(most, Math.abs(one - y[i])), 0);
    z = z.map((one, i) => (one + yInverse[i]) / 2);
    y = nextY;
    if (change < 1e-14) break;
  }
  return multiply(z, r, n, n, 1);
}
