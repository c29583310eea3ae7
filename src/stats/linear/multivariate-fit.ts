import type { Design } from '../formula/index.ts';
import { crossProduct, qrDecomposition, qrEffects } from '../linear-algebra/index.ts';

/** Sums of squares and products of several responses (q) explained by some columns, and their degrees of freedom. */
export interface SumsOfProducts {
  /** q×q row-major. */
  readonly matrix: Float64Array;
  readonly df: number;
}

/** Q'Y for all columns of Y (n×q), restricted to the rows `keep` names by position in the pivoted order. */
function effectProducts(
  x: Float64Array,
  n: number,
  p: number,
  y: Float64Array,
  q: number,
  keep: (column: number) => boolean,
): SumsOfProducts {
  const qr = qrDecomposition(x, n, p);
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (keep(i < qr.rank ? qr.pivot[i] : -1)) rows.push(i);
  const effects = new Float64Array(rows.length * q);
  for (let j = 0; j < q; j++) {
    const column = qrEffects(
      qr,
      Float64Array.from({ length: n }, (_, i) => y[i * q + j]),
    );
    rows.forEach((row, r) => {
      effects[r * q + j] = column[row];
    });
  }
  return { matrix: crossProduct(effects, rows.length, q), df: rows.length };
}

/** Residual sums of squares and products of Y (n×q) on the whole design. */
export function residualProducts(design: Design, y: Float64Array, q: number): SumsOfProducts {
  return effectProducts(design.matrix, design.rows, design.columns.length, y, q, (column) => column < 0);
}

/**
 * Sums of squares and products that term `term` (0 = intercept) adds to the terms for which `isBefore` holds.
 *
 * @param y n×q row-major
 */
export function termProducts(
  design: Design,
  y: Float64Array,
  q: number,
  term: number,
  isBefore: (other: number) => boolean,
): SumsOfProducts {
  const p = design.columns.length;
  const all = Array.from(design.assign.keys());
  const base = all.filter((column) => design.assign[column] !== term && isBefore(design.assign[column]));
  const order = [...base, ...all.filter((column) => design.assign[column] === term)];
  const x = new Float64Array(design.rows * order.length);
  for (let i = 0; i < design.rows; i++)
    for (let j = 0; j < order.length; j++) x[i * order.length + j] = design.matrix[i * p + order[j]];
  return effectProducts(x, design.rows, order.length, y, q, (column) => column >= base.length);
}
