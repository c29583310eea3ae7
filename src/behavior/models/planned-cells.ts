import { adjustPvalues } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { ModelContrast } from '../results.ts';
import type { OutcomeFit } from './fit-outcome.ts';
import { marginalRow } from './grid.ts';

/** Sessions that the model knows; the only one when it has no session term. */
export function sessionsIn(study: Study, fit: OutcomeFit): string[] {
  const column = fit.design.data.get('session');
  const levels = column?.kind === 'factor' ? column.levels : undefined;
  return study.sessions.map((session) => session.name).filter((name) => levels === undefined || levels.includes(name));
}

/** Weights of the marginal mean of an arm in a session, and at a level of another factor. */
export function cell(fit: OutcomeFit, arm: string, session: string, at?: readonly [string, string]): Float64Array | null {
  const held: (readonly [string, string])[] = [
    ['arm', arm],
    ['session', session],
  ];
  return marginalRow(fit.grid, at === undefined ? held : [...held, at]);
}

/** Adjusts p-values within a family (Holm) and drops contrasts that cannot be estimated. */
export function family(contrasts: Omit<ModelContrast, 'padj'>[]): ModelContrast[] {
  const usable = contrasts.filter((contrast) => Number.isFinite(contrast.estimate));
  const adjusted = adjustPvalues(
    usable.map((contrast) => contrast.pvalue),
    'holm',
  );
  return usable.map((contrast, i) => ({ ...contrast, padj: adjusted[i] }));
}

/** The control and the other arms of a study. */
export function armsOf(study: Study): { control: string | undefined; others: string[] } {
  return {
    control: study.arms.find((arm) => arm.control)?.name,
    others: study.arms.filter((arm) => !arm.control).map((arm) => arm.name),
  };
}
