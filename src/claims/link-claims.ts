import type { FamilyLink, IntegrationResult, LinkTable } from '../integration/index.ts';
import { type Drafted, missing, numberText, pText } from './draft.ts';
import type { ClaimPlan } from './plan.ts';

/** Drafts the claims that behavior tracks expression within like-treated animals, one per domain. */
export function linkClaims(integration: Pick<IntegrationResult, 'links'> | null, plan: ClaimPlan): Drafted[] {
  return plan.domains.flatMap(({ domain, words }) => {
    const id = `link-${domain}`;
    const statement = `Among like-treated animals, ${words} tracks the expression of neuroactive genes.`;
    const link = integration?.links.find((one) => one.outcome === `score/${domain}`);
    if (link === undefined && !plan.primary.includes(domain)) return [];
    if (link === undefined) return missing(id, statement, 'no animals with both this behavior and expression');
    return linkClaim(id, statement, link, plan);
  });
}

/**
 * Two ways in which behavior can track neuroactive expression are planned: one gene of the panel, or a whole family. Each is adjusted for the
 * number of genes or families it looks at, and the smaller of the two p-values is doubled.
 */
function linkClaim(id: string, statement: string, link: LinkTable, plan: ClaimPlan): Drafted {
  const tested = link.families.filter((family) => Number.isFinite(family.padjWithin));
  const gene = smallestIndex(link.panel.maxTWithin);
  if (tested.length === 0 || gene < 0)
    return missing(id, statement, 'no catalogue gene or family could be tested in these animals');
  const family = tested.reduce((a, b) =>
    b.padjWithin < a.padjWithin || (b.padjWithin === a.padjWithin && b.pvalueWithin < a.pvalueWithin) ? b : a,
  );
  const byGene = link.panel.maxTWithin[gene] < family.padjWithin;
  const at = link.genes.indexOf(link.panel.genes[gene]);
  const found = byGene
    ? { estimate: link.rWithin[at], low: link.rWithinLow[at], high: link.rWithinHigh[at] }
    : { estimate: family.rWithin, low: family.low, high: family.high };
  return {
    draft: {
      id,
      statement,
      test: `correlation within groups, ${link.n} animals, ${link.session}: the strongest gene of the panel (max-T over ${link.panel.genes.length} genes, ${link.permutations} permutations) or the strongest family (adjusted over ${tested.length}); the smaller p doubled`,
      ...found,
      unit: `correlation within groups (${byGene ? link.panel.genes[gene] : family.label})`,
      pvalue: Math.min(1, 2 * Math.min(link.panel.maxTWithin[gene], family.padjWithin)),
      equivalence: null,
      figures: [`link-${id.slice('link-'.length)}`],
      details: linkDetails(link, family, gene, plan),
      claimed: 0,
      gate: null,
    },
  };
}

function linkDetails(link: LinkTable, best: FamilyLink, panelGene: number, plan: ClaimPlan): { label: string; value: string }[] {
  const geneText = (r: number, raw: number): string => `r within groups ${numberText(r)}, over all animals ${numberText(raw)}`;
  const inPanel = link.panel.genes[panelGene];
  const details = [
    {
      label: 'gene of the panel with the strongest link',
      value: `${inPanel}: ${geneText(link.panel.rWithin[panelGene], link.r[link.genes.indexOf(inPanel)])}, max-T adjusted p ${pText(link.panel.maxTWithin[panelGene])}`,
    },
    {
      label: 'family with the strongest link',
      value: `${best.label}: ${geneText(best.rWithin, best.r)}, adjusted p ${pText(best.padjWithin)}`,
    },
    { label: 'smallest correlation this study could find (80 % power)', value: numberText(link.detectableR) },
  ];
  const anyGene = smallestIndex(link.maxTWithin);
  if (anyGene >= 0) {
    const values = geneText(link.rWithin[anyGene], link.r[anyGene]);
    details.push({
      label: 'strongest of all genes',
      value: `${link.genes[anyGene]}: ${values}, max-T adjusted p ${pText(link.maxTWithin[anyGene])} over ${link.genes.length} genes`,
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
