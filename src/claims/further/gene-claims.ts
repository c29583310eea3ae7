import type { BehaviorResult } from '../../behavior/index.ts';
import type { FamilyTest, FamilyTrend } from '../../pathway/index.ts';
import { behaviorClaims } from '../behavior-claims.ts';
import { effectNoun } from '../domains.ts';
import { type Draft, type Drafted, missing, pText } from '../draft.ts';
import type { ClaimPlan } from '../plan.ts';
import type { FurtherTests } from './further-tests.ts';

const GENES = 'neuroactive ligand–receptor genes';

/** The neuroactive genes along the doses, and behavior and genes along the doses together. */
export function doseGeneClaims(behavior: BehaviorResult | null, further: FurtherTests | null, plan: ClaimPlan): Drafted[] {
  const statement = `The change of the ${GENES} depends on the dose.`;
  const trend = further?.doseTrend ?? null;
  if (trend === null || plan.doses.length < 2) {
    const why = 'no expression data of at least two doses besides the control';
    return [missing('dose-trend-genes', statement, why), ...togetherMissing('dose-concordance', concordance, why, plan)];
  }
  const pvalue = Math.min(1, 2 * Math.min(trend.pvalue, trend.mixedPvalue));
  const genes: Draft = {
    id: 'dose-trend-genes',
    statement,
    test: 'set test of the linear trend over the order of the doses, in one direction or in any (the smaller p doubled); tested only if the genes change at the highest dose',
    ...{ estimate: trend.estimate, low: trend.low, high: trend.high, pvalue },
    unit: 'mean log2 change of the set from control to the highest dose',
    equivalence: null,
    figures: ['family-forest'],
    details: trendDetails(trend, further?.ordered ?? null),
    claimed: 0,
    gate: 'nlri-pathway',
  };
  return [{ draft: genes }, ...together(behavior, plan, 'dose-dependence', 'dose-concordance', concordance, genes)];
}

function concordance(noun: string): string {
  return `The ${noun} and the change of neuroactive genes follow the dose together.`;
}

function trendDetails(trend: FamilyTrend, ordered: FurtherTests['ordered']): Draft['details'] {
  const details = [
    { label: 'genes of the set measured', value: String(trend.size) },
    { label: 'in one direction, in any direction', value: `p ${pText(trend.pvalue)}, p ${pText(trend.mixedPvalue)}` },
  ];
  if (ordered === null) return details;
  const value = `${ordered.ordered} of ${ordered.changed}`;
  return [...details, { label: 'of all genes changed at the highest dose, those with the lower doses in order between', value }];
}

/** The neuroactive genes after washout, and behavior and genes after washout together. */
export function washoutGeneClaims(behavior: BehaviorResult | null, further: FurtherTests | null, plan: ClaimPlan): Drafted[] {
  const statement = `The change of the ${GENES} persists after washout.`;
  const washout = further?.washout ?? null;
  const family = washout?.families.find((one) => one.id === 'neuroactive');
  if (washout === null || family === undefined) {
    const why = further?.washoutMissing || 'no samples taken after washout';
    return [missing('persistence-genes', statement, why), ...togetherMissing('persistence-together', persistence, why, plan)];
  }
  const genes = washoutDraft(statement, family, washout.contrast, plan);
  return [{ draft: genes }, ...together(behavior, plan, 'persistence', 'persistence-together', persistence, genes)];
}

function persistence(noun: string): string {
  return `The ${noun} and the change of neuroactive genes both persist after washout.`;
}

function washoutDraft(statement: string, family: FamilyTest, contrast: string, plan: ClaimPlan): Draft {
  return {
    id: 'persistence-genes',
    statement,
    test: `sample-based set test among the samples taken at ${plan.washout?.name}, ${contrast}; tested only if the genes change at the end of treatment`,
    estimate: family.meanLog2FoldChange,
    low: family.low,
    high: family.high,
    unit: 'mean log2 fold change of the set',
    pvalue: Math.min(1, 2 * Math.min(family.pvalue, family.mixedPvalue)),
    equivalence: null,
    figures: [],
    details: [{ label: 'genes of the set measured', value: String(family.size) }],
    claimed: 0,
    gate: 'nlri-pathway',
  };
}

/** A claim that behavior and genes both do something: the larger of their p-values (intersection-union test), behind behavior's gate. */
function together(
  behavior: BehaviorResult | null,
  plan: ClaimPlan,
  prefix: string,
  id: string,
  statement: (noun: string) => string,
  genes: Draft,
): Drafted[] {
  const drafted = behaviorClaims(behavior, plan);
  return plan.domains.flatMap((words) => {
    const sentence = statement(effectNoun(words));
    const own = drafted.flatMap((one) => ('draft' in one && one.draft.id === `${prefix}-${words.domain}` ? [one.draft] : []))[0];
    if (own === undefined && !plan.primary.includes(words.domain)) return [];
    if (own === undefined) return missing(`${id}-${words.domain}`, sentence, 'the behavioral half could not be tested');
    return {
      draft: {
        ...genes,
        id: `${id}-${words.domain}`,
        statement: sentence,
        test: `both planned tests (the larger of the two p-values): ${own.test}; ${genes.test}`,
        pvalue: Math.max(own.pvalue, genes.pvalue),
        figures: [...own.figures, ...genes.figures],
        details: [
          { label: 'behavior', value: `p ${pText(own.pvalue)}` },
          { label: 'genes', value: `p ${pText(genes.pvalue)}` },
        ],
        gate: own.id,
      },
    };
  });
}

function togetherMissing(id: string, statement: (noun: string) => string, why: string, plan: ClaimPlan): Drafted[] {
  return plan.domains
    .filter(({ domain }) => plan.primary.includes(domain))
    .map((words) => missing(`${id}-${words.domain}`, statement(effectNoun(words)), why));
}
