import { adjustPvalues } from '../stats/index.ts';
import type { Domain } from '../study/index.ts';
import { claimedDomains } from './domains.ts';
import { NEUROACTIVE_CLAIM, SYSTEM_CLAIMS } from './pathway-claims.ts';
import type { Claim } from './results.ts';

/** A family of tests and how it is adjusted: declared here, before any data are looked at. */
export interface Family {
  name: string;
  adjustment: string;
  members: readonly string[];
}

const HOLM = 'Holm over the claims of this family; family-wise error rate alpha';

/**
 * Ids of the claims, grouped into the families whose error rate is controlled together. They depend on the plan's primary domains alone.
 */
export function declaredFamilies(primary: readonly Domain[]): Family[] {
  const domains = claimedDomains(primary).map(({ domain }) => domain);
  const each = (...prefixes: string[]): string[] => prefixes.flatMap((prefix) => domains.map((domain) => `${prefix}-${domain}`));
  return [
    {
      name: 'primary behavior',
      adjustment: 'Holm over the primary domains; family-wise error rate alpha',
      members: domains.filter((domain) => primary.includes(domain)),
    },
    { name: 'further behavior', adjustment: HOLM, members: domains.filter((domain) => !primary.includes(domain)) },
    { name: 'secondary behavior', adjustment: HOLM, members: each('persistence', 'dose-dependence') },
    { name: 'neuroactive pathway', adjustment: 'one planned test (sample-based)', members: [NEUROACTIVE_CLAIM.id] },
    {
      name: 'receptor systems and cascade',
      adjustment: 'Holm over the systems and steps named in advance; family-wise error rate alpha',
      members: SYSTEM_CLAIMS.map(({ id }) => id),
    },
    { name: 'excitation/inhibition balance', adjustment: 'one planned index', members: ['ei-balance'] },
    {
      name: 'dose and time of the molecular change',
      adjustment: `${HOLM}; a claim about behavior and genes together has the larger of its two p-values`,
      members: ['dose-trend-genes', 'persistence-genes', ...each('dose-concordance', 'persistence-together')],
    },
    {
      name: 'behavior-expression link',
      adjustment: 'Holm over the domains, each test already adjusted over the catalogue families',
      members: each('link'),
    },
    { name: 'developmental window', adjustment: HOLM, members: each('adolescent-window') },
    { name: 'moderators', adjustment: HOLM, members: each('moderator-sex', 'moderator-baseline', 'moderator-litter') },
  ].filter((family) => family.members.length > 0);
}

/** Fills `family` and `padj` of each claim: Holm within its declared family, over the claims that could be assessed. */
export function adjustWithinFamilies(claims: readonly Claim[], families: readonly Family[]): void {
  for (const family of families) {
    const members = claims.filter((claim) => family.members.includes(claim.id));
    const adjusted = adjustPvalues(
      members.map((claim) => claim.pvalue),
      'holm',
    );
    members.forEach((claim, i) => {
      claim.family = family.name;
      claim.padj = adjusted[i];
    });
  }
}
