import { studentT } from '../../stats/index.ts';
import { joinColumns } from '../hidden/residual-space.ts';
import { contrastFits } from '../limma/contrast-fits.ts';
import { moderate } from '../limma/empirical-bayes.ts';
import { fitLinear, NO_OPTIONS } from '../limma/linear-fits.ts';
import type { Composition } from './composition.ts';

/** A comparison in every gene, with its 95 % interval. */
export interface GeneIntervals {
  difference: Float64Array;
  low: Float64Array;
  high: Float64Array;
  pvalue: Float64Array;
}

/** The same comparison without and with the samples' composition in the model. */
export interface AdjustedEffects {
  plain: GeneIntervals;
  adjusted: GeneIntervals;
  /** Cell types whose scores were added. */
  types: string[];
}

/** Samples from which on two scores are added instead of one. */
const ENOUGH_FOR_TWO = 12;

/**
 * How the comparison changes when the scores of the cell types with the clearest shifts enter the model: a sensitivity analysis.
 * Composition comes after the treatment, so the adjusted number is no better estimate of its effect; a change that vanishes with the
 * adjustment may be one of cells rather than of expression in them.
 *
 * @param values log2 expression, genes x samples, with precision weights or null
 * @param composition scores, and shifts in this comparison, in the same order
 */
export function adjustedEffects(
  values: Float64Array,
  weights: Float64Array | null,
  design: Float64Array,
  contrast: Float64Array,
  { scores, shifts }: Pick<Composition, 'scores' | 'shifts'>,
): AdjustedEffects {
  const samples = scores[0].scores.length;
  const columns = design.length / samples;
  const most = Math.min(samples >= ENOUGH_FOR_TWO ? 2 : 1, Math.max(0, samples - columns - 2));
  const chosen = Array.from(scores.keys())
    .sort((a, b) => shifts[a].pvalue - shifts[b].pvalue || a - b)
    .slice(0, most)
    .map((i) => scores[i]);
  const longer = Float64Array.from({ length: columns + chosen.length }, (_, k) => (k < columns ? contrast[k] : 0));
  const added = joinColumns(samples, design, ...chosen.map((score) => score.scores));
  return {
    plain: intervals(values, weights, samples, design, contrast),
    adjusted: intervals(values, weights, samples, added, longer),
    types: chosen.map(({ type }) => type),
  };
}

function intervals(
  values: Float64Array,
  weights: Float64Array | null,
  samples: number,
  design: Float64Array,
  contrast: Float64Array,
): GeneIntervals {
  const tested = contrastFits(fitLinear(values, design, samples, { ...NO_OPTIONS, weights }), contrast);
  const { squeezed, df, pvalue } = moderate(tested, { trend: false, robust: false });
  const half = tested.unscaledErrors.map(
    (error, g) => error * Math.sqrt(squeezed.posterior[g]) * studentT.quantile(0.975, Math.min(df[g], 1e6)),
  );
  const difference = tested.coefficients;
  return {
    difference,
    low: difference.map((value, g) => value - half[g]),
    high: difference.map((value, g) => value + half[g]),
    pvalue,
  };
}
