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

/**
 * Runs every combination of assays, reference, outliers and model; a domain's score is made once for all models. Leaving out an assay
 * is a choice of the domains that it is part of, and says nothing about the others.
 */
export async function behaviorRuns(input: RerunInput, choices: Choices, context: Context): Promise<BehaviorRun[]> {
  const { study } = input;
  if (input.scores.length === 0) return [];
  const domains = new Set<string>([...study.plan.primary, 'anxiety', 'depression']);
  const scores = input.scores.filter((score) => domains.has(score.domain));
  const models = choices.model.options.map((option) => option.value);
  const combinations = choices.assays.options.flatMap((assay) =>
    choices.reference.options.flatMap((reference) =>
      choices.outliers.options.map((outliers) => ({ assay, reference, outliers })),
    ),
  );
  const jobs = combinations.flatMap(({ assay, reference, outliers }, combination) =>
    scores
      .filter((score) => assay.value === null || score.measures.some((measure) => measure.assay === assay.value))
      .map((score): { combination: number; job: BehaviorSpecJob } => {
        const own = { without: assay.value, reference: reference.value, dropOutliers: outliers.value };
        return { combination, job: { study: { ...study, expression: null }, score, choices: own, models } };
      }),
  );
  const done = await context.pool.map(
    behaviorSpecTask,
    jobs.map(({ job }) => job),
    (count, total) => context.progress('multiverse of behavior', count, total),
  );
  return combinations.flatMap(({ assay, reference, outliers }, combination) => {
    const outcomes = done.filter((_, i) => jobs[i].combination === combination);
    return choices.model.options.map((model, m) => ({
      options: [assay.id, reference.id, outliers.id, model.id],
      claims: outcomes.flatMap((outcome) => outcome.claims[m] ?? []),
      scores: outcomes.flatMap((outcome) => outcome.score ?? []),
    }));
  });
}
