import {
  type BehaviorResult,
  type ClaimModel,
  claimContrasts,
  outlyingAnimals,
  type ReferenceMode,
  scoreDomain,
} from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import type { ClaimPlan } from '../plan.ts';
import type { ScoreParts } from './rerun-input.ts';

/** What the claims read of the behavior room's result. */
export type ClaimedBehavior = Pick<BehaviorResult, 'sessions' | 'scores' | 'models'>;

/** Choices of a behavioral analysis. */
export interface BehaviorChoices {
  /** Assay whose measures are left out of the scores; null: none. */
  without: string | null;
  reference: ReferenceMode;
  /** Leave out animals that differ from the others of their arm and sex by more than chance. */
  dropOutliers: boolean;
  model: ClaimModel;
}

/** What `limbic run` does. */
export function plannedBehavior(study: Study): BehaviorChoices {
  return {
    without: null,
    reference: 'sex-control',
    dropOutliers: false,
    model: { formula: study.plan.model, df: 'kenward-roger', sessions: 'together' },
  };
}

/**
 * Scores every animal again and fits the planned contrasts: reference animals, z-scores, composites, mixed models.
 *
 * @param study with the arms that hold now
 */
export function rerunBehavior(
  study: Study,
  scores: readonly ScoreParts[],
  plan: ClaimPlan,
  choices: BehaviorChoices = plannedBehavior(study),
): ClaimedBehavior {
  const sessions = [plan.endOfTreatment, plan.washout].flatMap((session) => (session === null ? [] : [session.name]));
  const scored = scores.flatMap(({ domain, label, measures }) => {
    const parts = measures.filter((measure) => measure.assay !== choices.without);
    if (parts.length === 0) return [];
    const score = scoreDomain(study, domain, label, parts, choices.reference);
    return [choices.dropOutliers ? withoutOutliers(study, score) : score];
  });
  return {
    sessions: study.sessions.map((session) => session.name),
    scores: scored,
    models: scored.flatMap((score) => claimContrasts(study, score, { arm: plan.top.name, sessions }, choices.model) ?? []),
  };
}

function withoutOutliers(study: Study, score: ClaimedBehavior['scores'][number]): ClaimedBehavior['scores'][number] {
  const width = study.sessions.length;
  const values = score.values.slice();
  study.sessions.forEach((_, s) => {
    for (const animal of outlyingAnimals(study, score.values, s)) values[animal * width + s] = NaN;
  });
  return { ...score, values };
}
