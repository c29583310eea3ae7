import { adjustPvalues } from '../stats/index.ts';
import type { Claim, Equivalence, Verdict } from './results.ts';
import { directionalVerdict } from './verdict.ts';

/** A claim's numbers in another analysis. */
export interface GradedClaim {
  estimate: number;
  pvalue: number;
  equivalence: Equivalence | null;
}

/**
 * The verdicts that other numbers lead to: the same families, gates and rules as the headline. A claim that the design cannot carry
 * is still judged by its numbers here, since what is asked is whether they hold.
 *
 * @param valuesOf a claim's numbers in the other analysis; null: as they are
 * @returns verdict by claim id
 */
export function regrade(
  claims: readonly Claim[],
  valuesOf: (claim: Claim) => GradedClaim | null,
  alpha: number,
): Map<string, Verdict> {
  const values = claims.map((claim) => valuesOf(claim) ?? claim);
  const verdicts = new Map<string, Verdict>();
  for (const family of new Set(claims.map((claim) => claim.family))) {
    const members = claims.flatMap((claim, i) => (claim.family === family ? [i] : []));
    const adjusted = adjustPvalues(
      members.map((i) => values[i].pvalue),
      'holm',
    );
    members.forEach((i, k) => {
      const { estimate, equivalence } = values[i];
      verdicts.set(claims[i].id, directionalVerdict(estimate, adjusted[k], equivalence, claims[i].claimed, alpha));
    });
  }
  for (const claim of claims) {
    const gate = claim.gate === null ? undefined : verdicts.get(claim.gate);
    if (gate !== undefined && gate !== 'supported') verdicts.set(claim.id, 'inconclusive');
  }
  return verdicts;
}
