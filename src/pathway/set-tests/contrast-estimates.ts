import {
  fitVariancePrior,
  moderatedVariance,
  qrDecomposition,
  qrInverseCrossProduct,
  quadraticForm,
  studentT,
} from '../../stats/index.ts';
import { geneEffects } from './gene-effects.ts';

/** The contrast of a linear model, one entry per row of the data. */
export interface ContrastEstimates {
  estimate: Float64Array;
  se: Float64Array;
  low: Float64Array;
  high: Float64Array;
  t: Float64Array;
  pvalue: Float64Array;
  df: number;
}

/**
 * Fits each row (samples) on the design and estimates the contrast with its 95 % interval.
 *
 * @param values rows x samples, no missing values
 * @param moderated draw the variances towards their common prior (limma); sensible from some ten rows on
 */
export function contrastEstimates(
  values: Float64Array,
  design: Float64Array,
  columns: number,
  contrast: Float64Array,
  moderated: boolean,
): ContrastEstimates {
  const effects = geneEffects(values, design, columns, contrast);
  const inverse = qrInverseCrossProduct(qrDecomposition(design, design.length / columns, columns));
  const scale = Math.sqrt(quadraticForm(inverse, contrast));
  const { genes, residualDf } = effects;
  const prior = moderated ? fitVariancePrior(effects.variance, residualDf) : { df: 0, variance: 0 };
  const df = Math.min(residualDf + prior.df, residualDf * genes);
  const estimate = Float64Array.from({ length: genes }, (_, i) => effects.values[i * (residualDf + 1)] * scale);
  const se = effects.variance.map((variance) => scale * Math.sqrt(moderatedVariance(variance, residualDf, prior)));
  const t = estimate.map((value, i) => value / se[i]);
  const half = studentT.quantile(0.975, df);
  return {
    estimate,
    se,
    low: estimate.map((value, i) => value - half * se[i]),
    high: estimate.map((value, i) => value + half * se[i]),
    t,
    pvalue: t.map((value) => 2 * studentT.lower(-Math.abs(value), df)),
    df,
  };
}
