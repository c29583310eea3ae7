import type { BehaviorResult } from '../behavior/index.ts';
import type { IntegrationResult } from '../integration/index.ts';
import type { PathwayResult } from '../pathway/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Study } from '../study/index.ts';
import { type Draft, pText } from './draft.ts';
import { draftClaims } from './draft-claims.ts';
import { adjustWithinFamilies, declaredFamilies, type Family } from './families.ts';
import { type FurtherTests, furtherClaims } from './further/further-claims.ts';
import { claimPlan } from './plan.ts';
import type { Claim, ClaimsResult, NotAssessed } from './results.ts';
import { directionalVerdict } from './verdict.ts';

/** All that the claims are weighed from; null where the study has no such data. */
export interface Evidence {
  study: Study;
  checks: readonly Problem[];
  behavior: BehaviorResult | null;
  pathway: PathwayResult | null;
  integration: IntegrationResult | null;
  /** Tests that only claims need; null or absent where they were not made. */
  further?: FurtherTests | null;
}

/**
 * Turns results into graded claims. The tests, their families and their adjustment are declared in advance (families.ts);
 * secondary claims wait behind the primary claim they depend on (fixed-sequence gatekeeping).
 */
export function weighClaims(evidence: Evidence): ClaimsResult {
  const plan = claimPlan(evidence.study);
  const families = declaredFamilies(evidence.study.plan.primary).map((family) => ({ ...family, members: [...family.members] }));
  if (plan === null) {
    const why = 'the study names no control arm and at least one other arm';
    return { claims: [], notAssessed: [{ id: 'all', statement: 'No claim can be weighed.', why }], families };
  }
  const drafted = [...draftClaims(evidence, plan), ...furtherClaims(evidence, plan)];
  const drafts = drafted.flatMap((one) => ('draft' in one ? [one.draft] : []));
  const notAssessed: NotAssessed[] = drafted.flatMap((one) => ('missing' in one ? [one.missing] : []));
  return { claims: gradeDrafts(drafts, families, plan.alpha, evidence.checks), notAssessed, families };
}

function gradeDrafts(drafts: readonly Draft[], families: readonly Family[], alpha: number, checks: readonly Problem[]): Claim[] {
  const claims: Claim[] = drafts.map((draft) => ({
    ...draft,
    padj: NaN,
    family: '',
    verdict: 'inconclusive',
    reason: '',
  }));
  adjustWithinFamilies(claims, families);
  claims.forEach((claim, i) => {
    claim.verdict = directionalVerdict(claim.estimate, claim.padj, claim.equivalence, drafts[i].claimed, alpha);
    claim.reason = reasonFor(claim, drafts[i], alpha);
  });
  claims.forEach((claim, i) => {
    const gate = claims.find((one) => one.id === drafts[i].gate);
    if (gate === undefined || gate.verdict === 'supported') return;
    claim.verdict = 'inconclusive';
    claim.reason = `Not tested: it depends on the claim "${gate.statement}", which is ${gate.verdict === 'inconclusive' ? 'inconclusive' : gate.verdict.replace('-', ' ')}.`;
  });
  const flaw = checks.find((check) => check.severity === 'error' && check.code.startsWith('design-'));
  if (flaw !== undefined) for (const claim of claims) withhold(claim, flaw);
  return claims;
}

/** A design that cannot tell the drug from something else supports nothing, whatever the p-value. */
function withhold(claim: Claim, flaw: Problem): void {
  if (claim.verdict !== 'supported' && claim.verdict !== 'contradicted') return;
  claim.verdict = 'inconclusive';
  claim.reason = `The planned test passes (adjusted p ${pText(claim.padj)}), but the design cannot carry the claim: ${flaw.message}.`;
}

function reasonFor(claim: Claim, draft: Draft, alpha: number): string {
  const p = `adjusted p ${claim.padj < 1e-300 ? '' : '= '}${pText(claim.padj)}`;
  switch (claim.verdict) {
    case 'supported':
      return `The planned test passes (${p} within "${claim.family}")${draft.claimed === 0 ? '' : ' and the effect is on the claimed side'}.`;
    case 'contradicted':
      return `The planned test passes (${p}), but on the opposite side.`;
    case 'not-supported':
      return `The effect lies within the smallest effect of interest, ±${claim.equivalence?.bound} (equivalence p = ${pText(claim.equivalence?.pvalue ?? NaN)}).`;
    default:
      return Number.isNaN(claim.padj)
        ? 'The planned test could not be computed.'
        : `The planned test does not pass (${p}, alpha ${alpha}), and an effect of the smallest size of interest is not excluded: absence of evidence, not evidence of absence.`;
  }
}
