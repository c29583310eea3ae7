import { mean, pearsonCorrelation, sampleSd, sampleVariance } from '../descriptive/index.ts';
import type { IntervalEstimate } from '../linear/index.ts';
import { hedgesCorrection } from './hedges-correction.ts';
import { noncentralityOfT } from './noncentrality.ts';

/** A difference of two means in standard deviations, without and with Hedges' correction, with exact intervals. */
export interface StandardizedDifference {
  /** Cohen's d: difference over the standard deviation named by the function. */
  cohensD: IntervalEstimate;
  /** Hedges' g = J d, its interval that of d times J. */
  hedgesG: IntervalEstimate;
  /** Hedges' correction J. */
  correction: number;
  /** The standard deviation that was divided by. */
  sd: number;
  t: number;
  df: number;
}

function scaled({ estimate, lower, upper }: IntervalEstimate, factor: number): IntervalEstimate {
  return { estimate: estimate * factor, lower: lower * factor, upper: upper * factor };
}

/** d with the interval of its noncentrality d / scale. NaN throughout when the standard deviation is 0 or missing. */
function fromNoncentrality(difference: number, sd: number, scale: number, df: number, level: number): StandardizedDifference {
  const usable = sd > 0 && df > 0;
  const estimate = usable ? difference / sd : NaN;
  const t = estimate / scale;
  const interval = noncentralityOfT(t, df, level);
  const cohensD = { estimate, lower: interval.lower * scale, upper: interval.upper * scale };
  const correction = hedgesCorrection(df);
  return { cohensD, hedgesG: scaled(cohensD, correction), correction, sd, t, df };
}

/**
 * Standardized mean difference of two independent samples, x minus y, by their pooled standard deviation.
 *
 * @param x, y samples of at least one value each, three together; values are units (animals, litters), not repeated measures
 * @param level of the intervals, which invert the noncentral t distribution (exact for normal data of equal variance)
 * Source: Hedges & Olkin (1985); Steiger & Fouladi (1997).
 */
export function standardizedDifference(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): StandardizedDifference {
  const [n, m] = [x.length, y.length];
  const df = n + m - 2;
  const squares = (values: ArrayLike<number>): number => (values.length > 1 ? (values.length - 1) * sampleVariance(values) : 0);
  const sd = Math.sqrt((squares(x) + squares(y)) / df);
  return fromNoncentrality(mean(x) - mean(y), sd, Math.sqrt(1 / n + 1 / m), df, level);
}

/**
 * The same by the root mean of the two variances, with Welch's degrees of freedom: for groups of unequal spread. The interval
 * treats difference / standard error as noncentral t, which is approximate.
 */
export function unpooledDifference(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): StandardizedDifference {
  const ofX = sampleVariance(x) / x.length;
  const ofY = sampleVariance(y) / y.length;
  const df = ((ofX + ofY) * (ofX + ofY)) / ((ofX * ofX) / (x.length - 1) + (ofY * ofY) / (y.length - 1));
  const sd = Math.sqrt((sampleVariance(x) + sampleVariance(y)) / 2);
  return fromNoncentrality(mean(x) - mean(y), sd, Math.sqrt(ofX + ofY) / sd, df, level);
}

/** Glass' delta: x minus control in standard deviations of the control group. */
export interface GlassDelta {
  estimate: number;
  /** Interval with the scaling sqrt(1/n + 1/m), right when the variances are equal. */
  pooledScaling: { lower: number; upper: number };
  /** Interval with the variance ratio in the scaling, sqrt(s_x^2 / (n s_y^2) + 1/m). */
  ratioScaling: { lower: number; upper: number };
  df: number;
}

/**
 * Glass' delta with both intervals in use, on the degrees of freedom of the control group.
 * Source: Glass (1976); Algina, Keselman & Penfield (2006) for the variance ratio.
 */
export function glassDelta(x: ArrayLike<number>, control: ArrayLike<number>, level = 0.95): GlassDelta {
  const [n, m] = [x.length, control.length];
  const sd = sampleSd(control);
  const difference = mean(x) - mean(control);
  const ratio = sampleVariance(x) / (sd * sd);
  const plain = fromNoncentrality(difference, sd, Math.sqrt(1 / n + 1 / m), m - 1, level).cohensD;
  const scaledByRatio = fromNoncentrality(difference, sd, Math.sqrt(ratio / n + 1 / m), m - 1, level).cohensD;
  return {
    estimate: plain.estimate,
    pooledScaling: { lower: plain.lower, upper: plain.upper },
    ratioScaling: { lower: scaledByRatio.lower, upper: scaledByRatio.upper },
    df: m - 1,
  };
}

/** Standardized differences of paired samples; which standard deviation is used makes them incomparable, so each is named. */
export interface PairedDifference {
  /** Mean difference over the standard deviation of the differences, with exact interval; `hedgesG` is its corrected form. */
  ofDifferences: StandardizedDifference;
  /** Over the mean of the two standard deviations. */
  average: number;
  /** Over the root mean of the two variances. */
  rootMean: number;
  /** Over the standard deviation corrected for the correlation, d_z sqrt(2 (1 - r)). */
  repeatedMeasures: number;
  /** Correlation of the pairs. */
  correlation: number;
}

/**
 * Standardized differences of pairs, a minus b (same animal twice, or matched).
 *
 * @param a, b equally long samples in the order of the pairs
 * Source: Lakens (2013), Frontiers in Psychology 4:863; Morris & DeShon (2002).
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>, level = 0.95): PairedDifference {
  const n = a.length;
  const differences = Float64Array.from({ length: n }, (_, i) => a[i] - b[i]);
  const center = mean(differences);
  const ofDifferences = fromNoncentrality(center, sampleSd(differences), 1 / Math.sqrt(n), n - 1, level);
  const correlation = pearsonCorrelation(a, b);
  return {
    ofDifferences,
    average: center / ((sampleSd(a) + sampleSd(b)) / 2),
    rootMean: center / Math.sqrt((sampleVariance(a) + sampleVariance(b)) / 2),
    repeatedMeasures: ofDifferences.cohensD.estimate * Math.sqrt(2 * (1 - correlation)),
    correlation,
  };
}
