import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import { type FixedColumns, missingNotes } from '../mixed/index.ts';
import type { GeneralizedMixedFit } from './generalized-mixed-model.ts';

/** Remarks on a generalized mixed fit. */
export function mixedNotes(design: Design, fixed: FixedColumns, fit: GeneralizedMixedFit): Problem[] {
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
      code: 'separation',
      severity: 'warning',
      message: `the fixed effects predict the response perfectly for some rows, so no finite estimate exists; running away: ${names}`,
      mend: 'leave the effect out, or use an exact test',
    });
    return notes;
  }
  for (const { group, levels } of fit.groups.filter((one) => one.levels < 5)) {
    notes.push({
      code: 'few-levels',
      severity: 'warning',
      message: `the variance between levels of ${group} rests on ${levels} levels only`,
      mend: 'expect it to be too small; five levels are a bare minimum',
    });
  }
  if (!fit.converged) {
    notes.push({
      code: 'not-converged',
      severity: 'warning',
      message: `the likelihood was not maximized to full precision in ${fit.iterations} steps; do not rely on this fit`,
      mend: 'simplify the random effects, or use a family without dispersion',
    });
  }
  if (fit.singular) {
    notes.push({
      code: 'variance-zero',
      severity: 'note',
      message: 'a variance of the random effects is estimated as 0; the term stays in the model',
    });
  }
  return notes;
}
