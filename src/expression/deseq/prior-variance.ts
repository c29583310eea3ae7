import { log, trigamma } from '../../stats/index.ts';
import { MIN_DISPERSION } from './constants.ts';
import { smallDfPriorVariance } from './prior-variance-small-df.ts';

const FLOOR = 0.25;
/** Makes the median absolute deviation an estimate of the standard deviation of a normal. */
const NORMAL_MAD = 1.4826;

export interface DispersionSpread {
  /** `varLogDispEsts`: robust variance of ln(gene-wise) around ln(trend). */
  around: number;
  /** `dispPriorVar`: what is left of it after sampling variance, at least 0.25. */
  priorVariance: number;
}

/**
 * Spread of gene-wise dispersions around the trend, and the variance of the prior (DESeq2 1.38's
 * `estimateDispersionsPriorVar`).
 *
 * @param residualDf samples minus coefficients, at least 1
 */
export function dispersionSpread(dispGeneEst: Float64Array, dispFit: Float64Array, residualDf: number): DispersionSpread {
  const residuals: number[] = [];
  for (let g = 0; g < dispGeneEst.length; g++)
    if (dispGeneEst[g] >= 100 * MIN_DISPERSION) residuals.push(log(dispGeneEst[g]) - log(dispFit[g]));
  const all = Float64Array.from(residuals);
  const center = median(all);
  const mad = NORMAL_MAD * median(all.map((value) => Math.abs(value - center)));
  const around = mad * mad;
  if (residualDf <= 3) return { around, priorVariance: Math.max(smallDfPriorVariance(all, residualDf), FLOOR) };
  return { around, priorVariance: Math.max(around - trigamma(residualDf / 2), FLOOR) };
}

/** Median; even numbers average the middle two; NaN of nothing. */
export function median(values: Float64Array): number {
  if (values.length === 0) return NaN;
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
