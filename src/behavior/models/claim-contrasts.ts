import { InputError } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore, ModelContrast, ScoreModel } from '../results.ts';
import { fitOutcome, type MixedDf, type OutcomeFit } from './fit-outcome.ts';
import { combine } from './grid.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { cell, sessionsIn } from './planned-cells.ts';
import { trendContrasts } from './score-model.ts';
import { usableFormula } from './usable-formula.ts';

/** How a domain score is modelled when the analysis is run again. */
export interface ClaimModel {
  /** In R's notation; terms that the data cannot carry are left out. */
  formula: string;
  df: MixedDf;
  /** Whether one model holds all sessions, or each session has its own. */
  sessions: 'together' | 'apart';
}

/**
 * The contrasts that claims rest on, and nothing else: an arm against control and the dose trend in the sessions asked for. A
 * small part of `scoreModel` with the same numbers, for analyses that are run hundreds of times.
 *
 * @param wanted the arm to compare with control, and names of sessions
 * @returns null when no model can be fitted
 */
export function claimContrasts(
  study: Study,
  score: Pick<DomainScore, 'domain' | 'values'>,
  wanted: { arm: string; sessions: readonly string[] },
  model: ClaimModel = { formula: study.plan.model, df: 'kenward-roger', sessions: 'together' },
): ScoreModel | null {
  const parts = model.sessions === 'together' ? [wanted.sessions] : wanted.sessions.map((name) => [name]);
  const fitted = parts.flatMap((names) => {
    const rows =
      model.sessions === 'together' ? undefined : study.sessions.flatMap((one, s) => (names.includes(one.name) ? [s] : []));
    const frame = outcomeFrame(study, score.values, rows);
    if (frame.animal.length < 4) return [];
    const { text } = usableFormula(model.formula, frame.data);
    try {
      const fit = fitOutcome(text, frame.data, model.df);
      return [{ text, n: fit.design.rows, contrasts: contrastsOf(study, fit, wanted.arm, names) }];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
  if (fitted.length === 0) return null;
  const contrasts = fitted.flatMap((one) => one.contrasts);
  return {
    domain: score.domain,
    formula: fitted[0].text,
    n: fitted[0].n,
    anova: [],
    random: [],
    sigma: NaN,
    contrasts,
    notes: [],
  };
}

function contrastsOf(study: Study, fit: OutcomeFit, arm: string, sessions: readonly string[]): ModelContrast[] {
  const control = study.arms.find((one) => one.control)?.name ?? '';
  const known = sessionsIn(study, fit).filter((name) => sessions.includes(name));
  const differences = known.map((session): ModelContrast => {
    const estimate = fit.estimate(combine([cell(fit, arm, session), cell(fit, control, session)], [1, -1]));
    return { kind: 'arm-vs-control', label: `${arm} versus ${control}, ${session}`, session, arm, ...estimate, padj: NaN };
  });
  return [...differences, ...trendContrasts(study, fit, known)].filter((one) => Number.isFinite(one.estimate));
}
