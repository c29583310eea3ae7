import { cholesky, choleskyInverse } from '../linear-algebra/index.ts';
import { addTransposedProduct, dotAt, inverseUpperInto, multiplyInto } from './dense-kernels.ts';
import type { BlockLikelihood } from './likelihood.ts';

/**
 * What the approximate degrees of freedom need, in coordinates w of the fixed effects in which their covariance C is the
 * identity (w = R^-T l for a contrast l, X'V^-1X = R'R). Parameters: the linear covariance parameters, then the residual
 * variance.
 */
export interface InferenceMatrices {
  readonly p: number;
  /** Parameters, the residual variance included. */
  readonly count: number;
  /** R^-1, p x p upper triangular. */
  readonly upperInverse: Float64Array;
  /** X'V^-1 D_k V^-1 X for each parameter, p x p. */
  readonly first: readonly Float64Array[];
  /** X'V^-1 (D_k V^-1 D_l - D_kl / 4) V^-1 X, at [k * count + l] for l <= k; D_kl is 0 where V is linear. */
  readonly second: readonly (Float64Array | undefined)[];
}

/**
 * Computes the matrices at the covariances of the last solve.
 *
 * @param g0 residual variance of that solve
 * @param withSecond whether the second-order matrices (Kenward-Roger) are needed
 * @param curvature second derivatives D_kl of V (l <= k), pattern by pattern; undefined where V is linear
 */
export function inferenceMatrices(
  likelihood: BlockLikelihood,
  g0: number,
  withSecond: boolean,
  curvature?: (k: number, l: number) => Float64Array | undefined,
): InferenceMatrices {
  const { system, inverse, inverseX, information } = likelihood;
  const { p, offsets, squares, derivatives, patterns, restXX } = system;
  const count = likelihood.all;
  const upperInverse = new Float64Array(p * p);
  inverseUpperInto(upperInverse, information, p, new Float64Array(p * p));
  const first = Array.from({ length: count }, () => new Float64Array(p * p));
  const second = Array.from({ length: count * count }, (_, i) =>
    withSecond && i % count <= Math.floor(i / count) ? new Float64Array(p * p) : undefined,
  );
  const white = new Float64Array(inverseX.length);
  multiplyInto(white, 0, inverseX, 0, upperInverse, 0, offsets[patterns.length], p, p);
  patterns.forEach(({ size, carriers }, b) => {
    const rows = size * carriers;
    const part = white.subarray(offsets[b] * p, offsets[b] * p + rows * p);
    const moved = Array.from({ length: count }, (_, k) => {
      if (k === derivatives.length) return part;
      const out = new Float64Array(rows * p);
      multiplyInto(out, 0, derivatives[k], squares[b], part, 0, size, size, carriers * p);
      return out;
    });
    for (let k = 0; k < count; k++) addTransposedProduct(first[k], part, 0, moved[k], 0, rows, p, p);
    if (!withSecond) return;
    const smoothed = new Float64Array(rows * p);
    if (curvature !== undefined) subtractCurvature(second, curvature, squares[b], part, size, carriers, p, count);
    for (let k = 0; k < count; k++) {
      multiplyInto(smoothed, 0, inverse, squares[b], moved[k], 0, size, size, carriers * p);
      for (let l = 0; l <= k; l++) {
        const target = second[k * count + l];
        if (target !== undefined) addTransposedProduct(target, smoothed, 0, moved[l], 0, rows, p, p);
      }
    }
  });
  if (system.residual) addRest(first, second, restXX, upperInverse, p, count, g0);
  return { p, count, upperInverse, first, second };
}

/** Subtracts X'V^-1 D_kl V^-1 X / 4 of one pattern (Kenward and Roger 1997, R_ij). */
function subtractCurvature(
  second: readonly (Float64Array | undefined)[],
  curvature: (k: number, l: number) => Float64Array | undefined,
  at: number,
  part: Float64Array,
  size: number,
  carriers: number,
  p: number,
  count: number,
): void {
  const rows = size * carriers;
  const moved = new Float64Array(rows * p);
  for (let k = 0; k < count; k++) {
    for (let l = 0; l <= k; l++) {
      const derivative = curvature(k, l);
      const target = second[k * count + l];
      if (derivative === undefined || target === undefined) continue;
      multiplyInto(moved, 0, derivative, at, part, 0, size, size, carriers * p);
      for (let i = 0; i < rows * p; i++) moved[i] *= -0.25;
      addTransposedProduct(target, part, 0, moved, 0, rows, p, p);
    }
  }
}

/** The coordinates without random effects: V = g0 I there, and only the residual variance acts. */
function addRest(
  first: readonly Float64Array[],
  second: readonly (Float64Array | undefined)[],
  restXX: Float64Array,
  upperInverse: Float64Array,
  p: number,
  count: number,
  g0: number,
): void {
  if (!(g0 > 0)) return;
  const half = new Float64Array(p * p);
  const white = new Float64Array(p * p);
  multiplyInto(half, 0, restXX, 0, upperInverse, 0, p, p, p);
  addTransposedProduct(white, upperInverse, 0, half, 0, p, p, p);
  for (let i = 0; i < p * p; i++) {
    first[count - 1][i] += white[i] / (g0 * g0);
    const target = second[count * count - 1];
    if (target !== undefined) target[i] += white[i] / (g0 * g0 * g0);
  }
}

/** w = R^-T l for contrasts l given as rows (q x p). */
export function whitenRows(upperInverse: Float64Array, rows: Float64Array, q: number, p: number): Float64Array {
  const out = new Float64Array(q * p);
  multiplyInto(out, 0, rows, 0, upperInverse, 0, q, p, p);
  return out;
}

/** w'A w for row `row` of whitened contrasts. */
export function rowForm(a: Float64Array, rows: Float64Array, row: number, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) sum += rows[row * p + i] * dotAt(a, i * p, rows, row * p, p);
  return sum;
}

/** Inverse of a symmetric positive definite matrix, or undefined. */
export function inversePositive(a: Float64Array, n: number): Float64Array | undefined {
  const factor = cholesky(a, n);
  return factor === undefined ? undefined : choleskyInverse(factor, n);
}
