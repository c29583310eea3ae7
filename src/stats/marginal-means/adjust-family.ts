import { fisherF, normal, studentizedRange, studentT } from '../distributions/index.ts';
import { expm1, log1p } from '../elementary/index.ts';
import { criticalValue, twoSidedP } from '../linear/index.ts';
import { type AdjustMethod, adjustPvalues } from '../multiplicity/index.ts';
import { dunnettxCritical, dunnettxUpper } from './dunnettx.ts';
import { type MaximumT, maximumT } from './multivariate-t.ts';

/**
 * How the p-values and intervals of a family of contrasts account for its size.
 *
 * - `tukey`: studentized range, for all pairs of means; `scheffe`: all contrasts; `sidak`; `bonferroni`
 * - `dunnett`: exact, for comparisons with one control; `dunnettx`: emmeans' approximation to it
 * - `mvt`: exact for any family, from the correlations of the estimates
 * - `holm`, `hochberg`, `hommel`, `BH`, `BY`: stepwise p-values; intervals are then Bonferroni ones
 */
export type ContrastAdjustment =
  | 'none'
  | 'tukey'
  | 'scheffe'
  | 'dunnett'
  | 'dunnettx'
  | 'mvt'
  | 'sidak'
  | 'bonferroni'
  | 'holm'
  | 'hochberg'
  | 'hommel'
  | 'BH'
  | 'BY';

/** What an adjustment needs to know of a family. */
export interface ContrastFamily {
  readonly statistics: Float64Array;
  readonly dfs: Float64Array;
  /** Correlations of the estimates, size×size row-major. */
  readonly correlation: Float64Array;
  /** Number of means compared. */
  readonly means: number;
  /** Number of linearly independent contrasts. */
  readonly rank: number;
  readonly kind: 'pairs' | 'many-to-one' | 'other';
}

export interface AdjustedFamily {
  readonly pvalues: Float64Array;
  /** Multiplier of each standard error in the simultaneous interval. */
  readonly critical: Float64Array;
  /** The adjustment applied; differs from the one asked for when that one does not fit the family. */
  readonly method: ContrastAdjustment;
}

/** The adjustment that is valid for this family: Tukey's only for all pairs, Dunnett's only against one control. */
function suitable(method: ContrastAdjustment, family: ContrastFamily): ContrastAdjustment {
  const single = family.statistics.length < 2;
  if (method === 'none' || single) return 'none';
  if (method === 'tukey' && family.kind !== 'pairs') return 'sidak';
  if ((method === 'dunnett' || method === 'dunnettx') && family.kind !== 'many-to-one') return 'mvt';
  return method;
}

/** The tail of the largest |t| of a family as a function of t and df, for the single-step methods that have one. */
function familyTail(
  method: ContrastAdjustment,
  family: ContrastFamily,
  maximum: () => MaximumT,
): ((t: number, df: number) => number) | undefined {
  const size = family.statistics.length;
  switch (method) {
    case 'tukey':
      return (t, df) => studentizedRange.upper(Math.SQRT2 * t, family.means, df);
    case 'scheffe':
      return (t, df) => fisherF.upper((t * t) / family.rank, family.rank, df);
    case 'sidak':
      return (t, df) => -expm1(size * log1p(-twoSidedP(t, df)));
    case 'dunnettx':
      return (t, df) => dunnettxUpper(t, size, df);
    case 'dunnett':
    case 'mvt':
      return maximum().upper;
    default:
      return undefined;
  }
}

/** The t at which the family's tail is alpha. */
function familyCritical(
  method: ContrastAdjustment,
  family: ContrastFamily,
  alpha: number,
  df: number,
  maximum: () => MaximumT,
): number {
  const size = family.statistics.length;
  switch (method) {
    case 'none':
      return criticalValue(1 - alpha, df);
    case 'tukey':
      return studentizedRange.quantileUpper(alpha, family.means, df) / Math.SQRT2;
    case 'scheffe':
      return Math.sqrt(family.rank * fisherF.quantileUpper(alpha, family.rank, df));
    case 'sidak':
      return singleCritical(-expm1(log1p(-alpha) / size), df);
    case 'dunnett':
    case 'mvt':
      return maximum().quantileUpper(alpha, df);
    case 'dunnettx':
      return dunnettxCritical(alpha, size, df);
    default:
      return singleCritical(alpha / size, df);
  }
}

function singleCritical(alpha: number, df: number): number {
  return df === Infinity ? normal.quantileUpper(alpha / 2) : studentT.quantileUpper(alpha / 2, df);
}

const STEPWISE = new Set<ContrastAdjustment>(['bonferroni', 'holm', 'hochberg', 'hommel', 'BH', 'BY']);

/**
 * Adjusts a family of two-sided tests.
 *
 * @param level of the simultaneous intervals
 * @param seed used only by `mvt` for families that need sampling (more than three dimensions without product structure)
 * @param known critical values found for families of the same kind and level; filled by this function
 */
export function adjustFamily(
  family: ContrastFamily,
  wanted: ContrastAdjustment,
  level: number,
  seed = 1,
  known = new Map<string, number>(),
): AdjustedFamily {
  const method = suitable(wanted, family);
  const { statistics, dfs } = family;
  const raw = statistics.map((t, i) => twoSidedP(t, dfs[i]));
  let distribution: MaximumT | undefined;
  const maximum = (): MaximumT => (distribution ??= maximumT(family.correlation, statistics.length, seed));
  const shape =
    method === 'dunnett' || method === 'mvt' ? family.correlation.join() : `${statistics.length} ${family.means} ${family.rank}`;
  const critical = dfs.map((df) => {
    const key = `${method} ${shape} ${df}`;
    const value = known.get(key) ?? (df > 0 ? familyCritical(method, family, 1 - level, df, maximum) : NaN);
    known.set(key, value);
    return value;
  });
  if (STEPWISE.has(method)) return { pvalues: adjustPvalues(raw, method as AdjustMethod), critical, method };
  const tail = familyTail(method, family, maximum);
  const pvalues =
    tail === undefined ? raw : raw.map((p, i) => (p === p ? Math.min(1, tail(Math.abs(statistics[i]), dfs[i])) : NaN));
  return { pvalues, critical, method };
}
