import { type BehaviorResult, contrastDeletions } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import type { ClaimPlan } from '../plan.ts';
import { equivalenceTest } from '../verdict.ts';
import type { ClaimDeletion } from './claim-values.ts';
import type { LeftOut } from './left-out.ts';

/** The behavioral claims without each animal and litter: the planned model with its variances held. */
export function behaviorDeletions(
  behavior: BehaviorResult,
  study: Study,
  plan: ClaimPlan,
  sets: readonly LeftOut[],
): ClaimDeletion[] {
  const sessions = [plan.endOfTreatment, plan.washout].flatMap((session) => (session === null ? [] : [session.name]));
  return behavior.scores.flatMap((score) => {
    const { domain, values, controlSd } = score;
    const width = behavior.sessions.length;
    const touched = Uint8Array.from(sets, ({ animals }) =>
      Number(animals.some((a) => values.subarray(a * width, (a + 1) * width).some(Number.isFinite))),
    );
    const deleted = contrastDeletions(
      study,
      score,
      { arm: plan.top.name, sessions },
      sets.map((set) => set.animals),
    );
    return deleted.flatMap(({ contrast, estimate, se, pvalue }): ClaimDeletion[] => {
      const id = claimIdOf(contrast.kind, contrast.session, domain, plan);
      if (id === null) return [];
      const sd = contrast.kind === 'dose-trend' ? 1 : controlSd[behavior.sessions.indexOf(contrast.session)] || 1;
      const equivalence =
        contrast.kind === 'dose-trend'
          ? null
          : (set: number) => equivalenceTest(estimate[set] / sd, se[set] / sd, contrast.df, plan.smallestEffect);
      return [{ id, estimate: estimate.map((one) => one / sd), pvalue, equivalence, touched }];
    });
  });
}

/** The claim that a contrast is the planned test of. */
function claimIdOf(kind: string, session: string, domain: string, plan: ClaimPlan): string | null {
  if (kind === 'dose-trend') return session === plan.endOfTreatment?.name ? `dose-dependence-${domain}` : null;
  if (session === plan.endOfTreatment?.name) return domain;
  return session === plan.washout?.name ? `persistence-${domain}` : null;
}
