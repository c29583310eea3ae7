import type { BehaviorResult } from '../../behavior/index.ts';
import type { Context } from '../../context/index.ts';
import type { ExpressionResult } from '../../expression/index.ts';
import type { IntegrationResult } from '../../integration/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import type { Study } from '../../study/index.ts';
import { type GradedClaim, regrade } from '../grade.ts';
import { type ClaimPlan, claimPlan } from '../plan.ts';
import type { Claim, Verdict } from '../results.ts';
import { behaviorDeletions } from './behavior-stability.ts';
import type { ClaimDeletion } from './claim-values.ts';
import { type LeftOut, leftOutSets } from './left-out.ts';
import { linkDeletions } from './link-stability.ts';
import { pathwayDeletions } from './pathway-stability.ts';

/** How a claim stands without each animal, and without each litter. */
export interface ClaimStability {
  id: string;
  /** How many were left out, one at a time. */
  animals: number;
  litters: number;
  /** Range of the estimate without each animal. */
  low: number;
  high: number;
  /** Without whom the numbers lead to another verdict. */
  flips: { unit: LeftOut['unit']; name: string; verdict: Verdict }[];
  /** Whose absence moves the estimate most; null where the claim has no estimate. */
  mostInfluential: Deletion | null;
  mostInfluentialLitter: Deletion | null;
}

/** A claim without one animal or litter. */
export interface Deletion {
  name: string;
  estimate: number;
  pvalue: number;
  verdict: Verdict;
}

/** What the stability of the claims is computed from. */
export interface StabilityEvidence {
  study: Study;
  behavior: BehaviorResult | null;
  expression: ExpressionResult | null;
  pathway: PathwayResult | null;
  integration: IntegrationResult | null;
  claims: readonly Claim[];
}

/**
 * Leaves out each animal, and each litter, in turn and weighs the claims again. Behavior: the planned model without the rows, exact, with
 * scores and variances held. Sets of genes: the rotation test without the samples, with transformed values, detected genes and the
 * prior of the variances held. Links: correlations and max-T again. Each is one part of a rerun, so that all of it costs less than a second.
 */
export async function claimStability(evidence: StabilityEvidence, context: Context): Promise<ClaimStability[]> {
  const { study, claims } = evidence;
  const plan = claimPlan(study);
  if (plan === null) return [];
  const sets = leftOutSets(study, hasDataIn(evidence));
  context.progress('claims without each animal', 0, 1);
  const deletions = await deletionsOf(evidence, plan, sets, context);
  context.progress('claims without each animal', 1, 1);
  const whole = regrade(claims, () => null, plan.alpha);
  const graded = sets.map((_, k) => regrade(claims, (claim) => valuesWithout(deletions, claim, k), plan.alpha));
  return claims.flatMap((claim) => {
    const deletion = deletions.find((one) => one.id === claim.id);
    return deletion === undefined ? [] : [stabilityOf(claim, deletion, sets, { whole, graded })];
  });
}

function hasDataIn({ study, behavior, expression }: StabilityEvidence): (animal: number) => boolean {
  const sequenced = new Set(expression?.animals ?? []);
  const width = study.sessions.length;
  const scored = (animal: number): boolean =>
    behavior?.scores.some((score) => score.values.subarray(animal * width, (animal + 1) * width).some(Number.isFinite)) ?? false;
  return (animal) => scored(animal) || sequenced.has(study.animals[animal].id);
}

async function deletionsOf(
  { study, behavior, expression, pathway, integration }: StabilityEvidence,
  plan: ClaimPlan,
  sets: readonly LeftOut[],
  context: Context,
): Promise<ClaimDeletion[]> {
  const parts = await Promise.all([
    behavior === null ? [] : behaviorDeletions(behavior, study, plan, sets),
    expression === null || pathway === null ? [] : pathwayDeletions(expression, pathway, study, sets, context),
    expression === null || integration === null ? [] : linkDeletions(integration, expression, study, sets, context),
  ]);
  return parts.flat();
}

/** The claim's numbers without a set; null when the claim does not rest on it. */
function valuesWithout(deletions: readonly ClaimDeletion[], claim: Claim, set: number): GradedClaim | null {
  const deletion = deletions.find((one) => one.id === claim.id);
  if (deletion === undefined || deletion.touched[set] === 0) return null;
  const { estimate, pvalue, equivalence } = deletion;
  return {
    estimate: Number.isNaN(estimate[set]) ? claim.estimate : estimate[set],
    pvalue: pvalue[set],
    equivalence: equivalence === null ? claim.equivalence : equivalence(set),
  };
}

function stabilityOf(
  claim: Claim,
  { estimate, pvalue, touched }: ClaimDeletion,
  sets: readonly LeftOut[],
  { whole, graded }: { whole: Map<string, Verdict>; graded: readonly Map<string, Verdict>[] },
): ClaimStability {
  const usual = whole.get(claim.id) ?? claim.verdict;
  const own = sets.flatMap((set, k) => (touched[k] === 1 ? [{ set, k, verdict: graded[k].get(claim.id) ?? usual }] : []));
  const animals = own.filter(({ set }) => set.unit === 'animal');
  const litters = own.filter(({ set }) => set.unit === 'litter');
  const known = animals.map(({ k }) => estimate[k]).filter(Number.isFinite);
  const most = (among: typeof own): Deletion | null => {
    const moved = among.filter(({ k }) => Number.isFinite(estimate[k]));
    if (moved.length === 0) return null;
    const distance = ({ k }: (typeof own)[number]): number => Math.abs(estimate[k] - claim.estimate);
    const { set, k, verdict } = moved.reduce((best, one) => (distance(one) > distance(best) ? one : best));
    return { name: set.name, estimate: estimate[k], pvalue: pvalue[k], verdict };
  };
  return {
    id: claim.id,
    animals: animals.length,
    litters: litters.length,
    low: known.length === 0 ? NaN : Math.min(...known),
    high: known.length === 0 ? NaN : Math.max(...known),
    flips: own.flatMap(({ set, verdict }) => (verdict === usual ? [] : [{ unit: set.unit, name: set.name, verdict }])),
    mostInfluential: most(animals),
    mostInfluentialLitter: most(litters),
  };
}
