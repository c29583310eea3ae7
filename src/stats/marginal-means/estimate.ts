import { criticalValue } from '../linear/index.ts';
import type { ContrastModel } from './contrast-model.ts';
import type { ReferenceGrid } from './reference-grid.ts';

/** An estimate of one linear combination of coefficients. NaN throughout when the data do not determine it. */
export interface Estimate {
  readonly estimate: number;
  readonly se: number;
  readonly df: number;
  /** False when the combination is not estimable (an empty cell stands behind it). */
  readonly estimable: boolean;
}

/**
 * l'b and l'Vl over the columns with weight. An aliased coefficient counts as 0; one that is NaN for another reason (it runs to infinity in a
 * separated model) makes both NaN.
 */
function combine(
  { coefficients, covariance }: ContrastModel,
  aliased: readonly boolean[],
  l: Float64Array,
): { value: number; variance: number } {
  const p = coefficients.length;
  const columns = Array.from(l.keys()).filter((j) => l[j] !== 0 && !aliased[j]);
  let value = 0;
  let variance = 0;
  for (const j of columns) {
    value += l[j] * coefficients[j];
    for (const k of columns) variance += l[j] * covariance[j * p + k] * l[k];
  }
  return { value, variance };
}

/** Estimates the combinations in the rows (row-major, p wide), each plus its offset. */
export function estimateRows(grid: ReferenceGrid, rows: Float64Array, offsets: Float64Array): Estimate[] {
  const p = grid.model.coefficients.length;
  return Array.from(offsets, (offset, i) => {
    const l = rows.slice(i * p, (i + 1) * p);
    if (!grid.estimability.isEstimable(l)) return { estimate: NaN, se: NaN, df: NaN, estimable: false };
    const { value, variance } = combine(grid.model, grid.estimability.aliased, l);
    return { estimate: offset + value, se: Math.sqrt(variance), df: grid.model.degreesOfFreedom(l), estimable: true };
  });
}

/** Half-width of the unadjusted interval of an estimate. */
export function halfWidth(one: Estimate, level: number): number {
  return criticalValue(level, one.df) * one.se;
}
