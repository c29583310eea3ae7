import { qrDecomposition, qrSolve } from '../linear-algebra/index.ts';

/** A direction along which the likelihood never falls, so that no finite estimate exists. */
export interface Separation {
  /** Coefficients of the direction. */
  readonly direction: Float64Array;
  /** Whether every observation lies strictly on its side (complete separation) or some lie on the boundary (quasi-complete). */
  readonly complete: boolean;
}

/**
 * Looks for a direction d with s_i x_i'd >= 0 for all rows and > 0 for some, by the theorem of the alternative: none exists
 * exactly when sum_i l_i s_i x_i = 0 has a solution with all l_i >= 1, a nonnegative least-squares problem whose residual
 * otherwise is such a direction (Stiemke's lemma; Albert and Anderson 1984 for what it means).
 *
 * @param rows n x p row-major, orthonormal columns for good scaling
 * @param signs +1 where the likelihood rises with the linear predictor without bound, -1 where it rises with its negative,
 *   0 where it has a finite maximum (both signs then count)
 */
export function findSeparation(rows: Float64Array, n: number, p: number, signs: ArrayLike<number>): Separation | undefined {
  const columns: Float64Array[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < n; i++) {
    for (const sign of signs[i] === 0 ? [1, -1] : [signs[i]]) {
      const column = Float64Array.from({ length: p }, (_, j) => sign * rows[i * p + j]);
      const key = column.join(' ');
      if (!seen.has(key)) columns.push(column);
      seen.add(key);
    }
  }
  const target = new Float64Array(p);
  for (const column of columns) for (let j = 0; j < p; j++) target[j] -= column[j];
  const residual = nonnegativeResidual(columns, target, p);
  const size = Math.sqrt(target.reduce((sum, one) => sum + one * one, 0));
  const left = Math.sqrt(residual.reduce((sum, one) => sum + one * one, 0));
  if (!(left > 1e-8 * Math.max(size, 1e-300))) return undefined;
  const direction = residual.map((one) => -one / left);
  const margins = columns.map((column) => column.reduce((sum, one, j) => sum + one * direction[j], 0));
  return { direction, complete: margins.every((margin) => margin > 1e-9) };
}

/** target - A x at the solution of min |A x - target| with x >= 0 (Lawson and Hanson 1974, chapter 23). */
function nonnegativeResidual(columns: readonly Float64Array[], target: Float64Array, p: number): Float64Array {
  const x = new Float64Array(columns.length);
  const passive: number[] = [];
  let residual = Float64Array.from(target);
  for (let round = 0; round < 3 * columns.length + 30; round++) {
    let best = -1;
    let steepest = 1e-11 * Math.sqrt(target.reduce((sum, one) => sum + one * one, 0));
    columns.forEach((column, i) => {
      if (passive.includes(i)) return;
      const slope = column.reduce((sum, one, j) => sum + one * residual[j], 0);
      if (slope > steepest) {
        steepest = slope;
        best = i;
      }
    });
    if (best < 0) break;
    passive.push(best);
    settlePassive(columns, target, p, x, passive);
    residual = Float64Array.from(target);
    for (const i of passive) for (let j = 0; j < p; j++) residual[j] -= x[i] * columns[i][j];
  }
  return residual;
}

/** Solves on the passive set, moving variables that would turn negative back to zero. */
function settlePassive(
  columns: readonly Float64Array[],
  target: Float64Array,
  p: number,
  x: Float64Array,
  passive: number[],
): void {
  while (passive.length > 0) {
    const k = passive.length;
    const matrix = new Float64Array(p * k);
    passive.forEach((i, position) => {
      for (let j = 0; j < p; j++) matrix[j * k + position] = columns[i][j];
    });
    const solution = qrSolve(qrDecomposition(matrix, p, k, 1e-10), target).map((one) => (Number.isNaN(one) ? 0 : one));
    if (solution.every((one) => one > 0)) {
      passive.forEach((i, position) => {
        x[i] = solution[position];
      });
      return;
    }
    let share = 1;
    passive.forEach((i, position) => {
      if (solution[position] <= 0) share = Math.min(share, x[i] / (x[i] - solution[position]));
    });
    if (!(share >= 0)) share = 0;
    passive.forEach((i, position) => {
      x[i] += share * (solution[position] - x[i]);
    });
    const kept = passive.filter((i, position) => solution[position] > 0 || x[i] > 1e-14);
    for (const i of passive) if (!kept.includes(i)) x[i] = 0;
    const removed = kept.length < k;
    passive.length = 0;
    passive.push(...kept);
    if (!removed) return;
  }
}
