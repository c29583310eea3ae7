import { InputError } from '../../problems/index.ts';
import { adjustPvalues, numericColumn, standardizedDifference } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { Comparison } from '../results.ts';
import { columnOf } from '../scores/test-scores.ts';
import { meanAndSd } from '../scores/z-scores.ts';
import { adjustAgainstControl } from './against-control.ts';
import { type Estimate, fitOutcome, NOTHING, type OutcomeFit } from './fit-outcome.ts';
import { combine, marginalRow } from './grid.ts';
import { type OutcomeFrame, outcomeFrame } from './outcome-frame.ts';
import { usableFormula } from './usable-formula.ts';

/** Model of an outcome within one session: sex adjusted, litter random. */
export const PLANNED_COMPARISON = 'score ~ arm + sex + (1 | litter)';
/** Fewest animals in an arm from which a difference is estimated. */
const MINIMUM = 2;

export interface ComparisonOptions {
  /** Positions of the sessions to compare in; default all. */
  sessions?: readonly number[];
  /** Animals x sessions; enters the models as a number. */
  covariate?: Float64Array | null;
  /** Over the arms within one session: Dunnett's distribution (exact, slower) or Holm (default). */
  adjustment?: 'dunnett' | 'holm';
}

/**
 * Compares every arm with the control, session by session: the difference from a model with sex and litter where both
 * vary, and Hedges' g of the raw values. P-values are adjusted over the arms within one outcome and session.
 *
 * @param outcome measure id, or `score/<domain>`
 * @param values animals x sessions
 */
export function compareArms(study: Study, outcome: string, values: Float64Array, options: ComparisonOptions = {}): Comparison[] {
  const { sessions = study.sessions.map((_, s) => s), covariate = null, adjustment = 'holm' } = options;
  const control = study.arms.find((arm) => arm.control)?.name;
  if (control === undefined) return [];
  return sessions.flatMap((s) => {
    const session = study.sessions[s];
    const frame = withCovariate(outcomeFrame(study, values, [s]), covariate, study.sessions.length);
    const members = (arm: string): number[] => [...frame.animal].filter((a) => study.animals[a].arm === arm);
    const arms = study.arms.filter((arm) => !arm.control && members(arm.name).length >= MINIMUM).map((arm) => arm.name);
    if (arms.length === 0 || members(control).length < MINIMUM) return [];
    const model = fitSession(frame, covariate === null ? PLANNED_COMPARISON : `${PLANNED_COMPARISON} + covariate`);
    const column = columnOf(values, s, study.sessions.length, study.animals.length);
    const { fit } = model;
    const weights = arms.map((arm) =>
      fit === null ? null : combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', control]])], [1, -1]),
    );
    const estimates = weights.map((row) => (fit === null ? NOTHING : fit.estimate(row)));
    const adjusted =
      fit !== null && adjustment === 'dunnett'
        ? adjustAgainstControl(fit, weights, estimates)
        : adjustPvalues(
            estimates.map((one) => one.pvalue),
            'holm',
          );
    return arms.map((arm, i) => ({
      ...describe(study, column, { outcome, session: session.name, arm, control }, members(arm), members(control)),
      ...shown(estimates[i]),
      padj: adjusted[i],
      family: `arms versus ${control} for ${outcome} at ${session.name} (${adjustment === 'dunnett' ? 'Dunnett' : 'Holm'})`,
      method: fit === null ? `not fitted: ${model.why}` : fit.method,
    }));
  });
}

/** The parts of an estimate that a comparison reports. */
function shown({
  estimate,
  se,
  df,
  low,
  high,
  pvalue,
}: Estimate): Pick<Comparison, 'estimate' | 'se' | 'df' | 'low' | 'high' | 'pvalue'> {
  return { estimate, se, df, low, high, pvalue };
}

/** The fitted model of a session, or why there is none. */
type SessionModel = { fit: OutcomeFit } | { fit: null; why: string };

/** The frame with a numeric column `covariate`. */
function withCovariate(frame: OutcomeFrame, covariate: Float64Array | null, sessions: number): OutcomeFrame {
  if (covariate === null) return frame;
  const column = numericColumn(Array.from(frame.animal, (a, row) => covariate[a * sessions + frame.session[row]]));
  return { ...frame, data: new Map([...frame.data, ['covariate', column]]) };
}

function fitSession(frame: OutcomeFrame, planned: string): SessionModel {
  try {
    return { fit: fitOutcome(usableFormula(planned, frame.data).text, frame.data) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { fit: null, why: error.problems.map((problem) => problem.message).join('; ') };
  }
}

/** Numbers, means and Hedges' g of two groups. */
function describe(
  study: Study,
  values: Float64Array,
  names: Pick<Comparison, 'outcome' | 'session' | 'arm' | 'control'>,
  treated: readonly number[],
  controls: readonly number[],
): Omit<Comparison, 'estimate' | 'se' | 'df' | 'low' | 'high' | 'pvalue' | 'padj' | 'family' | 'method'> {
  const litters = (group: readonly number[]): number =>
    new Set(group.map((a) => study.animals[a].litter).filter((litter) => litter !== null)).size;
  const { hedgesG } = standardizedDifference(
    treated.map((a) => values[a]),
    controls.map((a) => values[a]),
  );
  return {
    ...names,
    n: treated.length,
    nControl: controls.length,
    litters: litters(treated),
    littersControl: litters(controls),
    mean: meanAndSd(values, treated).mean,
    meanControl: meanAndSd(values, controls).mean,
    hedgesG: hedgesG.estimate,
    hedgesGLow: hedgesG.lower,
    hedgesGHigh: hedgesG.upper,
  };
}
