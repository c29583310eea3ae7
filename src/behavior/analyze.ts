import type { Context } from '../context/index.ts';
import type { FileSource, Study } from '../study/index.ts';
import { collectAssays } from './collect/collect.ts';
import { collectWeights } from './collect/weights.ts';
import { tiedToBaseline, tiedToLocomotion } from './models/covariates.ts';
import { type ComparisonJob, compareArmsTask, domainScoreTask, natureTask, studyForModels } from './models/tasks.ts';
import type { AdjustedComparison, BehaviorResult, Comparison, DomainScore, Measure } from './results.ts';
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
  const { comparisons, adjusted } = await compareAll(study, common, scores, measures, context);
  const natures = await context.pool.map(
    natureTask,
    measures
      .filter((measure) => measure.nature !== undefined && !isConstant(measure.values))
      .map((measure) => ({ study: common, measure, others: namedBy(measure, measures) })),
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
    comparisons,
    models: fitted.flatMap((one) => (one.model === null ? [] : [one.model])),
    adjusted,
    reliability: fitted.flatMap((one) => one.reliability),
    sensitivity: fitted.flatMap((one) => one.sensitivity),
    latencies: natures.flatMap((one) => one.latencies),
    ratios: natures.flatMap((one) => one.ratios),
    raters: sheets.flatMap((sheet) => sheet.raters),
    tracks: sheets.flatMap((sheet) => sheet.tracks ?? []),
    exclusions: sheets.flatMap((sheet) => sheet.exclusions),
    flags: [...sheets.flatMap((sheet) => sheet.flags), ...studyFlags(study, sheets)],
  };
}

/** Every score and measure compared between the arms, and again with locomotion or the baseline in the model where that applies. */
async function compareAll(
  study: Study,
  common: Study,
  scores: readonly DomainScore[],
  measures: readonly Measure[],
  context: Context,
): Promise<{ comparisons: Comparison[]; adjusted: AdjustedComparison[] }> {
  const plain = [
    ...scores.map((score) => ({ id: `score/${score.domain}`, values: score.values })),
    ...measures.filter((measure) => !isConstant(measure.values)),
  ].map(({ id, values }): ComparisonJob => ({ study: common, outcome: id, values, covariate: null, sessions: null }));
  const tied = [...tiedToLocomotion(scores, measures), ...tiedToBaseline(study, scores)];
  const again = tied.map(({ id, values, covariate, sessions }): ComparisonJob => {
    return { study: common, outcome: id, values, covariate, sessions };
  });
  const compared = await context.pool.map(compareArmsTask, [...plain, ...again], (done, total) =>
    context.progress('Comparing arms', done, total),
  );
  return {
    comparisons: compared.slice(0, plain.length).flat(),
    adjusted: tied.flatMap(({ by }, i) => compared[plain.length + i].map((one) => ({ ...one, adjustedFor: by }))),
  };
}

/** The measures of the same assay that the nature of a measure names: what it is a share of, or proportional to. */
function namedBy({ assay, nature }: Measure, measures: readonly Measure[]): Measure[] {
  if (nature === undefined || nature.kind === 'latency') return [];
  const names = nature.kind === 'count' ? [nature.exposure] : [nature.successes, nature.trials];
  return measures.filter((one) => names.some((name) => name !== null && one.id === `${assay}/${name}`));
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
