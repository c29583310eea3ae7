import { beta as betaDistribution, noncentralT, studentT } from '../distributions/index.ts';
import { integrateLogScale } from '../distributions/trapezoid.ts';
import { exp, log, log1p } from '../elementary/index.ts';
import { effectFor, sampleSizeFor } from './sample-size.ts';

/** A study in which whole litters (cages, dams) are treated and their pups measured. */
export interface LitterPlan {
  pupsPerLitter: number;
  /** Intraclass correlation of littermates: the share of the variance that lies between litters. */
  icc: number;
  /** Difference of the groups in total standard deviations. */
  difference: number;
  alpha?: number;
}

/** Variance of a litter mean in units of the total variance. */
function litterMeanVariance({ pupsPerLitter, icc }: Pick<LitterPlan, 'pupsPerLitter' | 'icc'>): number {
  return icc + (1 - icc) / pupsPerLitter;
}

/** By how much litters inflate the variance of a mean over that of as many unrelated pups: 1 + (m - 1) icc. */
export function designEffect({ pupsPerLitter, icc }: Pick<LitterPlan, 'pupsPerLitter' | 'icc'>): number {
  return 1 + (pupsPerLitter - 1) * icc;
}

/**
 * Power of the two-sided t test of litter means (equally of the balanced mixed model with Kenward-Roger degrees of freedom and a
 * positive litter variance): exact for normal data.
 *
 * @param littersPerGroup litters in each of two groups, whole or real
 */
export function litterDesignPower(littersPerGroup: number, plan: LitterPlan): number {
  const { difference, alpha = 0.05 } = plan;
  const df = 2 * littersPerGroup - 2;
  if (!(df > 0)) return NaN;
  const delta = Math.abs(difference) / Math.sqrt((2 * litterMeanVariance(plan)) / littersPerGroup);
  const critical = studentT.quantileUpper(alpha / 2, df);
  return noncentralT.upper(critical, df, delta) + noncentralT.lower(-critical, df, delta);
}

/** Litters in each group for the wanted power, a real number to be rounded up. */
export function litterDesignSampleSize(power: number, plan: LitterPlan): number {
  return sampleSizeFor((litters) => litterDesignPower(litters, plan), power, 2);
}

/** The difference found with the wanted power. */
export function litterDesignDetectableDifference(
  littersPerGroup: number,
  power: number,
  plan: Omit<LitterPlan, 'difference'>,
): number {
  return effectFor((difference) => litterDesignPower(littersPerGroup, { ...plan, difference }), power, 1);
}

/**
 * How often a two-sided t test that takes every pup for an independent unit finds an effect that is not there: alpha when icc =
 * 0, and far more otherwise. Exact for normal data.
 *
 * With sums of squares A between litters within groups and B within litters, the statistic is t_v times the root of (1 + (m - 1)
 * icc) / (share of A times that + share of B times (1 - icc)), v = N - 2, and the share A / (A + B), in standardized sums, has a
 * beta distribution, over which the tail of t is integrated.
 */
export function falsePositivesIgnoringLitters(littersPerGroup: number, plan: Omit<LitterPlan, 'difference'>): number {
  const { pupsPerLitter, icc, alpha = 0.05 } = plan;
  const df = 2 * littersPerGroup * pupsPerLitter - 2;
  const ratio = (1 - icc) / designEffect(plan);
  const critical = studentT.quantileUpper(alpha / 2, df);
  const rejects = (share: number): number => 2 * studentT.upper(critical * Math.sqrt(share + ratio * (1 - share)), df);
  const [a, b] = [littersPerGroup - 1, littersPerGroup * (pupsPerLitter - 1)];
  if (b === 0) return rejects(1);
  // Over the odds of the share, on their logarithm: density of the share times share times its complement.
  const term = (u: number): number => {
    const odds = exp(u);
    const logShare = u - log1p(odds);
    const share = exp(logShare);
    return exp(betaDistribution.logDensity(share, a, b) + logShare - log1p(odds)) * rejects(share);
  };
  return integrateLogScale(term, log(a / b), Math.min(0.3, 0.5 * Math.sqrt(1 / a + 1 / b)));
}
