import type { FixedColumns } from './fixed-columns.ts';

/**
 * A contrast in the orthonormal coordinates of a core (l R^-1 with X = Q R), or undefined when the data cannot estimate it
 * because it involves an aliased column in another way than the column depends on the kept ones.
 *
 * @param weights one number per column
 * @throws RangeError when the length is wrong
 */
export function orthonormalContrast(core: FixedColumns, weights: ArrayLike<number>): Float64Array | undefined {
  const { kept, aliased, columns } = core;
  if (weights.length !== columns.length)
    throw new RangeError(`a contrast needs ${columns.length} numbers (one per column), not ${weights.length}`);
  let size = 0;
  for (let i = 0; i < weights.length; i++) size = Math.max(size, Math.abs(weights[i]));
  for (const { column, combination } of aliased) {
    let implied = 0;
    for (let i = 0; i < kept.length; i++) implied += combination[i] * weights[kept[i]];
    if (Math.abs(implied - weights[column]) > 1e-8 * size) return undefined;
  }
  return orthonormalRow(core, weights);
}

/**
 * The coefficient of a kept column in the orthonormal coordinates, the aliased columns being left out of the model as in R's tables;
 * undefined for an aliased column.
 */
export function orthonormalCoefficient(core: FixedColumns, column: number): Float64Array | undefined {
  if (!core.kept.includes(column)) return undefined;
  const weights = new Float64Array(core.columns.length);
  weights[column] = 1;
  return orthonormalRow(core, weights);
}

/** l R^-1 of the kept columns. */
function orthonormalRow({ kept, upper }: FixedColumns, weights: ArrayLike<number>): Float64Array {
  const q = kept.length;
  const out = new Float64Array(q);
  for (let j = 0; j < q; j++) {
    let sum = weights[kept[j]];
    for (let i = 0; i < j; i++) sum -= out[i] * upper[i * q + j];
    out[j] = sum / upper[j * q + j];
  }
  return out;
}
