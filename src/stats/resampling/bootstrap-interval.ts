import { mean, quantileOfSorted, sampleSd, sorted } from '../descriptive/index.ts';
import { normal } from '../distributions/index.ts';

/** An interval. */
export interface Limits {
  lower: number;
  upper: number;
}

/** What a set of bootstrap replicates says about a statistic. */
export interface BootstrapSummary {
  estimate: number;
  /** Mean of the replicates minus the estimate. */
  bias: number;
  /** Standard deviation of the replicates. */
  standardError: number;
  percentile: Limits;
  /** The percentile interval turned about the estimate. */
  basic: Limits;
  /** Normal interval, corrected for bias. */
  normal: Limits;
  /** Bias-corrected and accelerated interval, second-order accurate: the one to report. */
  bca: Limits;
  /** Bias correction z0, and acceleration a. */
  biasCorrection: number;
  acceleration: number;
}

/**
 * Intervals from bootstrap replicates. When no replicate lies below (or above) the estimate, z0 is infinite and the BCa limits
 * are NaN.
 *
 * @param estimate statistic of the data
 * @param replicates statistic of the resamples
 * @param acceleration see {@link pooledAcceleration} and {@link stratifiedAcceleration}; 0 gives the bias-corrected interval
 * Source: Efron (1987), J Am Stat Assoc 82:171; ties count half; sample quantiles by linear interpolation.
 */
export function summarizeBootstrap(
  estimate: number,
  replicates: ArrayLike<number>,
  acceleration: number,
  level = 0.95,
): BootstrapSummary {
  const ascending = sorted(replicates);
  const alpha = (1 - level) / 2;
  const z = normal.quantileUpper(alpha);
  const biasCorrection = normal.quantile(shareBelow(ascending, estimate));
  const adjusted = (quantile: number): number => {
    const shifted = biasCorrection + quantile;
    return normal.lower(biasCorrection + shifted / (1 - acceleration * shifted));
  };
  const at = (p: number): number => quantileOfSorted(ascending, p);
  const bias = mean(replicates) - estimate;
  const standardError = sampleSd(replicates);
  return {
    estimate,
    bias,
    standardError,
    percentile: { lower: at(alpha), upper: at(1 - alpha) },
    basic: { lower: 2 * estimate - at(1 - alpha), upper: 2 * estimate - at(alpha) },
    normal: { lower: estimate - bias - z * standardError, upper: estimate - bias + z * standardError },
    bca: { lower: at(adjusted(-z)), upper: at(adjusted(z)) },
    biasCorrection,
    acceleration,
  };
}

/** Share of values below, ties counting half. */
function shareBelow(ascending: Float64Array, value: number): number {
  let below = 0;
  let tied = 0;
  for (const one of ascending) {
    if (one < value) below++;
    else if (one === value) tied++;
  }
  return (below + tied / 2) / ascending.length;
}
