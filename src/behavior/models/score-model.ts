import { InputError } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore, ModelContrast, ScoreModel } from '../results.ts';
import { adjustAgainstControl } from './against-control.ts';
import { fitOutcome, type OutcomeFit } from './fit-outcome.ts';
import { combine } from './grid.ts';
import { MODERATORS, moderatorContrasts } from './moderators.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { armsOf, cell, family, sessionsIn } from './planned-cells.ts';
import { usableFormula } from './usable-formula.ts';

/**
 * Fits the planned model of a domain score over all sessions and tests the planned contrasts: each arm against control in
 * each session, the trend over doses in each session, the change of each effect from the end of treatment to after washout,
 * and the differences of the effects between the sexes and between developmental stages at dosing (from models with arm x session
 * x sex, and x stage).
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
  const moderated = MODERATORS.flatMap((moderator) => moderatorContrasts(study, text, frame.data, moderator, notes));
  return {
    domain: score.domain,
    formula: text,
    n: fit.design.rows,
    anova: fit.anova(),
    random: fit.random,
    sigma: fit.sigma,
    contrasts: [...contrasts, ...moderated],
    notes: [...notes, ...fit.notes],
  };
}

function emptyModel(score: DomainScore, formula: string, notes: string[]): ScoreModel {
  return { domain: score.domain, formula, n: 0, anova: [], random: [], sigma: NaN, contrasts: [], notes };
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
 *
 * @returns the arms by dose with their weights; null with fewer than three
 */
export function doseTrend(study: Study): { arms: string[]; weights: number[] } | null {
  const doses = study.arms.filter((arm) => Number.isFinite(arm.doseMgPerKg)).sort((a, b) => a.doseMgPerKg - b.doseMgPerKg);
  if (doses.length < 3) return null;
  const middle = (doses.length - 1) / 2;
  const squares = doses.reduce((sum, _, i) => sum + (i - middle) * (i - middle), 0);
  return {
    arms: doses.map((arm) => arm.name),
    weights: doses.map((_, i) => ((i - middle) / squares) * (doses.length - 1)),
  };
}

function trendContrasts(study: Study, fit: OutcomeFit): ModelContrast[] {
  const trend = doseTrend(study);
  if (trend === null) return [];
  return sessionsIn(study, fit).flatMap((session) =>
    family([
      {
        kind: 'dose-trend',
        label: `trend over ${trend.arms.join(' < ')}, ${session}`,
        session,
        arm: null,
        ...fit.estimate(
          combine(
            trend.arms.map((arm) => cell(fit, arm, session)),
            trend.weights,
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
