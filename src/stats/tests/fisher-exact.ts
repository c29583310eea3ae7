import { exp, log } from '../elementary/index.ts';
import { lgamma } from '../special/index.ts';
import type { Alternative } from './alternative.ts';

export interface FisherTest {
  pvalue: number;
  /** Conditional maximum-likelihood odds ratio with its exact interval. */
  oddsRatio: number;
  low: number;
  high: number;
}

/** Conditional distribution of the first cell of a 2 x 2 table (or of the sum of first cells over strata) as a function of the log odds ratio. */
export interface ConditionalDistribution {
  /** Smallest possible value. */
  first: number;
  /** Log weights at odds ratio 1, one per value. */
  logWeights: Float64Array;
}

function logChoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/** Of a table [a, b; c, d]: hypergeometric weights of a. */
export function conditionalDistribution(a: number, b: number, c: number, d: number): ConditionalDistribution {
  const rows = [a + b, c + d];
  const column = a + c;
  const first = Math.max(0, column - rows[1]);
  const last = Math.min(rows[0], column);
  const logWeights = Float64Array.from(
    { length: last - first + 1 },
    (_, i) => logChoose(rows[0], first + i) + logChoose(rows[1], column - first - i),
  );
  return { first, logWeights };
}

/** Probabilities at an odds ratio. */
export function probabilitiesAt(distribution: ConditionalDistribution, oddsRatio: number): Float64Array {
  const tilt = log(oddsRatio);
  const logs = distribution.logWeights.map((one, i) => one + tilt * i);
  const top = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((one) => exp(one - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((one) => one / total);
}

function tail(distribution: ConditionalDistribution, oddsRatio: number, value: number, upper: boolean): number {
  const probabilities = probabilitiesAt(distribution, oddsRatio);
  let sum = 0;
  probabilities.forEach((p, i) => {
    if (upper ? distribution.first + i >= value : distribution.first + i <= value) sum += p;
  });
  return sum;
}

function meanAt(distribution: ConditionalDistribution, oddsRatio: number): number {
  return probabilitiesAt(distribution, oddsRatio).reduce((sum, p, i) => sum + p * (distribution.first + i), 0);
}

/** Odds ratio at which an increasing function of it reaches a target, by bisection on the log scale. */
function solveOddsRatio(value: (oddsRatio: number) => number, target: number): number {
  let low = -700;
  let high = 700;
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    if (value(exp(middle)) < target) low = middle;
    else high = middle;
  }
  return exp((low + high) / 2);
}

/** Estimate and exact limits of the odds ratio for an observed value. */
export function oddsRatioOf(
  distribution: ConditionalDistribution,
  value: number,
  alternative: Alternative,
  level: number,
): { oddsRatio: number; low: number; high: number } {
  const last = distribution.first + distribution.logWeights.length - 1;
  const alpha = alternative === 'two-sided' ? (1 - level) / 2 : 1 - level;
  const atFirst = value === distribution.first;
  const atLast = value === last;
  return {
    oddsRatio: atFirst ? 0 : atLast ? Infinity : solveOddsRatio((ratio) => meanAt(distribution, ratio), value),
    low: alternative === 'less' || atFirst ? 0 : solveOddsRatio((ratio) => tail(distribution, ratio, value, true), alpha),
    high:
      alternative === 'greater' || atLast
        ? Infinity
        : solveOddsRatio((ratio) => -tail(distribution, ratio, value, false), -alpha),
  };
}

/** p of a value: one-sided tails, or the sum of all probabilities not larger than the observed one (R's rule). */
export function conditionalPvalue(distribution: ConditionalDistribution, value: number, alternative: Alternative): number {
  if (alternative !== 'two-sided') return Math.min(1, tail(distribution, 1, value, alternative === 'greater'));
  const probabilities = probabilitiesAt(distribution, 1);
  const bar = probabilities[value - distribution.first] * (1 + 1e-7);
  return Math.min(
    1,
    probabilities.reduce((sum, p) => (p <= bar ? sum + p : sum), 0),
  );
}

/** Throws RangeError unless every entry is a whole number from 0 on. */
export function requireCounts(table: ArrayLike<number>): void {
  for (let i = 0; i < table.length; i++) {
    if (!Number.isInteger(table[i]) || table[i] < 0) throw new RangeError('a table of counts holds whole numbers from 0 on');
  }
}

/** Fisher's exact test of a 2 x 2 table of counts [a, b; c, d], as R's `fisher.test`. */
export function fisherExactTest(
  table: readonly [number, number, number, number],
  options: { alternative?: Alternative; level?: number } = {},
): FisherTest {
  const { alternative = 'two-sided', level = 0.95 } = options;
  requireCounts(table);
  const distribution = conditionalDistribution(...table);
  return {
    pvalue: conditionalPvalue(distribution, table[0], alternative),
    ...oddsRatioOf(distribution, table[0], alternative, level),
  };
}
