import { studentT, symmetricEigen } from '../../stats/index.ts';
import { joinColumns, sampleProducts } from '../hidden/residual-space.ts';
import { contrastFits } from '../limma/contrast-fits.ts';
import { moderate } from '../limma/empirical-bayes.ts';
import { fitLinear, NO_OPTIONS } from '../limma/linear-fits.ts';
import type { CellTypeScore } from './cell-type-scores.ts';

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
  /** Axes of the cell-type scores that were added, and the share of the scores' variation they have. */
  axes: number;
  share: number;
}

/** Samples from which on two axes are added instead of one. */
const ENOUGH_FOR_TWO = 12;

/**
 * How the comparison changes when the leading axes of the cell-type scores enter the model: a sensitivity analysis. Composition comes
 * after the treatment, so the adjusted number is no better estimate of its effect; a change that vanishes with the adjustment may be one
 * of cells rather than of expression in them.
 *
 * @param values log2 expression, genes x samples, with precision weights or null
 */
export function adjustedEffects(
  values: Float64Array,
  weights: Float64Array | null,
  design: Float64Array,
  contrast: Float64Array,
  scores: readonly CellTypeScore[],
): AdjustedEffects {
  const samples = scores[0].scores.length;
  const columns = design.length / samples;
  const free = samples - columns;
  const wanted = Math.min(samples >= ENOUGH_FOR_TWO ? 2 : 1, scores.length, Math.max(0, free - 2));
  const all = new Float64Array(scores.length * samples);
  scores.forEach((score, i) => {
    all.set(score.scores, i * samples);
  });
  const eigen = symmetricEigen(sampleProducts(all, samples), samples);
  const axes = Float64Array.from(
    { length: samples * wanted },
    (_, i) => eigen.vectors[Math.floor(i / wanted) * samples + (i % wanted)],
  );
  const total = eigen.values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const share = eigen.values.subarray(0, wanted).reduce((sum, value) => sum + value, 0) / total;
  const longer = Float64Array.from({ length: columns + wanted }, (_, k) => (k < columns ? contrast[k] : 0));
  return {
    plain: intervals(values, weights, samples, design, contrast),
    adjusted: intervals(values, weights, samples, joinColumns(samples, design, axes), longer),
    axes: wanted,
    share,
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
