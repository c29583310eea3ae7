import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import type { MixedCore } from './mixed-design.ts';
import type { CoreFit } from './mixed-fit.ts';

/** What a reader should know about a fit, as warnings and notes. */
export function fitNotes(design: Design, core: MixedCore, fit: CoreFit): Problem[] {
  return [...missingNotes(design), ...aliasNotes(core), ...levelNotes(core), ...boundaryNotes(core, fit)];
}

/** Rows left out for missing values. */
export function missingNotes({ missing }: Design): Problem[] {
  if (missing.rows.length === 0) return [];
  const columns = missing.byColumn.map(({ column, count }) => `${column} (${count})`).join(', ');
  const rows = missing.rows.length;
  return [
    {
      code: 'rows-left-out',
      severity: 'note',
      message: `${rows} ${rows === 1 ? 'row' : 'rows'} with missing values left out: ${columns}`,
    },
  ];
}

function aliasNotes({ aliased, columns }: MixedCore): Problem[] {
  if (aliased.length === 0) return [];
  const names = aliased.map(({ column }) => columns[column]).join(', ');
  return [
    {
      code: 'rank-deficient',
      severity: 'warning',
      message: `the fixed effects are linearly dependent; not estimated: ${names}`,
      mend: 'some combination of the factors has no rows, or a covariate repeats another',
    },
  ];
}

function levelNotes({ terms }: MixedCore): Problem[] {
  const few = new Map(terms.filter(({ levels }) => levels.length < 5).map(({ group, levels }) => [group, levels.length]));
  return [...few].map(([group, levels]) => ({
    code: 'few-levels',
    severity: 'warning',
    message: `the variance between levels of ${group} rests on ${levels} levels only`,
    mend: 'expect wide intervals for it; five levels are a bare minimum',
  }));
}

function boundaryNotes({ terms }: MixedCore, { optimum }: CoreFit): Problem[] {
  const notes: Problem[] = [];
  if (!optimum.converged) {
    notes.push({
      code: 'not-converged',
      severity: 'warning',
      message: `the likelihood was not maximized to full precision in ${optimum.iterations} steps; do not rely on this fit`,
      mend: 'simplify the random effects, starting with correlations',
    });
  }
  terms.forEach(({ label, effects }, t) => {
    const rank = optimum.ranks[t];
    if (rank === 0) {
      notes.push({
        code: 'variance-zero',
        severity: 'note',
        message: `the variance of (${label}) is estimated as exactly 0; the term stays in the model`,
      });
    } else if (rank < effects.length) {
      notes.push({
        code: 'singular-covariance',
        severity: 'warning',
        message: `the ${effects.length} x ${effects.length} covariance matrix of (${label}) has rank ${rank}: the data do not support all its correlations`,
        mend: `write || instead of | or leave out an effect`,
      });
    }
  });
  return notes;
}
