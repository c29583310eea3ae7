import { fisherF, noncentralF } from '../distributions/index.ts';
import { sampleSizeFor } from './sample-size.ts';

/**
 * Power of any F test whose statistic is noncentral F: fixed effects of linear models, and of mixed models on complete balanced
 * data.
 *
 * @param noncentrality lambda, @param df1, df2 degrees of freedom, @param alpha default 0.05
 */
export function fTestPower(noncentrality: number, df1: number, df2: number, alpha = 0.05): number {
  return noncentralF.upper(fisherF.quantileUpper(alpha, df1, df2), df1, df2, noncentrality);
}

/**
 * Cohen's f of group means: their standard deviation (over the number of groups, not that less one) over the one within groups.
 */
export function cohensFOfMeans(means: ArrayLike<number>, sd: number): number {
  const groups = means.length;
  const values = Array.from(means);
  const center = values.reduce((sum, value) => sum + value, 0) / groups;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) * (value - center), 0) / groups) / sd;
}

/** Power of a balanced one-way analysis of variance with n units in each group. `f` is Cohen's f. */
export function anovaPower(n: number, { groups, f, alpha = 0.05 }: { groups: number; f: number; alpha?: number }): number {
  return n > 1 ? fTestPower(groups * n * f * f, groups - 1, groups * (n - 1), alpha) : NaN;
}

/** Units in each group for the wanted power, a real number to be rounded up. */
export function anovaSampleSize(power: number, plan: { groups: number; f: number; alpha?: number }): number {
  return sampleSizeFor((n) => anovaPower(n, plan), power, 2);
}

/**
 * Power of the test of df1 coefficients of a regression with df2 residual degrees of freedom; f2 = R^2 / (1 - R^2) of those
 * coefficients.
 */
export function regressionPower(f2: number, df1: number, df2: number, alpha = 0.05): number {
  return fTestPower(f2 * (df1 + df2 + 1), df1, df2, alpha);
}

/** A two-group study with the same sessions for every animal. */
export interface RepeatedMeasuresPlan {
  /** Expected mean of each group in each session: rows are groups. */
  means: readonly ArrayLike<number>[];
  /** Standard deviation of a session about its animal's level: the animals' own differences cancel from the interaction. */
  sdWithin: number;
  alpha?: number;
}

/**
 * Power of the group by session interaction in a balanced design with a random intercept for each animal and complete data, where
 * the F test is exact.
 *
 * @param n animals in each group
 */
export function interactionPower(n: number, { means, sdWithin, alpha = 0.05 }: RepeatedMeasuresPlan): number {
  const [groups, sessions] = [means.length, means[0].length];
  const rowMean = means.map((row) => Array.from(row).reduce((sum, value) => sum + value, 0) / sessions);
  const columnMean = Array.from(means[0], (_, j) => means.reduce((sum, row) => sum + row[j], 0) / groups);
  const grand = rowMean.reduce((sum, value) => sum + value, 0) / groups;
  let squares = 0;
  means.forEach((row, i) => {
    columnMean.forEach((column, j) => {
      const interaction = row[j] - rowMean[i] - column + grand;
      squares += interaction * interaction;
    });
  });
  return fTestPower(
    (n * squares) / (sdWithin * sdWithin),
    (groups - 1) * (sessions - 1),
    groups * (n - 1) * (sessions - 1),
    alpha,
  );
}
