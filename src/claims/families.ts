import { adjustPvalues } from '../stats/index.ts';
import type { Claim } from './results.ts';

/** A family of tests and how it is adjusted: declared here, before any data are looked at. */
export interface Family {
  name: string;
  adjustment: string;
  members: readonly string[];
}

/** Ids of the claims, grouped into the families whose error rate is controlled together. */
export const FAMILIES: readonly Family[] = [
  {
    name: 'primary behavior',
    adjustment: 'Holm over the primary domains; family-wise error rate alpha',
    members: ['anxiety', 'depression'],
  },
  {
    name: 'secondary behavior',
    adjustment: 'Holm over the claims of this family; family-wise error rate alpha',
    members: ['persistence-anxiety', 'persistence-depression', 'dose-dependence-anxiety', 'dose-dependence-depression'],
  },
  {
    name: 'neuroactive pathway',
    adjustment: 'one planned test (sample-based)',
    members: ['nlri-pathway'],
  },
  {
    name: 'receptor systems and cascade',
    adjustment: 'Holm over the systems and steps named in advance; family-wise error rate alpha',
    members: [
      'serotonin-receptors',
      'dopamine-receptors',
      'gaba-receptors',
      'glutamate-receptors',
      'transmitter-synthesis',
      'vesicle-cycle',
      'receptor-turnover',
    ],
  },
  { name: 'excitation/inhibition balance', adjustment: 'one planned index', members: ['ei-balance'] },
  {
    name: 'behavior-expression link',
    adjustment: 'Holm over the primary domains, each test already adjusted over the catalogue families',
    members: ['link-anxiety', 'link-depression'],
  },
];

/** Fills `family` and `padj` of each claim: Holm within its declared family, over the claims that could be assessed. */
export function adjustWithinFamilies(claims: readonly Claim[]): void {
  for (const family of FAMILIES) {
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
