import { type InputError, inputError } from '../../problems/index.ts';
import { log } from '../elementary/index.ts';
import { qrDecomposition, qrOrthonormal, qrUpper, solveUpper } from '../linear-algebra/index.ts';

/** The columns of a model matrix, orthonormalized: X = Q R over the independent ones. */
export interface FixedColumns {
  readonly n: number;
  /** Names of all columns of X, and positions of those that are estimated (the others are combinations of these). */
  readonly columns: readonly string[];
  readonly kept: Int32Array;
  /** For each column that is not estimated, its combination of the kept columns. */
  readonly aliased: readonly { readonly column: number; readonly combination: Float64Array }[];
  /** n x kept.length: orthonormal basis Q of the (weighted) kept columns. */
  readonly basis: Float64Array;
  /** R, kept x kept row-major. */
  readonly upper: Float64Array;
  /** log |R|. */
  readonly logUpper: number;
}

/**
 * Orthonormalizes a model matrix by pivoted QR.
 *
 * @param x n x columns.length row-major
 * @param roots square roots of prior weights, or undefined
 * @throws InputError when the columns use up all rows
 */
export function fixedColumns(x: Float64Array, n: number, columns: readonly string[], roots?: Float64Array): FixedColumns {
  const p = columns.length;
  const weighted = roots === undefined ? x : x.map((value, i) => value * roots[Math.floor(i / p)]);
  const qr = qrDecomposition(weighted, n, p);
  if (qr.rank >= n) throw tooFewRows(n, qr.rank);
  const kept = qr.pivot.slice(0, qr.rank);
  const upper = qrUpper(qr);
  let logUpper = 0;
  for (let i = 0; i < qr.rank; i++) logUpper += log(Math.abs(upper[i * qr.rank + i]));
  const aliased = Array.from(qr.pivot.slice(qr.rank), (column, j) => {
    const effects = Float64Array.from({ length: qr.rank }, (_, i) => qr.packed[(qr.rank + j) * n + i]);
    return { column, combination: solveUpper(upper, effects, qr.rank) };
  });
  return { n, columns, kept, aliased, basis: qrOrthonormal(qr), upper, logUpper };
}

function tooFewRows(n: number, rank: number): InputError {
  return inputError({
    code: 'mixed-no-residual',
    message: 'the fixed effects alone use up all rows, nothing is left to estimate variances from',
    found: `${rank} coefficients, ${n} rows`,
    mend: 'leave out terms (first the interactions)',
  });
}
