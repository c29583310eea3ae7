import { InputError } from '../../problems/index.ts';
import { studentT, withoutRows } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore, ModelContrast, ScoreModel } from '../results.ts';
import { fitOutcome, type MixedDf, type OutcomeFit } from './fit-outcome.ts';
import { combine } from './grid.ts';
import { type OutcomeFrame, outcomeFrame } from './outcome-frame.ts';
import { cell, sessionsIn } from './planned-cells.ts';
import { doseTrend } from './score-model.ts';
import { usableFormula } from './usable-formula.ts';

/** How a domain score is modelled when the analysis is run again. */
export interface ClaimModel {
  /** In R's notation; terms that the data cannot carry are left out. */
  formula: string;
  df: MixedDf;
  /** Whether one model holds all sessions, or each session has its own. */
  sessions: 'together' | 'apart';
}

/** What is asked of the model: one arm against control, and the dose trend, in some sessions. */
export interface WantedContrasts {
  arm: string;
  sessions: readonly string[];
}

/** A contrast as weights of the coefficients. */
interface PlannedContrast extends Pick<ModelContrast, 'kind' | 'label' | 'session' | 'arm'> {
  weights: Float64Array | null;
}

/**
 * The contrasts that claims rest on, and nothing else: an arm against control and the dose trend in the sessions asked for. A
 * small part of `scoreModel` with the same numbers, for analyses that are run hundreds of times.
 *
 * @returns null when no model can be fitted
 */
export function claimContrasts(
  study: Study,
  score: Pick<DomainScore, 'domain' | 'values'>,
  wanted: WantedContrasts,
  model: ClaimModel = { formula: study.plan.model, df: 'kenward-roger', sessions: 'together' },
): ScoreModel | null {
  const parts = model.sessions === 'together' ? [wanted.sessions] : wanted.sessions.map((name) => [name]);
  const fitted = parts.flatMap((names) => {
    const wantedRows = study.sessions.flatMap((one, s) => (names.includes(one.name) ? [s] : []));
    const frame = outcomeFrame(study, score.values, model.sessions === 'together' ? undefined : wantedRows);
    const made = fitFrame(frame, model);
    if (made === null) return [];
    const contrasts = plannedContrasts(study, made.fit, { ...wanted, sessions: names }).map(({ weights, ...named }) => ({
      ...named,
      ...made.fit.estimate(weights),
      padj: NaN,
    }));
    return [{ ...made, contrasts: contrasts.filter((one) => Number.isFinite(one.estimate)) }];
  });
  if (fitted.length === 0) return null;
  const [{ formula, fit }] = fitted;
  const contrasts = fitted.flatMap((one) => one.contrasts);
  const rest = { anova: [], random: [], sigma: fit.sigma, notes: [] };
  return { domain: score.domain, formula, n: fit.design.rows, contrasts, ...rest };
}

/** A contrast without each set of animals in turn, the variances held at their estimates. */
export interface ContrastDeletion {
  contrast: ModelContrast;
  /** Per set; NaN where the contrast cannot be estimated without it. */
  estimate: Float64Array;
  se: Float64Array;
  pvalue: Float64Array;
}

/**
 * The contrasts of `claimContrasts` under the planned model without each set of animals in turn. Scores, variances and degrees of freedom
 * are held, and standard errors keep the ratio that Kenward and Roger's have to the plain ones: what is left is exact.
 *
 * @param sets animals to be left out together, as positions in study.animals
 */
export function contrastDeletions(
  study: Study,
  score: Pick<DomainScore, 'domain' | 'values'>,
  wanted: WantedContrasts,
  sets: readonly (readonly number[])[],
): ContrastDeletion[] {
  const frame = outcomeFrame(study, score.values);
  const made = fitFrame(frame, { formula: study.plan.model, df: 'kenward-roger' });
  if (made === null) return [];
  const { design } = made.fit;
  const planned = plannedContrasts(study, made.fit, wanted).flatMap(({ weights, ...named }) => {
    const contrast = { ...named, ...made.fit.estimate(weights), padj: NaN };
    return weights === null || !Number.isFinite(contrast.estimate) ? [] : [{ weights, contrast }];
  });
  const p = design.columns.length;
  const rows = new Float64Array(planned.length * p);
  planned.forEach(({ weights }, c) => {
    rows.set(weights, c * p);
  });
  const y = frame.data.get('score');
  if (y?.kind !== 'number') return [];
  const animalOf = Array.from(design.usedRows, (row) => frame.animal[row]);
  const leftOut = sets.map((set) => animalOf.flatMap((animal, row) => (set.includes(animal) ? [row] : [])));
  const { estimate, se } = withoutRows(
    { x: design.matrix, columns: p, y: Array.from(design.usedRows, (row) => y.values[row]), blocks: made.fit.precision() },
    rows,
    [[], ...leftOut],
  );
  return planned.map(({ contrast }, c) => {
    const at = (values: Float64Array, s: number): number => values[s * planned.length + c];
    const inflation = contrast.se / at(se, 0);
    const errors = Float64Array.from(sets, (_, s) => inflation * at(se, s + 1));
    const estimates = Float64Array.from(sets, (_, s) => at(estimate, s + 1));
    const pvalue = estimates.map((one, s) => 2 * studentT.upper(Math.abs(one / errors[s]), contrast.df));
    return { contrast, estimate: estimates, se: errors, pvalue };
  });
}

function fitFrame(frame: OutcomeFrame, model: Pick<ClaimModel, 'formula' | 'df'>): { formula: string; fit: OutcomeFit } | null {
  if (frame.animal.length < 4) return null;
  const formula = usableFormula(model.formula, frame.data).text;
  try {
    return { formula, fit: fitOutcome(formula, frame.data, model.df) };
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function plannedContrasts(study: Study, fit: OutcomeFit, { arm, sessions }: WantedContrasts): PlannedContrast[] {
  const control = study.arms.find((one) => one.control)?.name ?? '';
  const trend = doseTrend(study);
  const known = sessionsIn(study, fit).filter((name) => sessions.includes(name));
  const differences = known.map((session): PlannedContrast => {
    const weights = combine([cell(fit, arm, session), cell(fit, control, session)], [1, -1]);
    return { kind: 'arm-vs-control', label: `${arm} versus ${control}, ${session}`, session, arm, weights };
  });
  if (trend === null) return differences;
  const trends = known.map((session): PlannedContrast => {
    const cells = trend.arms.map((one) => cell(fit, one, session));
    const label = `trend over ${trend.arms.join(' < ')}, ${session}`;
    return { kind: 'dose-trend', label, session, arm: null, weights: combine(cells, trend.weights) };
  });
  return [...differences, ...trends];
}
