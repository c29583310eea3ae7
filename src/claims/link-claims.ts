import type { FamilyLink, IntegrationResult, LinkTable } from '../integration/index.ts';
import { type Drafted, missing, numberText, pText } from './draft.ts';
import type { ClaimPlan } from './plan.ts';

/** Drafts the claims that behavior tracks expression within like-treated animals, one per primary domain. */
export function linkClaims(integration: IntegrationResult | null, plan: ClaimPlan): Drafted[] {
  return (['anxiety', 'depression'] as const).map((domain) => {
    const id = `link-${domain}`;
    const words = domain === 'anxiety' ? 'anxiety-like' : 'depressive-like';
    const statement = `Among like-treated animals, ${words} behavior tracks the expression of neuroactive genes.`;
    const link = integration?.links.find((one) => one.outcome === `score/${domain}`);
    if (link === undefined) return missing(id, statement, 'no animals with both this behavior and expression');
    return linkClaim(id, statement, link, plan);
  });
}

function linkClaim(id: string, statement: string, link: LinkTable, plan: ClaimPlan): Drafted {
  const tested = link.families.filter((family) => Number.isFinite(family.padjWithin));
  if (tested.length === 0) return missing(id, statement, 'no catalogue family could be tested in these animals');
  const best = tested.reduce((a, b) =>
    b.padjWithin < a.padjWithin || (b.padjWithin === a.padjWithin && b.pvalueWithin < a.pvalueWithin) ? b : a,
  );
  const bestGene = smallestIndex(link.maxTWithin);
  return {
    draft: {
      id,
      statement,
      test: `correlation within groups of the score with the mean expression of each catalogue family, ${link.n} animals, ${link.session}; smallest p over the families, adjusted for their number`,
      estimate: best.rWithin,
      low: best.low,
      high: best.high,
      unit: 'correlation within groups',
      pvalue: best.padjWithin,
      equivalence: null,
      figures: [`link-${id.slice('link-'.length)}`],
      details: linkDetails(link, best, bestGene, plan),
      claimed: 0,
      gate: null,
    },
  };
}

function linkDetails(link: LinkTable, best: FamilyLink, bestGene: number, plan: ClaimPlan): { label: string; value: string }[] {
  const details = [
    {
      label: 'family with the strongest link',
      value: `${best.label}: r within groups ${numberText(best.rWithin)}, over all animals ${numberText(best.r)}`,
    },
    { label: 'smallest correlation this study could find (80 % power)', value: numberText(link.detectableR) },
  ];
  if (bestGene >= 0) {
    const values = `r within groups ${numberText(link.rWithin[bestGene])}, over all animals ${numberText(link.r[bestGene])}`;
    details.push({
      label: 'strongest single gene',
      value: `${link.genes[bestGene]}: ${values}, max-T adjusted p ${pText(link.maxTWithin[bestGene])} over ${link.genes.length} genes`,
    });
  }
  const raw = link.padj.filter((p) => p < plan.alpha).length;
  const within = link.padjWithin.filter((p) => p < plan.alpha).length;
  details.push({ label: `genes at FDR ${plan.alpha}`, value: `${raw} over all animals, ${within} within groups` });
  return details;
}

function smallestIndex(values: Float64Array): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) if (values[i] < (best < 0 ? Infinity : values[best])) best = i;
  return best;
}
