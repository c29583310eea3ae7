import { log, log1p } from '../elementary/index.ts';
import { type TailTarget, targetOfLog, targetOfProbability } from './log-probability.ts';
import { normal, standardNormalUpper } from './normal.ts';
import { normalInterval } from './normal-interval.ts';
import { meanOverScale } from './scale-mixture.ts';
import { solveBySecants } from './solve-quantile.ts';
import { studentT } from './student-t.ts';
import { trapezoidSum } from './trapezoid.ts';
import { wholePower } from './whole-power.ts';

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

/**
 * The maximum of standard normals with correlations l_i l_j, as a mixture over the part z they share: given z they are
 * independent, T_i = l_i z + sqrt(1 - l_i^2) e_i. Equal loadings, the balanced case, are kept together.
 */
class SharedMaximum {
  private readonly slopes: Float64Array;
  private readonly scales: Float64Array;
  private readonly counts: Int32Array;
  private readonly sides: Sides;
  private readonly steepest: number;
  private readonly mixed: boolean;
  private readonly step: number;

  constructor(loadings: ArrayLike<number>, sides: Sides) {
    // The sign of a loading is the sign of T, which |T| does not know.
    const sorted = Float64Array.from(loadings, (l) => (sides === 'two' ? Math.abs(l) : l)).sort();
    const distinct = sorted.filter((l, i) => i === 0 || l !== sorted[i - 1]);
    this.sides = sides;
    this.scales = distinct.map((l) => 1 / Math.sqrt((1 - l) * (1 + l)));
    this.slopes = this.scales.map((scale, i) => scale * distinct[i]);
    this.counts = Int32Array.from(distinct, (l) => sorted.filter((other) => other === l).length);
    this.steepest = distinct.reduce((most, l) => (Math.abs(l) > Math.abs(most) ? l : most), 0);
    this.mixed = distinct[0] < 0 && distinct[distinct.length - 1] > 0;
    // No integrand is narrower than the product of all normal densities.
    const precision = this.slopes.reduce((sum, slope, i) => sum + this.counts[i] * slope * slope, 1);
    this.step = Math.min(0.5, 0.7 / Math.sqrt(precision));
  }

  /** P(all T_i <= c), or P(all |T_i| <= c). */
  lower(c: number): number {
    const { slopes, scales, counts, sides } = this;
    const term = (z: number): number => {
      let product = normal.density(z);
      for (let i = 0; i < slopes.length && product > 0; i++) {
        product *= wholePower(inside(slopes[i] * z, c * scales[i], sides), counts[i]);
      }
      return product;
    };
    return this.sum(term, c < 0 ? -c * this.steepest : 0);
  }

  /** P(some T_i > c), as a sum over the first that is; for two sides twice the part above c, by symmetry. */
  upper(c: number): number {
    const { slopes, scales, counts, sides } = this;
    const term = (z: number): number => {
      let product = normal.density(z);
      let sum = 0;
      for (let i = 0; i < slopes.length && product > 0; i++) {
        const above = standardNormalUpper(c * scales[i] + slopes[i] * z);
        const outside = sides === 'two' ? above + standardNormalUpper(c * scales[i] - slopes[i] * z) : above;
        const rest = Math.max(0, 1 - outside);
        for (let j = 0; j < counts[i]; j++) {
          sum += product * above;
          product *= rest;
        }
      }
      return sum;
    };
    return (sides === 'two' ? 2 : 1) * this.sum(term, -c * this.steepest);
  }

  private sum(term: (z: number) => number, from: number): number {
    return this.step * trapezoidSum(term, from, this.step, this.mixed ? Math.abs(from) : -Infinity);
  }
}

/** P(Z <= c + shift), or P(-c + shift <= Z <= c + shift). */
function inside(shift: number, c: number, sides: Sides): number {
  return sides === 'one' ? standardNormalUpper(-c - shift) : normalInterval(Math.abs(shift) - c, 2 * c);
}

function tail(c: number, df: number, loadings: ArrayLike<number>, sides: Sides, upper: boolean): number {
  if (!valid(df, loadings) || c !== c) return NaN;
  if (sides === 'two' && !(c > 0)) return upper ? 1 : 0;
  if (c === Infinity || c === -Infinity) return c > 0 !== upper ? 1 : 0;
  const maximum = new SharedMaximum(loadings, sides);
  const value = upper
    ? meanOverScale((s) => maximum.upper(c * s), df, Math.max(c, 0))
    : meanOverScale((s) => maximum.lower(c * s), df, Math.max(-c, 0));
  return Math.min(1, value);
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
 * Distribution of Dunnett's statistic: the largest T (or |T|) of correlated t statistics with a common standard error on df
 * degrees of freedom and correlations l_i l_j ({@link dunnettLoadings}); exact quadrature, not Monte Carlo. df > 0, Infinity
 * allowed; |l| < 1.
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
