import type { BlockResponse } from './block-system.ts';
import { rotateResponse } from './block-system.ts';
import type { MixedCore } from './mixed-design.ts';

/** A response prepared for a core: least-squares part taken out, the rest rotated. */
export interface PreparedResponse {
  /** Q'y: coefficients of the orthonormal columns by (weighted) least squares. */
  readonly effects: Float64Array;
  readonly rotated: BlockResponse;
  /** Sum of squares of the least-squares residuals, and of the response (weighted). */
  readonly residualSquares: number;
  readonly totalSquares: number;
}

/** Splits a response (n values) into its least-squares fit and the rotated residual on which the likelihood works. */
export function prepareResponse(core: MixedCore, y: ArrayLike<number>): PreparedResponse {
  const { n, basis, kept, weights, system } = core;
  const p = kept.length;
  const residual = new Float64Array(n);
  let totalSquares = 0;
  for (let i = 0; i < n; i++) {
    residual[i] = weights === undefined ? y[i] : y[i] * Math.sqrt(weights[i]);
    totalSquares += residual[i] * residual[i];
  }
  const effects = new Float64Array(p);
  // Twice is enough: the second pass removes what rounding left of the fit in the residual.
  for (let pass = 0; pass < 2; pass++) {
    const part = new Float64Array(p);
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) part[j] += basis[i * p + j] * residual[i];
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) residual[i] -= basis[i * p + j] * part[j];
    for (let j = 0; j < p; j++) effects[j] += part[j];
  }
  let residualSquares = 0;
  for (let i = 0; i < n; i++) residualSquares += residual[i] * residual[i];
  return { effects, rotated: rotateResponse(system, residual), residualSquares, totalSquares };
}
