import { compareArmsTask, domainScoreTask, measureFileTask, natureTask } from '../behavior/index.ts';
import { behaviorSpecTask, expressionSpecTask, linkDeletionsTask, linkSpecTask, permutedClaimsTask } from '../claims/index.ts';
import type { Task } from '../context/index.ts';
import {
  dispersionCurvesTask,
  fitTask,
  fittedGenesTask,
  geneWiseTask,
  heavyTailedTask,
  mixedGenesTask,
  normalPriorTask,
  variancePartitionTask,
} from '../expression/index.ts';
import {
  adjacencyTask,
  connectivityTask,
  latentPermutationTask,
  overlapTask,
  permutationTask,
  preservationTask,
} from '../integration/index.ts';
import { familyDeletionsTask, randomScoreTask, splittingTask } from '../pathway/index.ts';
import { powerTask } from '../stats/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the list holds tasks of every input and output type; callers are typed by the task they pass
export type AnyTask = Task<any, any>;

/** Every task a worker can be asked for. A room that splits work over threads adds its task here. */
export const TASKS: readonly AnyTask[] = [
  measureFileTask,
  compareArmsTask,
  domainScoreTask,
  natureTask,
  geneWiseTask,
  fitTask,
  normalPriorTask,
  heavyTailedTask,
  dispersionCurvesTask,
  fittedGenesTask,
  mixedGenesTask,
  variancePartitionTask,
  permutationTask,
  latentPermutationTask,
  connectivityTask,
  adjacencyTask,
  overlapTask,
  preservationTask,
  randomScoreTask,
  splittingTask,
  familyDeletionsTask,
  linkDeletionsTask,
  permutedClaimsTask,
  behaviorSpecTask,
  expressionSpecTask,
  linkSpecTask,
  powerTask,
];

/** The task of that name. Throws RangeError for an unknown name (a programming error, not a user's). */
export function taskNamed(name: string): AnyTask {
  const task = TASKS.find((one) => one.name === name);
  if (task === undefined) throw new RangeError(`no task "${name}" in src/pipeline/tasks.ts`);
  return task;
}
