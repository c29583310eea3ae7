import { criticalValue } from '../linear/index.ts';
import { quadraticForm } from '../linear-algebra/index.ts';
import type { ReferenceGrid } from './reference-grid.ts';

/** An estimate of one linear combination of coefficients. NaN throughout when the data do not determine it. */
export interface Estimate {
  readonly estimate: number;
  readonly se: number;
  readonly df: number;
  /** False when the combination is not estimable (an empty cell stands behind it). */
  readonly estimable: boolean;
}

/** Estimates the combinations in the rows (row-major, p wide), each plus its offset. */
export function estimateRows(grid: ReferenceGrid, rows: Float64Array, offsets: Float64Array): Estimate[] {
  const { coefficients, covariance } = grid.model;
  const p = coefficients.length;
  const known = coefficients.map((value) => (Number.isNaN(value) ? 0 : value));
  const safe = covariance.map((value) => (Number.isNaN(value) ? 0 : value));
  return Array.from(offsets, (offset, i) => {
    const l = rows.slice(i * p, (i + 1) * p);
    if (!grid.estimability.isEstimable(l)) return { estimate: NaN, se: NaN, df: NaN, estimable: false };
    let estimate = offset;
    for (let j = 0; j < p; j++) estimate += l[j] * known[j];
    const usable = l.map((value, j) => (Number.isNaN(coefficients[j]) ? 0 : value));
    return { estimate, se: Math.sqrt(quadraticForm(safe, usable)), df: grid.model.degreesOfFreedom(l), estimable: true };
  });
}

/** Half-width of the unadjusted interval of an estimate. */
export function halfWidth(one: Estimate, level: number): number {
  return criticalValue(level, one.df) * one.se;
}
