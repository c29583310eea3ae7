import { adjustPvalues } from '../../stats/index.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { CompositionShift } from '../results.ts';
import { contrastEstimates } from '../set-tests/contrast-estimates.ts';
import type { ContrastGroups, MeasuredExpression } from './contrast-groups.ts';

/** Ratios declared beforehand: mouse symbols, and what a higher ratio means. */
const RATIOS: readonly [numerator: string, denominator: string, label: string, meaning: string][] = [
  ['Gabra1', 'Gabra2', 'GABA-A alpha1 / alpha2', 'faster, more mature inhibition; benzodiazepines more sedative than anxiolytic'],
  ['Gabra1', 'Gabra5', 'GABA-A alpha1 / alpha5', 'less extrasynaptic, more synaptic inhibition in the hippocampus'],
  ['Gabrg2', 'Gabrd', 'GABA-A gamma2 / delta', 'more phasic, less tonic (neurosteroid-sensitive) inhibition'],
  ['Grin2a', 'Grin2b', 'GluN2A / GluN2B', 'shorter, more mature NMDA currents'],
  ['Gria1', 'Gria2', 'GluA1 / GluA2', 'more calcium-permeable AMPA receptors'],
  ['Slc12a5', 'Slc12a2', 'KCC2 / NKCC1', 'lower chloride: GABA more inhibitory'],
  ['Drd1', 'Drd2', 'D1 / D2 receptor', 'direct over indirect dopamine signalling'],
  ['Htr1a', 'Htr2a', '5-HT1A / 5-HT2A receptor', 'inhibitory over excitatory serotonin signalling'],
  ['Nr3c2', 'Nr3c1', 'MR / GR', 'tonic over stress-level corticosteroid signalling'],
];

/** What the shifts are computed from. */
export interface CompositionInput {
  expression: MeasuredExpression;
  groups: ContrastGroups;
  matched: readonly MatchedGene[];
  detected: Uint8Array;
}

/**
 * Shifts in receptor composition: the change of the log2 ratio of two subunits or receptors between the groups, per animal on
 * variance-stabilized values, by the study's design. Ratios with an undetected gene are left out; false discovery rates are taken
 * over the others.
 */
export function compositionShifts(input: CompositionInput): CompositionShift[] {
  const { expression, groups, matched, detected } = input;
  const samples = expression.samples.length;
  const at = new Map(
    matched.flatMap((gene) => (gene.index >= 0 && detected[gene.index] === 1 ? [[gene.entry.mouse, gene]] : [])),
  );
  const usable = RATIOS.flatMap(([numerator, denominator, label, meaning]) => {
    const [above, below] = [at.get(numerator), at.get(denominator)];
    return above === undefined || below === undefined ? [] : [{ above, below, label, meaning }];
  });
  if (usable.length === 0) return [];
  const ratios = new Float64Array(usable.length * samples);
  usable.forEach(({ above, below }, k) => {
    for (let j = 0; j < samples; j++)
      ratios[k * samples + j] =
        expression.transformed[above.index * samples + j] - expression.transformed[below.index * samples + j];
  });
  const { matrix, columns } = expression.design;
  const fit = contrastEstimates(ratios, matrix, columns.length, groups.weights, false);
  const padj = adjustPvalues(fit.pvalue, 'BH');
  return usable.map(({ above, below, label, meaning }, k) => ({
    numerator: above.symbol,
    denominator: below.symbol,
    label,
    meaning,
    estimate: fit.estimate[k],
    low: fit.low[k],
    high: fit.high[k],
    pvalue: fit.pvalue[k],
    padj: padj[k],
  }));
}
