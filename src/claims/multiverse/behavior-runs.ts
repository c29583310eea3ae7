import type { DomainScore } from '../../behavior/index.ts';
import type { Context } from '../../context/index.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';
import { type BehaviorSpecJob, behaviorSpecTask } from './behavior-task.ts';
import type { Choices } from './choices.ts';
import type { SpecifiedRun } from './multiverse.ts';

/** A specification of the behavioral analysis. */
export interface BehaviorRun extends SpecifiedRun {
  /** The scores under it. */
  scores: DomainScore[];
}

/** Runs every combination of assays, reference, outliers and model; a domain's score is made once for all models. */
export async function behaviorRuns(input: RerunInput, choices: Choices, context: Context): Promise<BehaviorRun[]> {
  const { study } = input;
  if (input.scores.length === 0) return [];
  const domains = new Set<string>([...study.plan.primary, 'anxiety', 'depression']);
  const scores = input.scores.filter((score) => domains.has(score.domain));
  const models = choices.model.options.map((option) => option.value);
  const jobs = new Map<string, BehaviorSpecJob>();
  const keyOf = (domain: string, without: string | null, reference: string, drop: boolean): string => {
    const touches = scores.some(
      (score) => score.domain === domain && score.measures.some((measure) => measure.assay === without),
    );
    return JSON.stringify([domain, touches ? without : null, reference, drop]);
  };
  const combinations = choices.assays.options.flatMap((assay) =>
    choices.reference.options.flatMap((reference) =>
      choices.outliers.options.map((outliers) => ({ assay, reference, outliers })),
    ),
  );
  for (const { assay, reference, outliers } of combinations) {
    for (const score of scores) {
      const key = keyOf(score.domain, assay.value, reference.value, outliers.value);
      if (jobs.has(key)) continue;
      const own = { without: assay.value, reference: reference.value, dropOutliers: outliers.value };
      jobs.set(key, { study: { ...study, expression: null }, score, choices: own, models });
    }
  }
  const done = await context.pool.map(behaviorSpecTask, [...jobs.values()], (count, total) =>
    context.progress('multiverse of behavior', count, total),
  );
  const outcomeOf = new Map([...jobs.keys()].map((key, i) => [key, done[i]]));
  return combinations.flatMap(({ assay, reference, outliers }) => {
    const outcomes = scores.flatMap((score) => {
      return outcomeOf.get(keyOf(score.domain, assay.value, reference.value, outliers.value)) ?? [];
    });
    return choices.model.options.map((model, m) => ({
      options: [assay.id, reference.id, outliers.id, model.id],
      claims: outcomes.flatMap((outcome) => outcome.claims[m] ?? []),
      scores: outcomes.flatMap((outcome) => outcome.score ?? []),
    }));
  });
}
