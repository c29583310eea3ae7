import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import { solveUpper } from '../linear-algebra/index.ts';
import { type FixedColumns, missingNotes } from '../mixed/index.ts';
import type { GeneralizedFit } from './generalized-linear-model.ts';
import type { IrlsProblem } from './irls.ts';
import { noOverdispersionNote } from './poisson-limit.ts';
import { findSeparation, type Separation } from './separation.ts';

/** The separation of a model's response, or undefined when finite estimates exist (or the family always has them). */
export function unseparated({ x, n, p, response, family, link }: IrlsProblem): Separation | undefined {
  const { y, weights } = response;
  const binary = family.name === 'binomial' || family.name === 'quasibinomial';
  const counts = link.name === 'log' && /poisson|negative-binomial/.test(family.name);
  if (!binary && !counts) return undefined;
  const rows = Array.from({ length: n }, (_, i) => i).filter((i) => weights[i] > 0);
  const used = new Float64Array(rows.length * p);
  rows.forEach((row, i) => {
    for (let j = 0; j < p; j++) used[i * p + j] = x[row * p + j];
  });
  const signs = rows.map((row) => (y[row] === 0 ? -1 : binary && y[row] === 1 ? 1 : 0));
  return findSeparation(used, rows.length, p, signs);
}

/** Columns that take part in a direction of separation, with the sign of their run to infinity. */
export function infiniteColumns(fixed: FixedColumns, direction: Float64Array): { column: string; sign: 1 | -1 }[] {
  const { kept, upper, columns } = fixed;
  const q = kept.length;
  const user = solveUpper(upper, direction, q);
  // In units of each column's length, so that its scale does not matter.
  const scaled = user.map((value, j) => {
    let square = 0;
    for (let i = 0; i <= j; i++) square += upper[i * q + j] * upper[i * q + j];
    return value * Math.sqrt(square);
  });
  const most = scaled.reduce((top, one) => Math.max(top, Math.abs(one)), 0);
  return Array.from(scaled.keys())
    .filter((j) => Math.abs(scaled[j]) > 1e-6 * most)
    .map((j) => ({ column: columns[kept[j]], sign: scaled[j] > 0 ? 1 : -1 }));
}

/** Remarks on a generalized linear fit. */
export function generalizedNotes(
  design: Design,
  fixed: FixedColumns,
  fit: GeneralizedFit,
  chiSquare: number,
  complete = false,
): Problem[] {
  const notes: Problem[] = [...missingNotes(design)];
  if (fixed.aliased.length > 0) {
    notes.push({
      code: 'rank-deficient',
      severity: 'warning',
      message: `the effects are linearly dependent; not estimated: ${fixed.aliased.map(({ column }) => fixed.columns[column]).join(', ')}`,
      mend: 'some combination of the factors has no rows, or a covariate repeats another',
    });
  }
  if (fit.infinite.length > 0) {
    const names = fit.infinite.map(({ column, sign }) => `${column} (to ${sign > 0 ? '+' : '-'}infinity)`).join(', ');
    notes.push({
      code: complete ? 'separation-complete' : 'separation',
      severity: 'warning',
      message: `the effects predict the response perfectly${complete ? '' : ' for some rows'}, so no finite estimate exists; running away: ${names}`,
      mend: 'use the bias-reduced fit (firth), an exact test, or leave the effect out',
    });
  } else if (!fit.converged) {
    notes.push({
      code: 'not-converged',
      severity: 'warning',
      message: `the likelihood was not maximized in ${fit.iterations} steps; do not rely on this fit`,
      mend: 'check the response for outliers, or use another link',
    });
  }
  if (fit.theta === Infinity) notes.push(noOverdispersionNote);
  const ratio = chiSquare / fit.residualDf;
  // Single yes-or-no values cannot show overdispersion.
  const single = fit.family === 'binomial' && fit.weights.every((weight) => weight <= 1);
  if (!single && !fit.dispersionEstimated && fit.family !== 'negative-binomial' && ratio > 1.5 && fit.residualDf > 10) {
    notes.push({
      code: 'overdispersion',
      severity: 'warning',
      message: `the response varies ${ratio.toPrecision(3)} times as much as the ${fit.family} distribution allows; standard errors are too small`,
      mend:
        fit.family === 'poisson'
          ? 'use the negative binomial or quasipoisson family'
          : 'use the quasibinomial family or a random effect',
    });
  }
  return notes;
}
