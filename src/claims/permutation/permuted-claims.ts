import { plainContext, type Task } from '../../context/index.ts';
import { withArms } from '../../expression/index.ts';
import { InputError } from '../../problems/index.ts';
import { draftClaims } from '../draft-claims.ts';
import { claimPlan } from '../plan.ts';
import { rerunBehavior } from '../rerun/behavior-rerun.ts';
import { rerunExpression } from '../rerun/expression-rerun.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';

/** One arrangement of the arms. */
export interface PermutedJob {
  input: RerunInput;
  /** Arm of each animal, in the order of study.animals. */
  arms: string[];
}

/** What the pipeline says of the claims under an arrangement. */
export interface PermutedOutcome {
  /** Unadjusted p of the planned test of each claim that could be drafted. */
  pvalues: { id: string; pvalue: number }[];
  /** Genes below the study's false discovery rate; NaN without expression. */
  genes: number;
}

/**
 * Runs the whole analysis with other arms: reference animals, scores, mixed models; normalization, dispersions, tests of all genes,
 * transformed values, detected genes, set tests, balance; and from these the planned test of every claim.
 */
export async function permutedClaims({ input, arms }: PermutedJob): Promise<PermutedOutcome> {
  const study = { ...input.study, animals: input.study.animals.map((animal, i) => ({ ...animal, arm: arms[i] })) };
  const plan = claimPlan(study);
  if (plan === null) return { pvalues: [], genes: NaN };
  const behavior = input.scores.length === 0 ? null : rerunBehavior(study, input.scores, plan);
  const expression = await expressionOf(input, study, arms);
  const drafted = draftClaims({ behavior, pathway: expression?.pathway ?? null, integration: null }, plan);
  const contrast = expression?.refit.contrasts[0];
  return {
    pvalues: drafted.flatMap((one) => ('draft' in one ? [{ id: one.draft.id, pvalue: one.draft.pvalue }] : [])),
    genes: contrast === undefined ? NaN : contrast.up + contrast.down,
  };
}

async function expressionOf(input: RerunInput, study: RerunInput['study'], arms: readonly string[]) {
  if (input.counts === null) return null;
  const armOf = new Map(study.animals.map((animal, i) => [animal.id, arms[i]]));
  const counts = withArms(input.counts, (animal) => armOf.get(animal) ?? '');
  try {
    return await rerunExpression(study, counts, plainContext(input.seed));
  } catch (error) {
    // an arrangement in which the design cannot be estimated has no p, and counts against the claim
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** {@link permutedClaims} as a task for a worker. */
export const permutedClaimsTask: Task<PermutedJob, Promise<PermutedOutcome>> = {
  name: 'claims/permutation',
  run: permutedClaims,
};
