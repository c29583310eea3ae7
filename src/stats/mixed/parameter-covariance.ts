import { symmetricEigen } from '../linear-algebra/index.ts';
import type { BlockResponse } from './block-system.ts';
import { chainDerivatives, type FactorPattern, patternJacobian } from './factor-pattern.ts';
import { inversePositive } from './inference-matrices.ts';
import type { BlockLikelihood } from './likelihood.ts';

/** Covariance of the estimates of the linear covariance parameters and the residual variance (last), square of `count + 1`. */
export type ParameterCovariance = Float64Array;

/**
 * Inverse observed information, the covariance behind Satterthwaite's degrees of freedom. It is taken over the factors of
 * the covariance matrices at their rank, so a component at zero contributes nothing (as in lmerTest, where the derivative
 * by theta vanishes there).
 *
 * @param factors absolute factors, G = F F'
 * @param residualVariance estimate of sigma^2; the likelihood must have been solved there
 */
export function observedParameterCovariance(
  likelihood: BlockLikelihood,
  response: BlockResponse,
  restricted: boolean,
  pattern: FactorPattern,
  factors: readonly Float64Array[],
  residualVariance: number,
): ParameterCovariance {
  const m = likelihood.count;
  const all = m + 1;
  likelihood.differentiate(response, residualVariance, restricted, true);
  const { trace, traces, form, forms } = likelihood.terms;
  const slopes = Float64Array.from({ length: all }, (_, k) => trace[k] - form[k]);
  const curvatures = Float64Array.from({ length: all * all }, (_, i) => 2 * forms[i] - traces[i]);
  const free = pattern.count;
  const gradient = new Float64Array(free);
  const inner = new Float64Array(free * free);
  chainDerivatives(pattern, factors, slopes, curvatures, all, m, gradient, inner);
  const jacobian = patternJacobian(pattern, factors, m);
  const size = free + 1;
  const hessian = new Float64Array(size * size);
  for (let a = 0; a < free; a++) {
    for (let b = 0; b < free; b++) hessian[a * size + b] = inner[a * free + b];
    let cross = 0;
    for (let k = 0; k < m; k++) cross += jacobian[k * free + a] * curvatures[k * all + m];
    hessian[a * size + free] = hessian[free * size + a] = cross;
  }
  hessian[size * size - 1] = curvatures[all * all - 1];
  const inverse = scaledPseudoInverse(hessian, size);
  const full = new Float64Array(all * size);
  for (let k = 0; k < m; k++) for (let a = 0; a < free; a++) full[k * size + a] = jacobian[k * free + a];
  full[m * size + free] = 1;
  // The deviance is minus twice the log-likelihood, so the information is half its Hessian.
  return sandwich(full, inverse, all, size, 2);
}

/** factor * J A J' for J n×m. */
export function sandwich(j: Float64Array, a: Float64Array, n: number, m: number, factor: number): Float64Array {
  const half = new Float64Array(n * m);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < m; k++) for (let l = 0; l < m; l++) half[i * m + l] += j[i * m + k] * a[k * m + l];
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let r = 0; r < n; r++) {
      let sum = 0;
      for (let l = 0; l < m; l++) sum += half[i * m + l] * j[r * m + l];
      out[i * n + r] = factor * sum;
    }
  return out;
}

/** Inverse over the directions of positive curvature; redundant directions get no variance. */
export function scaledPseudoInverse(a: Float64Array, n: number): Float64Array {
  const scale = Float64Array.from({ length: n }, (_, i) => {
    const diagonal = a[i * n + i];
    return diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  });
  const scaled = a.map((value, i) => value * scale[Math.floor(i / n)] * scale[i % n]);
  const { values, vectors } = symmetricEigen(scaled, n);
  const out = new Float64Array(n * n);
  for (let e = 0; e < n; e++) {
    if (values[e] <= 1e-9) continue;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) out[i * n + j] += (scale[i] * vectors[i * n + e] * vectors[j * n + e] * scale[j]) / values[e];
  }
  return out;
}

/**
 * Inverse expected (restricted) information, Kenward and Roger's W.
 *
 * @param dropped parameters to leave out (components estimated as zero, if they are to be treated as absent)
 * @returns undefined when the information is singular
 */
export function expectedParameterCovariance(
  traces: Float64Array,
  all: number,
  dropped: ReadonlySet<number>,
): ParameterCovariance | undefined {
  const used = Array.from({ length: all }, (_, k) => k).filter((k) => !dropped.has(k));
  const size = used.length;
  const scale = Float64Array.from(used, (k) => 1 / Math.sqrt(traces[k * all + k]));
  const information = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) information[i * size + j] = traces[used[i] * all + used[j]] * scale[i] * scale[j];
  const inverse = inversePositive(information, size);
  if (inverse === undefined) return undefined;
  const out = new Float64Array(all * all);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) out[used[i] * all + used[j]] = 2 * scale[i] * scale[j] * inverse[i * size + j];
  return out;
}
