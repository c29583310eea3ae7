import { mean, sampleVariance } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';
import { type Alternative, sidedInterval, sidedPvalue, tailOf } from './alternative.ts';

export interface TTestOptions {
  /** Difference (or mean) under the null. */
  mu?: number;
  alternative?: Alternative;
  /** Confidence level of the interval. */
  level?: number;
}

export interface TTest {
  method: string;
  statistic: number;
  df: number;
  pvalue: number;
  /** Mean, mean difference, or difference of means x - y. */
  estimate: number;
  se: number;
  low: number;
  high: number;
}

function finish(method: string, estimate: number, se: number, df: number, options: TTestOptions): TTest {
  const { mu = 0, alternative = 'two-sided', level = 0.95 } = options;
  if (!(se > 0)) throw new RangeError('the data do not vary: a t-test needs a positive standard error');
  const statistic = (estimate - mu) / se;
  const pvalue = sidedPvalue(studentT.lower(statistic, df), studentT.upper(statistic, df), alternative);
  const half = studentT.quantileUpper(tailOf(level, alternative), df) * se;
  return { method, statistic, df, pvalue, estimate, se, ...sidedInterval(estimate, half, alternative) };
}

function requireValues(values: ArrayLike<number>, least: number): void {
  if (values.length < least) throw new RangeError(`a t-test needs at least ${least} values per group, not ${values.length}`);
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw new RangeError('missing values must be left out (and counted) first');
}

/** One-sample t-test, as R's `t.test(x)`. Throws RangeError for fewer than two values or no variation. */
export function oneSampleTTest(x: ArrayLike<number>, options: TTestOptions = {}): TTest {
  requireValues(x, 2);
  return finish('one-sample t-test', mean(x), Math.sqrt(sampleVariance(x) / x.length), x.length - 1, options);
}

/** Paired t-test on x - y, as R's `t.test(paired = TRUE)`. */
export function pairedTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TTestOptions = {}): TTest {
  if (x.length !== y.length) throw new RangeError(`a paired test needs pairs: ${x.length} and ${y.length} values`);
  const differences = Float64Array.from({ length: x.length }, (_, i) => x[i] - y[i]);
  return { ...oneSampleTTest(differences, options), method: 'paired t-test' };
}

/** Welch's t-test (unequal variances), as R's default `t.test(x, y)`. */
export function welchTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TTestOptions = {}): TTest {
  requireValues(x, 2);
  requireValues(y, 2);
  const a = sampleVariance(x) / x.length;
  const b = sampleVariance(y) / y.length;
  const df = ((a + b) * (a + b)) / ((a * a) / (x.length - 1) + (b * b) / (y.length - 1));
  return finish('Welch two-sample t-test', differenceOfMeans(x, y), Math.sqrt(a + b), df, options);
}

/** Student's t-test (equal variances), as R's `t.test(var.equal = TRUE)`. */
export function studentTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TTestOptions = {}): TTest {
  requireValues(x, 1);
  requireValues(y, 1);
  const df = x.length + y.length - 2;
  if (df < 1) throw new RangeError('a two-sample t-test needs at least three values');
  const squares = (values: ArrayLike<number>): number => (values.length < 2 ? 0 : sampleVariance(values) * (values.length - 1));
  const se = Math.sqrt(((squares(x) + squares(y)) / df) * (1 / x.length + 1 / y.length));
  return finish('two-sample t-test, equal variances', differenceOfMeans(x, y), se, df, options);
}

function differenceOfMeans(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return mean(x) - mean(y);
}
