import type { ClaimedPathways, FamilyTest, ReceptorRow } from '../pathway/index.ts';
import { type Drafted, missing, numberText, pText } from './draft.ts';
import type { ClaimPlan } from './plan.ts';
import type { Equivalence } from './results.ts';
import { equivalenceTest } from './verdict.ts';

interface FamilyClaim {
  id: string;
  family: string;
  statement(drug: string): string;
}

/** The claim about all neuroactive genes. */
export const NEUROACTIVE_CLAIM: FamilyClaim = {
  id: 'nlri-pathway',
  family: 'neuroactive',
  statement: (drug) => `${drug} alters the neuroactive ligand–receptor genes as a set.`,
};

/** The claims about transmitter systems and steps of the cascade. */
export const SYSTEM_CLAIMS: readonly FamilyClaim[] = [
  { id: 'serotonin-receptors', family: 'serotonin', statement: (drug) => `${drug} dysregulates serotonin receptors.` },
  { id: 'dopamine-receptors', family: 'dopamine', statement: (drug) => `${drug} dysregulates dopamine receptors.` },
  { id: 'gaba-receptors', family: 'gaba', statement: (drug) => `${drug} dysregulates GABA receptors.` },
  { id: 'glutamate-receptors', family: 'glutamate', statement: (drug) => `${drug} dysregulates glutamate receptors.` },
  { id: 'transmitter-synthesis', family: 'synthesis', statement: (drug) => `${drug} alters transmitter synthesis.` },
  { id: 'vesicle-cycle', family: 'vesicle-cycle', statement: (drug) => `${drug} alters the synaptic vesicle cycle.` },
  { id: 'receptor-turnover', family: 'turnover', statement: (drug) => `${drug} alters receptor turnover.` },
];

/** The claims about sets of genes, by the set they are about. */
export const FAMILY_CLAIMS: readonly FamilyClaim[] = [NEUROACTIVE_CLAIM, ...SYSTEM_CLAIMS];

/** Drafts the molecular claims: the neuroactive set, the receptor systems, the cascade, and excitation/inhibition balance. */
export function pathwayClaims(pathway: ClaimedPathways | null, plan: ClaimPlan): Drafted[] {
  const families = FAMILY_CLAIMS.map((claim) => familyClaim(claim, pathway, plan));
  return [...families, balanceClaim(pathway, plan)];
}

/**
 * A system can be dysregulated by its members going one way together or by members going different ways. The directional set test is blind
 * to the second, the mixed one weak for the first in small sets, so both are planned and the smaller p is doubled (Bonferroni).
 */
function familyClaim(claim: FamilyClaim, pathway: ClaimedPathways | null, plan: ClaimPlan): Drafted {
  const statement = claim.statement(plan.drug);
  if (pathway === null) return missing(claim.id, statement, 'the study has no expression data');
  const test = pathway.families.find((one) => one.id === claim.family);
  if (test === undefined || !Number.isFinite(test.mixedPvalue + test.pvalue)) {
    return missing(claim.id, statement, 'too few genes of this family are detected in this tissue');
  }
  const members = pathway.panel.filter((row) => row.detected && test.genes.includes(row.gene));
  return {
    draft: {
      id: claim.id,
      statement,
      test: `sample-based set test, in one direction or in any (the smaller of the two p-values, doubled; ${test.method}), ${pathway.contrast}`,
      estimate: test.meanLog2FoldChange,
      low: test.low,
      high: test.high,
      unit: 'mean log2 fold change of the set',
      pvalue: Math.min(1, 2 * Math.min(test.pvalue, test.mixedPvalue)),
      equivalence: everyMemberEquivalent(members, plan.smallestLog2FoldChange),
      figures: ['receptor-map', 'family-forest'],
      details: familyDetails(test, members),
      claimed: 0,
      gate: null,
    },
  };
}

/**
 * Intersection-union test that every detected member changes by less than the smallest effect of interest: the largest of
 * the members' equivalence p-values (Berger 1982). Members that cancel each other in the mean do not pass.
 */
function everyMemberEquivalent(members: readonly ReceptorRow[], bound: number): Equivalence | null {
  if (members.length === 0) return null;
  const pvalues = members.map((row) => equivalenceTest(row.log2FoldChange, row.lfcSE, Infinity, bound).pvalue);
  return { bound, pvalue: pvalues.reduce((worst, p) => (Number.isNaN(p) || p > worst ? p : worst), 0) };
}

function familyDetails(test: FamilyTest, members: readonly ReceptorRow[]): { label: string; value: string }[] {
  const changed = members.filter((row) => row.panelFdr < 0.1).sort((a, b) => a.pvalue - b.pvalue);
  const named = changed
    .slice(0, 12)
    .map((row) => `${row.gene} ${row.log2FoldChange > 0 ? '+' : '−'}${numberText(Math.abs(row.log2FoldChange))}`);
  return [
    { label: 'genes of the set measured', value: String(test.size) },
    {
      label: 'members changed at panel FDR 0.1',
      value: changed.length === 0 ? 'none' : `${changed.length}: ${named.join(', ')}`,
    },
    { label: 'all in one direction', value: `${test.direction}, p ${pText(test.pvalue)}` },
    { label: 'in any direction', value: `p ${pText(test.mixedPvalue)}` },
    { label: 'gene-permutation GSEA p (never alone)', value: pText(test.genePermutationPvalue) },
  ];
}

function balanceClaim(pathway: ClaimedPathways | null, plan: ClaimPlan): Drafted {
  const statement = `${plan.drug} shifts the excitation/inhibition balance of receptor expression.`;
  const index = pathway?.balance[0];
  if (pathway === null || index === undefined || !Number.isFinite(index.rearrangedPvalue)) {
    return missing(
      'ei-balance',
      statement,
      pathway === null ? 'the study has no expression data' : 'the index could not be computed',
    );
  }
  return {
    draft: {
      id: 'ei-balance',
      statement,
      test: `permutation test of "${index.label}", the index taken anew for each arrangement, ${pathway.contrast}`,
      estimate: index.estimate,
      low: index.low,
      high: index.high,
      unit: 'index (z units)',
      pvalue: index.rearrangedPvalue,
      equivalence: null,
      figures: ['ei-balance'],
      details: [
        { label: 'definition', value: index.definition },
        { label: 'Hedges g', value: numberText(index.hedgesG) },
        ...pathway.balance
          .slice(1)
          .map((other) => ({ label: other.label, value: `${numberText(other.estimate)}, p ${pText(other.pvalue)}` })),
      ],
      claimed: 0,
      gate: null,
    },
  };
}
