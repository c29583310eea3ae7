import type { DomainScore } from '../../behavior/index.ts';
import type { Task } from '../../context/index.ts';
import type { Study } from '../../study/index.ts';
import { behaviorClaims } from '../behavior-claims.ts';
import { claimPlan } from '../plan.ts';
import { type BehaviorChoices, rerunBehavior } from '../rerun/behavior-rerun.ts';
import type { ScoreParts } from '../rerun/rerun-input.ts';
import type { SpecifiedClaim } from './specified-claim.ts';

/** One domain under several choices that differ in the model only. */
export interface BehaviorSpecJob {
  study: Study;
  score: ScoreParts;
  choices: Omit<BehaviorChoices, 'model'>;
  models: BehaviorChoices['model'][];
}

export interface BehaviorSpecOutcome {
  /** Per model the claims of the domain. */
  claims: SpecifiedClaim[][];
  /** The score that all models are about; null when no measure is left. */
  score: DomainScore | null;
}

/** Scores the animals once and fits every model to the score. */
export const behaviorSpecTask: Task<BehaviorSpecJob, BehaviorSpecOutcome> = {
  name: 'claims/multiverse-behavior',
  run: ({ study, score, choices, models }) => {
    const plan = claimPlan(study);
    if (plan === null) return { claims: [], score: null };
    const runs = models.map((model) => rerunBehavior(study, [score], plan, { ...choices, model }));
    return {
      score: runs[0]?.scores[0] ?? null,
      claims: runs.map((behavior) => behaviorClaims(behavior, plan).flatMap((one) => ('draft' in one ? [pick(one.draft)] : []))),
    };
  },
};

function pick({ id, estimate, low, high, pvalue, equivalence }: SpecifiedClaim): SpecifiedClaim {
  return { id, estimate, low, high, pvalue, equivalence };
}
