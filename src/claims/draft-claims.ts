import type { IntegrationResult } from '../integration/index.ts';
import type { ClaimedPathways } from '../pathway/index.ts';
import { behaviorClaims } from './behavior-claims.ts';
import type { Drafted } from './draft.ts';
import { linkClaims } from './link-claims.ts';
import { pathwayClaims } from './pathway-claims.ts';
import type { ClaimPlan } from './plan.ts';
import type { ClaimedBehavior } from './rerun/behavior-rerun.ts';

/** What claims are drafted from; null where the study has no such data. Results of the rooms fit, and so does a rerun. */
export interface DraftEvidence {
  behavior: ClaimedBehavior | null;
  pathway: ClaimedPathways | null;
  integration: Pick<IntegrationResult, 'links'> | null;
}

/** Drafts every claim with its planned test, before adjustment and verdict. */
export function draftClaims(evidence: DraftEvidence, plan: ClaimPlan): Drafted[] {
  return [
    ...behaviorClaims(evidence.behavior, plan),
    ...pathwayClaims(evidence.pathway, plan),
    ...linkClaims(evidence.integration, plan),
  ];
}
