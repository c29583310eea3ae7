import type { BehaviorResult } from '../../behavior/index.ts';
import { type Drafted, missing } from '../draft.ts';
import type { ClaimPlan } from '../plan.ts';
import type { FurtherTests } from './further-tests.ts';
import { doseGeneClaims, washoutGeneClaims } from './gene-claims.ts';
import { baselineClaim, litterClaim, sexClaim, stageClaim } from './moderator-claims.ts';

export type { FurtherTests } from './further-tests.ts';

/**
 * Drafts the claims beyond each room's headline: genes along the doses and after washout, alone and together with behavior; the
 * developmental window; sex, baseline and litter as risk factors.
 */
export function furtherClaims(
  { behavior, further }: { behavior: BehaviorResult | null; further?: FurtherTests | null },
  plan: ClaimPlan,
): Drafted[] {
  const tests = further ?? null;
  return [
    ...doseGeneClaims(behavior, tests, plan),
    ...washoutGeneClaims(behavior, tests, plan),
    ...plan.domains.flatMap((words) => {
      const model = behavior?.models.find((one) => one.domain === words.domain);
      const score = behavior?.scores.find((one) => one.domain === words.domain);
      if (model === undefined && !plan.primary.includes(words.domain)) return [];
      if (model === undefined || score === undefined || behavior === null || plan.endOfTreatment === null)
        return [
          missing(
            `adolescent-window-${words.domain}`,
            windowStatement(plan, words.words),
            'no model of this domain at the end of treatment',
          ),
        ];
      const session = plan.endOfTreatment.name;
      const sd = score.controlSd[behavior.sessions.indexOf(session)] || 1;
      const risk = tests?.risks.find((one) => one.domain === words.domain);
      return [
        stageClaim(words, model, session, sd, plan),
        sexClaim(words, model, session, sd, plan),
        ...(risk === undefined ? [] : [baselineClaim(words, risk, session, plan), litterClaim(words, risk, session, sd, plan)]),
      ];
    }),
  ];
}

/** The claim about the developmental window as a sentence. */
export function windowStatement(plan: ClaimPlan, words: string): string {
  return `${plan.drug} acts on ${words} more in adolescents than at other ages.`;
}
