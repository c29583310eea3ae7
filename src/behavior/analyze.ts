import type { Context } from '../context/index.ts';
import type { FileSource, Study } from '../study/index.ts';
import { collectAssays } from './collect/collect.ts';
import { collectWeights } from './collect/weights.ts';
import { type ComparisonJob, compareArmsTask, domainScoreTask, studyForModels } from './models/tasks.ts';
import type { BehaviorResult, DomainScore, Measure } from './results.ts';
import { domainScores } from './scores/domain-scores.ts';
import { studyFlags } from './scores/study-flags.ts';

/**
 * Behavior from files to models: reads every assay of the study, measures each animal in each session, integrates the
 * measures into domain scores, compares the arms, and fits the planned models.
 *
 * @throws InputError with the problems of all files at once
 */
export async function analyzeBehavior(study: Study, files: FileSource, context: Context): Promise<BehaviorResult> {
  const sheets = await collectAssays(study, files, context);
  const weights = sheets.some((sheet) => sheet.assay === 'body-weight') ? null : collectWeights(study);
  if (weights !== null) sheets.push(weights);
  const measures = sheets.flatMap((sheet) => sheet.measures);
  const scores = domainScores(study, sheets);
  const common = studyForModels(study);
  const plain = [
    ...scores.map((score) => ({ id: `score/${score.domain}`, values: score.values })),
    ...measures.filter((measure) => !isConstant(measure.values)),
  ].map(({ id, values }): ComparisonJob => ({ study: common, outcome: id, values, covariate: null }));
  const tied = tiedToLocomotion(scores, measures);
  const adjustedJobs = tied.map(
    ({ id, values, covariate }): ComparisonJob => ({ study: common, outcome: id, values, covariate }),
  );
  const compared = await context.pool.map(compareArmsTask, [...plain, ...adjustedJobs], (done, total) =>
    context.progress('Comparing arms', done, total),
  );
  const fitted = await context.pool.map(
    domainScoreTask,
    scores.map((score) => ({ study: common, score, measures: measures.filter((measure) => score.parts.includes(measure.id)) })),
    (done, total) => context.progress('Fitting the planned models', done, total),
  );
  return {
    animals: study.animals.map((animal) => animal.id),
    sessions: study.sessions.map((session) => session.name),
    measures,
    scores,
    comparisons: compared.slice(0, plain.length).flat(),
    models: fitted.flatMap((one) => (one.model === null ? [] : [one.model])),
    adjusted: tied.flatMap(({ by }, i) => compared[plain.length + i].map((comparison) => ({ ...comparison, adjustedFor: by }))),
    reliability: fitted.flatMap((one) => one.reliability),
    sensitivity: fitted.flatMap((one) => one.sensitivity),
    exclusions: sheets.flatMap((sheet) => sheet.exclusions),
    flags: [...sheets.flatMap((sheet) => sheet.flags), ...studyFlags(study, sheets)],
  };
}

/** Measures of anxiety that rise with how much an animal moves, and the distance of the same test. */
const TIED_TO_DISTANCE: readonly (readonly [string, string])[] = [
  ['open-field/center_pct', 'open-field/distance_cm'],
  ['open-field/center_entries', 'open-field/distance_cm'],
  ['elevated-plus-maze/open_pct', 'elevated-plus-maze/distance_cm'],
  ['elevated-plus-maze/open_entries_pct', 'elevated-plus-maze/distance_cm'],
];

/** An outcome with the locomotion that it is adjusted for. */
interface TiedOutcome {
  id: string;
  values: Float64Array;
  by: string;
  covariate: Float64Array;
}

/** What is compared again with locomotion in the model: a drug that sedates or stimulates moves half of the anxiety measures. */
function tiedToLocomotion(scores: readonly DomainScore[], measures: readonly Measure[]): TiedOutcome[] {
  const [anxiety, locomotion] = ['anxiety', 'locomotion'].map((domain) => scores.find((score) => score.domain === domain));
  const tied: TiedOutcome[] =
    anxiety === undefined || locomotion === undefined
      ? []
      : [{ id: 'score/anxiety', values: anxiety.values, by: 'score/locomotion', covariate: locomotion.values }];
  for (const [outcome, by] of TIED_TO_DISTANCE) {
    const [one, other] = [outcome, by].map((id) => measures.find((measure) => measure.id === id));
    if (one !== undefined && other !== undefined) tied.push({ id: outcome, values: one.values, by, covariate: other.values });
  }
  return tied;
}

/** Whether all finite values are equal (such as an analyzed time that was the same for every animal): nothing to compare. */
function isConstant(values: Float64Array): boolean {
  let first = NaN;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (first === first && value !== first) return false;
    first = value;
  }
  return true;
}
