import { noncentralT, studentT } from '../distributions/index.ts';
import { effectFor, sampleSizeFor } from './sample-size.ts';

/** A planned t test. */
export interface TTestPlan {
  /** Difference of the means to be found, in units of `sd`. */
  difference: number;
  /** Standard deviation within a group; of the differences for pairs. Default 1. */
  sd?: number;
  /** Default 0.05. */
  alpha?: number;
  /** Default 'two'. */
  sides?: 'one' | 'two';
  /** Default 'two-sample'. */
  design?: 'two-sample' | 'one-sample' | 'paired';
  /**
   * Counts only rejections in the direction of the difference, as R's power.t.test does unless `strict`. The default counts both
   * tails, which is what a two-sided test does; the two differ only for tiny power.
   */
  farTailOnly?: boolean;
}

/** Sizes of one sample, of each of two groups, or of two unequal groups. */
export type GroupSizes = number | readonly [number, number];

function plannedScale(n: GroupSizes, design: TTestPlan['design']): { df: number; scale: number } {
  if (design === 'one-sample' || design === 'paired') {
    const size = typeof n === 'number' ? n : NaN;
    return { df: size - 1, scale: Math.sqrt(size) };
  }
  const [first, second] = typeof n === 'number' ? [n, n] : n;
  return { df: first + second - 2, scale: Math.sqrt((first * second) / (first + second)) };
}

/**
 * Power of a t test with normal data and equal variances: exact, from the noncentral t distribution.
 *
 * @param n units (animals or litters, whichever varies independently) in each group, or in the sample
 * Source: Cohen (1988), chapter 2.
 */
export function tTestPower(n: GroupSizes, plan: TTestPlan): number {
  const { difference, sd = 1, alpha = 0.05, sides = 'two', design, farTailOnly = false } = plan;
  const { df, scale } = plannedScale(n, design);
  if (!(df > 0)) return NaN;
  const delta = (Math.abs(difference) / sd) * scale;
  const critical = studentT.quantileUpper(sides === 'two' ? alpha / 2 : alpha, df);
  const far = noncentralT.upper(critical, df, delta);
  return sides === 'one' || farTailOnly ? far : far + noncentralT.lower(-critical, df, delta);
}

/** Units in each group (or in the sample) for the wanted power, a real number to be rounded up. */
export function tTestSampleSize(power: number, plan: TTestPlan): number {
  return sampleSizeFor((n) => tTestPower(n, plan), power, 2);
}

/** The difference found with the wanted power. `plan.difference` is not used. */
export function tTestDetectableDifference(n: GroupSizes, power: number, plan: Omit<TTestPlan, 'difference'>): number {
  return effectFor((difference) => tTestPower(n, { ...plan, difference }), power, plan.sd ?? 1);
}
