import { log, log1p } from '../elementary/index.ts';
import { sweep } from './chi-scale.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { normal, standardNormalUpper } from './normal.ts';
import { meanOverScale } from './scale-mixture.ts';
import { solveBySecants } from './solve-quantile.ts';
import { studentT } from './student-t.ts';

/** Whether the largest T or the largest |T| is meant. */
export type Sides = 'one' | 'two';

/**
 * Loadings l of comparisons of several groups with one control: two of the differences correlate l_i l_j.
 *
 * @param controlSize observations in the control group
 * @param sizes observations in each of the other groups
 */
export function dunnettLoadings(controlSize: number, sizes: ArrayLike<number>): Float64Array {
  return Float64Array.from(sizes, (size) => Math.sqrt(size / (size + controlSize)));
}

const valid = (df: number, loadings: ArrayLike<number>): boolean =>
  df > 0 && loadings.length > 0 && Array.from(loadings).every((loading) => Math.abs(loading) < 1);

/** The standard normal maximum at level c: everything that depends on the shared part z. */
interface Maximum {
  slopes: Float64Array;
  scales: Float64Array;
  steepest: number;
  step: number;
}

function maximumOf(loadings: ArrayLike<number>): Maximum {
  const scales = Float64Array.from(loadings, (l) => 1 / Math.sqrt((1 - l) * (1 + l)));
  const slopes = scales.map((scale, i) => scale * loadings[i]);
  let precision = 1;
  let steepest = 0;
  for (let i = 0; i < slopes.length; i++) {
    precision += slopes[i] * slopes[i];
    if (Math.abs(loadings[i]) > Math.abs(steepest)) steepest = loadings[i];
  }
  return { slopes, scales, steepest, step: Math.min(0.5, 0.7 / Math.sqrt(precision)) };
}

/** P(all T_i <= c), or P(all |T_i| <= c), for normal T. */
function lowerNormal(c: number, { slopes, scales, steepest, step }: Maximum, sides: Sides): number {
  const term = (z: number): number => {
    let product = normal.density(z);
    for (let i = 0; i < slopes.length && product > 0; i++) product *= inside(slopes[i] * z, c * scales[i], sides);
    return product;
  };
  return step * sweep(term, c < 0 ? -c * steepest : 0, step);
}

/** P(some T_i > c), as a sum over the first that is; for two sides twice the part above c, by symmetry. */
function upperNormal(c: number, { slopes, scales, steepest, step }: Maximum, sides: Sides): number {
  const term = (z: number): number => {
    let product = normal.density(z);
    let sum = 0;
    for (let i = 0; i < slopes.length && product > 0; i++) {
      sum += product * standardNormalUpper(c * scales[i] + slopes[i] * z);
      product *= inside(slopes[i] * z, c * scales[i], sides);
    }
    return sum;
  };
  return (sides === 'two' ? 2 : 1) * step * sweep(term, -c * steepest, step);
}

/** P(Z <= c + shift), or P(-c + shift <= Z <= c + shift). */
function inside(shift: number, c: number, sides: Sides): number {
  if (sides === 'one') return standardNormalUpper(-c - shift);
  const middle = Math.abs(shift);
  return standardNormalUpper(middle - c) - standardNormalUpper(middle + c);
}

function tail(c: number, df: number, loadings: ArrayLike<number>, sides: Sides, upper: boolean): number {
  if (!valid(df, loadings) || c !== c) return NaN;
  if (sides === 'two' && !(c > 0)) return upper ? 1 : 0;
  if (c === Infinity || c === -Infinity) return c > 0 !== upper ? 1 : 0;
  const maximum = maximumOf(loadings);
  return upper
    ? meanOverScale((s) => upperNormal(c * s, maximum, sides), df, Math.max(c, 0))
    : meanOverScale((s) => lowerNormal(c * s, maximum, sides), df, 0);
}

function logTail(c: number, df: number, loadings: ArrayLike<number>, sides: Sides, upper: boolean): number {
  const value = tail(c, df, loadings, sides, upper);
  return value > 0.5 ? log1p(-tail(c, df, loadings, sides, !upper)) : log(value);
}

/** Started from the t quantile of a single comparison at the Bonferroni level. */
function quantile(target: TailTarget, df: number, loadings: ArrayLike<number>, sides: Sides): number {
  if (!valid(df, loadings) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : sides === 'two' ? 0 : -Infinity;
  const comparisons = log(loadings.length * (sides === 'two' ? 2 : 1));
  const start = target.upper ? studentT.quantileUpperLog(target.log - comparisons, df) : 1;
  return solveBySecants(
    (c) => logTail(c, df, loadings, sides, target.upper),
    target.log,
    !target.upper,
    start,
    0.1 + 0.05 * start,
  );
}

/**
 * Distribution of Dunnett's statistic: the largest T (or |T|) of correlated t statistics with a common standard error on df degrees of
 * freedom and correlations l_i l_j ({@link dunnettLoadings}); exact quadrature, not Monte Carlo. df > 0, Infinity allowed; |l| < 1.
 */
export const dunnett = {
  lower: (c: number, df: number, loadings: ArrayLike<number>, sides: Sides): number => tail(c, df, loadings, sides, false),
  upper: (c: number, df: number, loadings: ArrayLike<number>, sides: Sides): number => tail(c, df, loadings, sides, true),
  logLower: (c: number, df: number, loadings: ArrayLike<number>, sides: Sides): number => logTail(c, df, loadings, sides, false),
  logUpper: (c: number, df: number, loadings: ArrayLike<number>, sides: Sides): number => logTail(c, df, loadings, sides, true),
  /** Critical value c with P(max <= c) = p. */
  quantile: (p: number, df: number, loadings: ArrayLike<number>, sides: Sides): number =>
    quantile(targetOfProbability(p, false), df, loadings, sides),
  /** Critical value c with P(max > c) = p. */
  quantileUpper: (p: number, df: number, loadings: ArrayLike<number>, sides: Sides): number =>
    quantile(targetOfProbability(p, true), df, loadings, sides),
  quantileUpperLog: (logP: number, df: number, loadings: ArrayLike<number>, sides: Sides): number =>
    quantile(targetOfLog(logP, true), df, loadings, sides),
};
