import type { Context } from '../context/index.ts';
import type { FileSource, Study } from '../study/index.ts';
import { collectAssays } from './collect/collect.ts';
import { collectWeights } from './collect/weights.ts';
import { compareArms } from './models/compare-arms.ts';
import { scoreModel } from './models/score-model.ts';
import type { BehaviorResult } from './results.ts';
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
  const outcomes = [
    ...scores.map((score) => ({ id: `score/${score.domain}`, values: score.values })),
    ...measures.filter((measure) => !isConstant(measure.values)),
  ];
  const comparisons = outcomes.flatMap(({ id, values }, i) => {
    context.checkCancelled();
    context.progress('Comparing arms', i + 1, outcomes.length);
    return compareArms(study, id, values);
  });
  const models = scores.map((score) => scoreModel(study, score)).filter((model) => model !== null);
  return {
    animals: study.animals.map((animal) => animal.id),
    sessions: study.sessions.map((session) => session.name),
    measures,
    scores,
    comparisons,
    models,
    exclusions: sheets.flatMap((sheet) => sheet.exclusions),
    flags: [...sheets.flatMap((sheet) => sheet.flags), ...studyFlags(study, sheets)],
  };
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
