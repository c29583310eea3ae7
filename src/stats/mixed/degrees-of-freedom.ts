import { cholesky, solveLower, symmetricEigen } from '../linear-algebra/index.ts';
import { type InferenceMatrices, rowForm } from './inference-matrices.ts';
import type { ParameterCovariance } from './parameter-covariance.ts';

/** Denominator degrees of freedom and F of a hypothesis; for one row F is t^2. */
export interface FTest {
  readonly numDf: number;
  readonly denDf: number;
  readonly F: number;
}

/** w'X_k w for every parameter k, of whitened contrast `row`. */
function forms(matrices: InferenceMatrices, rows: Float64Array, row: number): Float64Array {
  return Float64Array.from(matrices.first, (one) => rowForm(one, rows, row, matrices.p));
}

function quadratic(a: ParameterCovariance, x: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += x[i] * a[i * n + j] * x[j];
  return sum;
}

/**
 * Degrees of freedom 2 v^2 / Var(v) of the variance v of one contrast: Satterthwaite's with the observed, Kenward and
 * Roger's with the expected parameter covariance (to which their formulas reduce for one row).
 */
export function contrastDf(
  matrices: InferenceMatrices,
  covariance: ParameterCovariance,
  rows: Float64Array,
  row: number,
): number {
  const { p } = matrices;
  let variance = 0;
  for (let i = 0; i < p; i++) variance += rows[row * p + i] * rows[row * p + i];
  return (2 * variance * variance) / quadratic(covariance, forms(matrices, rows, row));
}

/** Rows that span the same space as whitened contrasts, orthonormal (so each has variance 1), by decreasing share. */
export function orthonormalRows(rows: Float64Array, q: number, p: number): { rows: Float64Array; rank: number } {
  const gram = new Float64Array(q * q);
  for (let i = 0; i < q; i++)
    for (let j = 0; j < q; j++) for (let k = 0; k < p; k++) gram[i * q + j] += rows[i * p + k] * rows[j * p + k];
  const { values, vectors } = symmetricEigen(gram, q);
  const rank = values.reduce((sum, value) => sum + (value > 1e-12 * values[0] ? 1 : 0), 0);
  const out = new Float64Array(rank * p);
  for (let e = 0; e < rank; e++)
    for (let k = 0; k < p; k++)
      for (let i = 0; i < q; i++) out[e * p + k] += (vectors[i * q + e] * rows[i * p + k]) / Math.sqrt(values[e]);
  return { rows: out, rank };
}

/**
 * Satterthwaite's F test of several contrasts (Fai and Cornelius 1996, as in lmerTest): the eigen-contrasts are independent
 * t statistics whose squares are averaged, and the denominator degrees of freedom match the mean of that average.
 *
 * @param rows whitened contrasts, q x p
 * @param coefficients whitened coefficients (variance 1 each)
 */
export function satterthwaiteF(
  matrices: InferenceMatrices,
  covariance: ParameterCovariance,
  rows: Float64Array,
  q: number,
  coefficients: Float64Array,
): FTest {
  const { p } = matrices;
  const eigen = orthonormalRows(rows, q, p);
  const rank = eigen.rank;
  const df: number[] = [];
  let sum = 0;
  for (let e = 0; e < rank; e++) {
    let t = 0;
    for (let k = 0; k < p; k++) t += eigen.rows[e * p + k] * coefficients[k];
    sum += t * t;
    df.push(contrastDf(matrices, covariance, eigen.rows, e));
  }
  return { numDf: rank, denDf: combinedDf(df), F: sum / rank };
}

function combinedDf(df: readonly number[]): number {
  const q = df.length;
  if (q === 1) return df[0];
  if (df.every((one) => Math.abs(one - df[0]) < 1e-8 * df[0])) return df.reduce((sum, one) => sum + one, 0) / q;
  if (df.some((one) => one <= 2)) return 2;
  const expectation = df.reduce((sum, one) => sum + one / (one - 2), 0);
  return (2 * expectation) / (expectation - q);
}

/** Kenward and Roger's (1997) adjusted covariance in whitened coordinates: I + 2 sum W_kl (Q_kl - P_k P_l). */
export function adjustedCovariance(matrices: InferenceMatrices, covariance: ParameterCovariance): Float64Array {
  const { p, count, first, second } = matrices;
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++) out[i * p + i] = 1;
  for (let k = 0; k < count; k++) {
    for (let l = 0; l <= k; l++) {
      const weight = 2 * covariance[k * count + l];
      const product = second[k * count + l];
      if (weight === 0 || product === undefined) continue;
      for (let i = 0; i < p; i++) {
        for (let j = 0; j < p; j++) {
          let value = product[i * p + j];
          for (let r = 0; r < p; r++) value -= first[k][i * p + r] * first[l][r * p + j];
          // The pair (l, k) contributes the transpose.
          if (k === l) out[i * p + j] += weight * value;
          else {
            out[i * p + j] += weight * value;
            out[j * p + i] += weight * value;
          }
        }
      }
    }
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) out[i * p + j] = out[j * p + i] = (out[i * p + j] + out[j * p + i]) / 2;
  return out;
}

/**
 * Kenward and Roger's F test, with the scale factor lambda folded into F.
 *
 * @param adjusted from {@link adjustedCovariance}
 * @param rows whitened contrasts, q x p
 * @param coefficients whitened coefficients
 */
export function kenwardRogerF(
  matrices: InferenceMatrices,
  covariance: ParameterCovariance,
  adjusted: Float64Array,
  rows: Float64Array,
  q: number,
  coefficients: Float64Array,
): FTest & { readonly lambda: number } {
  const { p, count, first } = matrices;
  const { rows: basis, rank } = orthonormalRows(rows, q, p);
  const projected = first.map((one) => projectForm(one, basis, rank, p));
  let a1 = 0;
  let a2 = 0;
  for (let k = 0; k < count; k++) {
    for (let l = 0; l < count; l++) {
      const weight = covariance[k * count + l];
      a1 += weight * traceOf(projected[k], rank) * traceOf(projected[l], rank);
      for (let i = 0; i < rank * rank; i++) a2 += weight * projected[k][i] * projected[l][i];
    }
  }
  const { lambda, denDf } = kenwardRogerScale(rank, a1, a2);
  const lower = cholesky(projectForm(adjusted, basis, rank, p), rank);
  if (lower === undefined) return { numDf: rank, denDf, F: NaN, lambda };
  const estimates = new Float64Array(rank);
  for (let e = 0; e < rank; e++) for (let k = 0; k < p; k++) estimates[e] += basis[e * p + k] * coefficients[k];
  const white = solveLower(lower, estimates, rank);
  const wald = white.reduce((sum, one) => sum + one * one, 0) / rank;
  return { numDf: rank, denDf, F: lambda * wald, lambda };
}

/** Moments matched to an F distribution; A1 = A2 for one row, where lambda is 1 and the df are 2 / A. */
function kenwardRogerScale(q: number, a1: number, a2: number): { lambda: number; denDf: number } {
  if (q === 1) return { lambda: 1, denDf: 2 / a2 };
  const b = (a1 + 6 * a2) / (2 * q);
  const g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2);
  const scale = 3 * q + 2 * (1 - g);
  const c1 = g / scale;
  const c2 = (q - g) / scale;
  const c3 = (q + 2 - g) / scale;
  const top = 1 + c1 * b;
  const shrink = 1 - a2 / q;
  // In balanced designs numerator and denominator can vanish together; their ratio is then 1, as in pbkrtest.
  const middle = 1 - c2 * b;
  const ratio = Math.abs(shrink) < 1e-14 && Math.abs(middle) < 1e-14 ? 1 : shrink / middle;
  const rho = (ratio * ratio * (Math.abs(top) < 1e-10 ? 0 : top)) / (q * (1 - c3 * b));
  const denDf = 4 + (q + 2) / (q * rho - 1);
  return { lambda: (denDf * shrink) / (denDf - 2), denDf };
}

/** E A E' for basis rows E. */
function projectForm(a: Float64Array, basis: Float64Array, rank: number, p: number): Float64Array {
  const half = new Float64Array(rank * p);
  for (let e = 0; e < rank; e++)
    for (let k = 0; k < p; k++) for (let l = 0; l < p; l++) half[e * p + l] += basis[e * p + k] * a[k * p + l];
  const out = new Float64Array(rank * rank);
  for (let e = 0; e < rank; e++)
    for (let f = 0; f < rank; f++) for (let l = 0; l < p; l++) out[e * rank + f] += half[e * p + l] * basis[f * p + l];
  return out;
}

function traceOf(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i * n + i];
  return sum;
}
