import type { DomainScore } from '../../behavior/index.ts';
import type { Context } from '../../context/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import { claimPlan } from '../plan.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';
import type { BehaviorRun } from './behavior-runs.ts';
import type { Choices } from './choices.ts';
import type { ExpressionRun } from './expression-runs.ts';
import { type LinkSpecJob, linkSpecTask } from './link-task.ts';
import type { SpecifiedRun } from './multiverse.ts';

/** Exchanges of the max-T adjustment in each specification; the headline has the study's own number. */
const EXCHANGES = 500;

/**
 * Tests the links for every combination of score, expression values and what is held constant. The model of the score plays no part, so
 * specifications that differ in it are one.
 */
export async function linkRuns(
  input: RerunInput,
  choices: Choices,
  behavior: readonly BehaviorRun[],
  expression: readonly ExpressionRun[],
  pathway: PathwayResult,
  context: Context,
): Promise<SpecifiedRun[]> {
  const { study, seed } = input;
  const plan = claimPlan(study);
  const session = study.expression?.session ?? plan?.endOfTreatment?.name ?? study.sessions.at(-1)?.name;
  const at = study.sessions.findIndex((one) => one.name === session);
  const values = expression.filter((run) => run.links !== null);
  const first = choices.model.options[0].id;
  const outcomes = behavior.filter((run) => run.options[3] === first);
  if (plan === null || at < 0 || values.length === 0 || outcomes.length === 0) return [];
  const domains = plan.domains
    .map(({ domain }) => domain)
    .filter((domain) => outcomes[0].scores.some((score) => score.domain === domain));
  const settings = values.flatMap((run) => choices.constant.options.map((constant) => ({ run, constant })));
  const animalOf = new Map(study.animals.map((animal, i) => [animal.id, i]));
  const jobs = settings.flatMap(({ run, constant }) =>
    domains.map((domain): LinkSpecJob => {
      const links = run.links ?? { genes: [], animals: [], values: new Float64Array(0) };
      const rows = links.animals.map((animal) => animalOf.get(animal) ?? -1);
      const valuesOf = (score: DomainScore | undefined): Float64Array =>
        Float64Array.from(rows, (row) => score?.values[row * study.sessions.length + at] ?? NaN);
      return {
        id: `link-${domain}`,
        expression: links,
        group: rows.map((row) => study.animals[row]?.arm ?? ''),
        sex: rows.map((row) => study.animals[row]?.sex ?? 'unknown'),
        constantSex: constant.value,
        families: pathway.families.map(({ id, label, members }) => ({ id, label, members })),
        panel: pathway.panel.filter((row) => row.detected).map((row) => row.gene),
        outcomes: outcomes.map((one) => valuesOf(one.scores.find((score) => score.domain === domain))),
        permutations: EXCHANGES,
        seed,
        purpose: `integration/score/${domain}`,
      };
    }),
  );
  const done = await context.pool.map(linkSpecTask, jobs, (count, total) =>
    context.progress('multiverse of links', count, total),
  );
  return settings.flatMap(({ run, constant }, s) =>
    outcomes.map((outcome, o) => ({
      options: [...outcome.options.slice(0, 3), run.method, run.sample, constant.id],
      claims: domains.flatMap((_, d) => done[s * domains.length + d][o] ?? []),
    })),
  );
}
