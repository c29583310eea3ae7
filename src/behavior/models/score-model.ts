import { InputError } from '../../problems/index.ts';
import { adjustPvalues } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore, ModelContrast, ScoreModel } from '../results.ts';
import { adjustAgainstControl } from './against-control.ts';
import { fitOutcome, type OutcomeFit } from './fit-outcome.ts';
import { combine, marginalRow } from './grid.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { usableFormula } from './usable-formula.ts';

/**
 * Fits the planned model of a domain score over all sessions and tests the planned contrasts: each arm against control in
 * each session, the trend over doses in each session, the change of each effect from the end of treatment to after washout,
 * and the difference of the effects between the sexes (from the model with arm x session x sex).
 *
 * @returns null when no model can be fitted (too few animals with a score)
 */
export function scoreModel(study: Study, score: DomainScore): ScoreModel | null {
  const frame = outcomeFrame(study, score.values);
  if (frame.animal.length < 4) return null;
  const { text, notes } = usableFormula(study.plan.model, frame.data);
  let fit: OutcomeFit;
  try {
    fit = fitOutcome(text, frame.data);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return emptyModel(score, text, [...notes, error.problems.map((problem) => problem.message).join('; ')]);
  }
  const contrasts = [...armContrasts(study, fit), ...trendContrasts(study, fit), ...persistenceContrasts(study, fit)];
  const bySex = sexContrasts(study, text, frame.data, notes);
  return {
    domain: score.domain,
    formula: text,
    n: fit.design.rows,
    anova: fit.anova(),
    random: fit.random,
    sigma: fit.sigma,
    contrasts: [...contrasts, ...bySex],
    notes: [...notes, ...fit.notes],
  };
}

function emptyModel(score: DomainScore, formula: string, notes: string[]): ScoreModel {
  return { domain: score.domain, formula, n: 0, anova: [], random: [], sigma: NaN, contrasts: [], notes };
}

/** Sessions that the model knows; the only one when it has no session term. */
export function sessionsIn(study: Study, fit: OutcomeFit): string[] {
  const column = fit.design.data.get('session');
  const levels = column?.kind === 'factor' ? column.levels : undefined;
  return study.sessions.map((session) => session.name).filter((name) => levels === undefined || levels.includes(name));
}

/** Weights of the marginal mean of an arm in a session (and sex). */
export function cell(fit: OutcomeFit, arm: string, session: string, sex?: string): Float64Array | null {
  const held: [string, string][] = [
    ['arm', arm],
    ['session', session],
  ];
  if (sex !== undefined) held.push(['sex', sex]);
  return marginalRow(fit.grid, held);
}

/** Adjusts p-values within a family (Holm) and drops contrasts that cannot be estimated. */
function family(contrasts: Omit<ModelContrast, 'padj'>[]): ModelContrast[] {
  const usable = contrasts.filter((contrast) => Number.isFinite(contrast.estimate));
  const adjusted = adjustPvalues(
    usable.map((contrast) => contrast.pvalue),
    'holm',
  );
  return usable.map((contrast, i) => ({ ...contrast, padj: adjusted[i] }));
}

function armsOf(study: Study): { control: string | undefined; others: string[] } {
  return {
    control: study.arms.find((arm) => arm.control)?.name,
    others: study.arms.filter((arm) => !arm.control).map((arm) => arm.name),
  };
}

function armContrasts(study: Study, fit: OutcomeFit): ModelContrast[] {
  const { control, others } = armsOf(study);
  if (control === undefined) return [];
  return sessionsIn(study, fit).flatMap((session) => {
    const weights = others.map((arm) => combine([cell(fit, arm, session), cell(fit, control, session)], [1, -1]));
    const estimates = weights.map((row) => fit.estimate(row));
    const adjusted = adjustAgainstControl(fit, weights, estimates);
    return others
      .map(
        (arm, i): ModelContrast => ({
          kind: 'arm-vs-control',
          label: `${arm} versus ${control}, ${session}`,
          session,
          arm,
          ...estimates[i],
          padj: adjusted[i],
        }),
      )
      .filter((contrast) => Number.isFinite(contrast.estimate));
  });
}

/**
 * Linear trend over the order of the doses, scaled so that the estimate is the change from control to the highest dose.
 * Orders, not milligrams: doses are usually spaced by a factor, and the steps would otherwise weigh unequally.
 */
export function trendContrasts(study: Study, fit: OutcomeFit, sessions = sessionsIn(study, fit)): ModelContrast[] {
  const doses = study.arms.filter((arm) => Number.isFinite(arm.doseMgPerKg)).sort((a, b) => a.doseMgPerKg - b.doseMgPerKg);
  if (doses.length < 3) return [];
  const middle = (doses.length - 1) / 2;
  const squares = doses.reduce((sum, _, i) => sum + (i - middle) * (i - middle), 0);
  const weights = doses.map((_, i) => ((i - middle) / squares) * (doses.length - 1));
  return sessions.flatMap((session) =>
    family([
      {
        kind: 'dose-trend',
        label: `trend over ${doses.map((arm) => arm.name).join(' < ')}, ${session}`,
        session,
        arm: null,
        ...fit.estimate(
          combine(
            doses.map((arm) => cell(fit, arm.name, session)),
            weights,
          ),
        ),
      },
    ]),
  );
}

function persistenceContrasts(study: Study, fit: OutcomeFit): ModelContrast[] {
  const { control, others } = armsOf(study);
  const known = sessionsIn(study, fit);
  const end = study.sessions.filter((session) => session.phase === 'treatment' && known.includes(session.name)).at(-1);
  if (control === undefined || end === undefined) return [];
  const after = study.sessions.filter((session) => session.phase === 'washout' && known.includes(session.name));
  return after.flatMap((session) =>
    family(
      others.map((arm) => {
        const rows = [
          cell(fit, arm, session.name),
          cell(fit, control, session.name),
          cell(fit, arm, end.name),
          cell(fit, control, end.name),
        ];
        return {
          kind: 'persistence' as const,
          label: `effect of ${arm} at ${session.name} minus at ${end.name}`,
          session: session.name,
          arm,
          ...fit.estimate(combine(rows, [1, -1, -1, 1])),
        };
      }),
    ),
  );
}

function sexContrasts(study: Study, formula: string, data: OutcomeFit['design']['data'], notes: string[]): ModelContrast[] {
  const { control, others } = armsOf(study);
  const sex = data.get('sex');
  if (control === undefined || sex?.kind !== 'factor' || sex.levels.length !== 2 || !/\bsex\b/.test(formula)) return [];
  const interaction = /\bsession\b/.test(formula) ? 'arm * session * sex' : 'arm * sex';
  let fit: OutcomeFit;
  try {
    fit = fitOutcome(formula.replace('~', `~ ${interaction} +`), data);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    notes.push(`sex by arm could not be tested: ${error.problems.map((problem) => problem.message).join('; ')}`);
    return [];
  }
  const [first, second] = sex.levels;
  const contrasts = sessionsIn(study, fit).flatMap((session) =>
    family(
      others.map((arm) => {
        const rows = [
          cell(fit, arm, session, second),
          cell(fit, control, session, second),
          cell(fit, arm, session, first),
          cell(fit, control, session, first),
        ];
        return {
          kind: 'sex-by-arm' as const,
          label: `effect of ${arm} in ${second}s minus in ${first}s, ${session}`,
          session,
          arm,
          ...fit.estimate(combine(rows, [1, -1, -1, 1])),
        };
      }),
    ),
  );
  if (contrasts.length > 0) notes.push(`sex by arm is tested in the model with ${interaction}`);
  return contrasts;
}
