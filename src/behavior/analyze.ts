import type { Context } from '../context/index.ts';
import type { FileSource, Study } from '../study/index.ts';
import { collectAssays } from './collect/collect.ts';
import { collectWeights } from './collect/weights.ts';
import type { BehaviorResult } from './results.ts';
import { domainScores } from './scores/domain-scores.ts';

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
  const scores = domainScores(study, sheets);
  return {
    animals: study.animals.map((animal) => animal.id),
    sessions: study.sessions.map((session) => session.name),
    measures: sheets.flatMap((sheet) => sheet.measures),
    scores,
    comparisons: [],
    models: [],
    exclusions: sheets.flatMap((sheet) => sheet.exclusions),
    flags: sheets.flatMap((sheet) => sheet.flags),
  };
}
