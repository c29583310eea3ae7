import type { Context } from '../../context/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import { regrade } from '../grade.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';
import type { Claim } from '../results.ts';
import { type BehaviorRun, behaviorRuns } from './behavior-runs.ts';
import { type Choices, declaredChoices } from './choices.ts';
import { type ExpressionRun, expressionRuns } from './expression-runs.ts';
import { linkRuns } from './link-runs.ts';
import type { ClaimMultiverse, MultiverseResult, Specification } from './multiverse-result.ts';
import type { SpecifiedClaim } from './specified-claim.ts';

/** One specification and the claims it says something about. */
export interface SpecifiedRun {
  /** Option ids, in the order of the run's choices. */
  options: string[];
  /** Null when it could not be run. */
  claims: SpecifiedClaim[] | null;
}

/** What the multiverse needs of the finished run. */
export interface MultiverseEvidence {
  claims: readonly Claim[];
  pathway: PathwayResult | null;
}

/**
 * Runs every declared combination of reasonable choices (Simonsohn, Simmons & Nelson 2020, Nat Hum Behav 4:1208; Steegen et al. 2016) and
 * weighs the claims again under each, with the same families and gates. Combinations share what they have in common: a score serves all
 * models of it, a fit of the counts all ways of testing sets on it.
 */
export async function runMultiverse(
  input: RerunInput,
  { claims, pathway }: MultiverseEvidence,
  context: Context,
): Promise<MultiverseResult> {
  const choices = declaredChoices(input);
  const behavior = await behaviorRuns(input, choices, context);
  const expression = await expressionRuns(input, choices, pathway, context);
  const links = pathway === null ? [] : await linkRuns(input, choices, behavior, expression, pathway, context);
  const { alpha } = input.study.plan;
  const groups = [
    { names: BEHAVIOR_CHOICES, runs: behavior.map(({ options, claims: own }) => ({ options, claims: own })) },
    { names: EXPRESSION_CHOICES, runs: expression.flatMap((run) => run.specified) },
    { names: LINK_CHOICES, runs: links },
  ];
  const summaries = groups.flatMap(({ names, runs }) => summarized(claims, names, runs, alpha));
  return {
    choices: [...new Set(groups.flatMap(({ names, runs }) => (runs.length > 0 ? names : [])))].map((name) => {
      const { id, label, options } = choices[name];
      return { id, label, options: options.map((one) => ({ id: one.id, label: one.label })) };
    }),
    analyses: { behavior: countOf(behavior), expression: groups[1].runs.length, link: countOf(links) },
    fits: expression.length,
    claims: claims.flatMap((claim) => summaries.find((one) => one.id === claim.id) ?? []),
    notes: NOTES,
  };
}

/** Domains times ways to analyze them. */
function countOf(runs: readonly SpecifiedRun[]): number {
  const domainOf = (id: string): string => id.slice(id.lastIndexOf('-') + 1);
  return runs.reduce((sum, run) => sum + new Set(run.claims?.map((claim) => domainOf(claim.id))).size, 0);
}

type ChoiceName = keyof Choices;
const BEHAVIOR_CHOICES: readonly ChoiceName[] = ['assays', 'reference', 'outliers', 'model'];
const EXPRESSION_CHOICES: readonly ChoiceName[] = ['method', 'covariates', 'sample', 'detection', 'standardize', 'direction'];
const LINK_CHOICES: readonly ChoiceName[] = ['assays', 'reference', 'outliers', 'method', 'sample', 'constant'];

const NOTES = [
  'Specifications are not independent and are not a sample: the share that agrees says how much the verdict depends on choices, not how probable it is.',
  'edgeR is combined with the planned design and all samples only, since its dispersions cost as much as all else.',
];

/** Every claim that the runs speak of, with its verdict under each. */
function summarized(
  claims: readonly Claim[],
  choices: readonly string[],
  runs: readonly SpecifiedRun[],
  alpha: number,
): ClaimMultiverse[] {
  const done = runs.flatMap((run) => {
    if (run.claims === null) return [];
    const byId = new Map(run.claims.map((one) => [one.id, one]));
    return [{ ...run, byId, verdicts: regrade(claims, (claim) => byId.get(claim.id) ?? null, alpha) }];
  });
  return claims.flatMap((claim): ClaimMultiverse[] => {
    const specifications = done.flatMap(({ options, byId, verdicts }): Specification[] => {
      const own = byId.get(claim.id);
      if (own === undefined || Number.isNaN(own.pvalue)) return [];
      const { estimate, low, high, pvalue } = own;
      return [{ options, estimate, low, high, pvalue, verdict: verdicts.get(claim.id) ?? 'inconclusive' }];
    });
    if (specifications.length === 0) return [];
    const [planned] = specifications;
    const share = (count: (one: Specification) => boolean): number => specifications.filter(count).length / specifications.length;
    const estimates = specifications
      .map((one) => one.estimate)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    return [
      {
        id: claim.id,
        choices: [...choices],
        specifications,
        agree: share((one) => one.verdict === planned.verdict),
        sameSide: share((one) => one.estimate * planned.estimate > 0),
        median: estimates[estimates.length >> 1] ?? NaN,
        failed: done.filter(({ byId }) => Number.isNaN(byId.get(claim.id)?.pvalue ?? 0)).length + runs.length - done.length,
      },
    ];
  });
}

export type { BehaviorRun, ExpressionRun };
