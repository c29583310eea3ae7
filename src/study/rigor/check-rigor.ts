import type { Problem } from '../../problems/index.ts';
import type { FileSource } from '../file-source.ts';
import type { Study } from '../study.ts';
import { checkBehaviorFiles } from './check-behavior-files.ts';
import { checkConfounding, isNuisance } from './check-confounding.ts';
import { checkExpressionFiles } from './check-expression-files.ts';
import { checkGroups } from './check-groups.ts';
import { checkLitters } from './check-litters.ts';
import { checkStage } from './check-stage.ts';
import { checkWeights } from './check-weights.ts';
import type { ScoringNames } from './presence.ts';

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/**
 * Everything that can be wrong with the design and, when the files are at hand, with what they hold. An error says that an
 * estimate or p-value would not be what it claims to be; a warning, that bias is likely or precision lost; a note limits
 * what can be said. Each finding carries the figure that decided it. Rules: docs/study-format.md.
 *
 * @param source the study's files; without it only the design is checked
 * @param scoringNames reads the files of scoring programs ({@link ScoringNames})
 * @returns findings, errors first
 */
export async function checkRigor(study: Study, source?: FileSource, scoringNames?: ScoringNames): Promise<Problem[]> {
  const problems = [
    ...checkGroups(study),
    ...checkLitters(study),
    ...checkAnimalColumns(study),
    ...checkStage(study),
    ...checkWeights(study),
  ];
  if (source !== undefined)
    problems.push(...(await checkBehaviorFiles(study, source, scoringNames)), ...(await checkExpressionFiles(study, source)));
  return problems.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Batches, test days, experimenters and the like in the animal sheet, against the arms (checks D05, D06). */
function checkAnimalColumns(study: Study): Problem[] {
  const control = study.arms.find((arm) => arm.control)?.name ?? '';
  const arms = study.animals.map((animal) => animal.arm);
  const nuisances = study.animalColumns.filter((column) => isNuisance(column.name));
  const columns = nuisances.some((column) => column.name === 'batch')
    ? nuisances
    : [...nuisances, { name: 'batch', values: study.animals.map((animal) => animal.batch) }];
  return columns.flatMap((column) => checkConfounding(arms, column.values, column.name, control, 'animals'));
}
