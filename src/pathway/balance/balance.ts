import { estimateDifference, mean } from '../../stats/index.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { ContrastGroups, MeasuredExpression } from '../receptors/contrast-groups.ts';
import type { BalanceIndex } from '../results.ts';
import { type BalanceSides, meanBalance, sumBalance, zBalance } from './balance-indices.ts';
import { rearrangedTest } from './rearranged-balance.ts';

/** Families of the ionotropic indices: fast excitation by glutamate, fast inhibition by GABA and glycine. */
const FAST_EXCITATION = ['ampa', 'kainate', 'nmda'];
const FAST_INHIBITION = ['gaba-a', 'gaba-a-rho', 'glyr'];

/** Mean control expression (log2) that a gene needs to enter the index of means. */
const MEAN_INDEX_FLOOR = 7;

export interface BalanceInput {
  expression: MeasuredExpression;
  groups: ContrastGroups;
  matched: readonly MatchedGene[];
  detected: Uint8Array;
  seed: number;
  /** Only the first index, without interval and effect size, for analyses that are run hundreds of times. */
  headline?: boolean;
}

/**
 * The excitation/inhibition indices per animal, compared between the groups: the difference of means with a BCa bootstrap interval
 * (animals within groups), Hedges g, and exact permutation p-values, of the values as they are and of the index taken anew for each
 * arrangement. They speak of receptor transcripts, not of currents: subunit assembly, surface number and, in early life, the sign of
 * GABA are not seen. The first, on ionotropic z-scores, is the headline.
 */
export function balanceIndices(input: BalanceInput): BalanceIndex[] {
  const { expression, groups, seed, headline } = input;
  const wanted = [...groups.treated, ...groups.control].sort((a, b) => a - b);
  if (groups.control.length < 2 || groups.treated.length < 1) return [];
  const { transformed, samples } = expression;
  return declaredIndices(input, wanted)
    .filter(({ sides }) => sides.excitatory.length > 0 && sides.inhibitory.length > 0)
    .slice(0, headline === true ? 1 : undefined)
    .map(({ id, label, definition, sides, values, byControls }) => {
      const test = (headline === true ? differenceAlone : compareGroups)(values, wanted, groups, seed);
      const rearranged = byControls ? rearrangedTest(transformed, samples.length, sides, groups, { seed }) : null;
      return {
        id,
        label,
        definition: `${definition} (${sides.excitatory.length} and ${sides.inhibitory.length} detected genes)`,
        samples: wanted.map((sample) => samples[sample]),
        values,
        ...test,
        rearrangedPvalue: byControls ? (rearranged?.pvalue ?? NaN) : test.pvalue,
      };
    });
}

interface DeclaredIndex extends Pick<BalanceIndex, 'id' | 'label' | 'definition' | 'values'> {
  sides: BalanceSides;
  /** Whether the values rest on which samples are controls. */
  byControls: boolean;
}

/** The indices in the order in which they are declared, the headline first. */
function declaredIndices(input: BalanceInput, wanted: readonly number[]): DeclaredIndex[] {
  const { expression, groups } = input;
  const { transformed } = expression;
  const n = expression.samples.length;
  const fast = ionotropicSides(input);
  const every = sidesOf(input, (gene) => (gene.entry.neuroactive === 'receptor' ? gene.entry.sign : 0));
  const strong = strongGenes(fast, expression, groups.control);
  return [
    {
      id: 'ionotropic-z',
      label: 'Ionotropic balance (z)',
      definition: 'mean z of AMPA, kainate and NMDA subunit genes minus mean z of GABA-A and glycine receptor genes',
      sides: fast,
      values: zBalance(transformed, n, fast, wanted, groups.control),
      byControls: true,
    },
    {
      id: 'all-receptors-z',
      label: 'Balance of all signed receptors (z)',
      definition: 'mean z of all receptor genes whose activation excites minus mean z of those whose activation inhibits',
      sides: every,
      values: zBalance(transformed, n, every, wanted, groups.control),
      byControls: true,
    },
    {
      id: 'ionotropic-mean',
      label: 'Ionotropic balance (mean log2)',
      definition: `mean log2 expression, excitatory minus inhibitory ionotropic genes with a control mean of at least ${MEAN_INDEX_FLOOR}`,
      sides: strong,
      values: meanBalance(transformed, n, strong, wanted),
      byControls: false,
    },
    {
      id: 'ionotropic-log-sum',
      label: 'Ionotropic balance (log2 of sums)',
      definition: 'log2 of summed linear expression, excitatory over inhibitory ionotropic genes',
      sides: fast,
      values: sumBalance(transformed, n, fast, wanted),
      byControls: false,
    },
  ];
}

/** The detected genes of the headline index. */
export function ionotropicSides(input: Pick<BalanceInput, 'matched' | 'detected'>): BalanceSides {
  return sidesOf(input, (gene) => sideOfFamily(gene.entry.family));
}

function sideOfFamily(family: string): number {
  return FAST_EXCITATION.includes(family) ? 1 : FAST_INHIBITION.includes(family) ? -1 : 0;
}

function sidesOf(input: Pick<BalanceInput, 'matched' | 'detected'>, side: (gene: MatchedGene) => number): BalanceSides {
  const detected = input.matched.filter((gene) => gene.index >= 0 && input.detected[gene.index] === 1);
  return {
    excitatory: detected.filter((gene) => side(gene) > 0).map((gene) => gene.index),
    inhibitory: detected.filter((gene) => side(gene) < 0).map((gene) => gene.index),
  };
}

function strongGenes(sides: BalanceSides, expression: MeasuredExpression, control: readonly number[]): BalanceSides {
  const n = expression.samples.length;
  const strong = (gene: number): boolean => {
    let sum = 0;
    for (const sample of control) sum += expression.transformed[gene * n + sample];
    return sum / control.length >= MEAN_INDEX_FLOOR;
  };
  return { excitatory: sides.excitatory.filter(strong), inhibitory: sides.inhibitory.filter(strong) };
}

/** The difference alone, for analyses whose claim rests on the rearranged p. */
const differenceAlone: typeof compareGroups = (values, wanted, groups) => {
  const meanOf = (members: readonly number[]): number => mean(values.filter((_, i) => members.includes(wanted[i])));
  return { estimate: meanOf(groups.treated) - meanOf(groups.control), low: NaN, high: NaN, hedgesG: NaN, pvalue: NaN };
};

/** Resamples of the bootstrap, as in the reference. */
const RESAMPLES = 9999;

/** Compares an index between the groups; interval and p are NaN when a group has fewer than two animals. */
export function compareGroups(
  values: Float64Array,
  wanted: readonly number[],
  groups: { treated: readonly number[]; control: readonly number[] },
  seed: number,
): Pick<BalanceIndex, 'estimate' | 'low' | 'high' | 'hedgesG' | 'pvalue'> {
  const pick = (members: readonly number[]): Float64Array => values.filter((_, i) => members.includes(wanted[i]));
  const treated = pick(groups.treated);
  const control = pick(groups.control);
  if (treated.length < 2 || control.length < 2)
    return { estimate: mean(treated) - mean(control), low: NaN, high: NaN, hedgesG: NaN, pvalue: NaN };
  const { difference, standardized, permutation } = estimateDifference(treated, control, { seed, resamples: RESAMPLES });
  return {
    estimate: difference.estimate,
    low: difference.bca.lower,
    high: difference.bca.upper,
    hedgesG: standardized.hedgesG.estimate,
    pvalue: permutation?.pvalue ?? NaN,
  };
}
