import { midranks, pearsonCorrelation, tieSum } from '../descriptive/index.ts';
import { studentT } from '../distributions/index.ts';
import { correlationInterval } from '../effects/index.ts';
import { type Alternative, sidedPvalue } from './alternative.ts';
import { requireComplete } from './require-complete.ts';
import { edgeworthTail, pairedProductTails, type Tails } from './spearman-distribution.ts';

export interface CorrelationTest {
  method: string;
  /** Product-moment r or Spearman's rho. */
  estimate: number;
  /** t, or for Spearman's exact and Edgeworth references the sum of squared rank differences. */
  statistic: number;
  /** Of t; NaN when the reference is not a t distribution. */
  df: number;
  pvalue: number;
  /** Interval on Fisher's scale (for Spearman with Bonett & Wright's variance); NaN below four pairs. */
  low: number;
  high: number;
}

function requirePairs(x: ArrayLike<number>, y: ArrayLike<number>): void {
  if (x.length !== y.length) throw new RangeError(`a correlation needs pairs: ${x.length} and ${y.length} values`);
  if (x.length < 3) throw new RangeError('a correlation needs at least three pairs');
  requireComplete(x, y);
}

function correlate(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const r = pearsonCorrelation(x, y);
  if (!Number.isFinite(r)) throw new RangeError('one of the two variables does not vary');
  return Math.max(-1, Math.min(1, r));
}

/** t of a correlation and its tails on the given degrees of freedom. */
export function correlationT(r: number, df: number): { statistic: number } & Tails {
  const statistic = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  return { statistic, lower: studentT.lower(statistic, df), upper: studentT.upper(statistic, df) };
}

/**
 * Test of a product-moment correlation with its interval, as R's `cor.test`.
 *
 * @throws RangeError for fewer than three pairs, missing values, or a variable that does not vary
 */
export function pearsonTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { alternative?: Alternative; level?: number } = {},
): CorrelationTest {
  requirePairs(x, y);
  const { alternative = 'two-sided', level = 0.95 } = options;
  const estimate = correlate(x, y);
  const df = x.length - 2;
  const { statistic, lower, upper } = correlationT(estimate, df);
  const interval = correlationInterval(estimate, x.length, 'pearson', level);
  return {
    method: 'Pearson correlation',
    estimate,
    statistic,
    df,
    pvalue: sidedPvalue(lower, upper, alternative),
    low: interval.lower,
    high: interval.upper,
  };
}

/** Pairs up to which the exact distribution is worked out by default. */
const EXACT_PAIRS = 10;
const EDGEWORTH_PAIRS = 1290;

export interface SpearmanOptions {
  alternative?: Alternative;
  level?: number;
  /**
   * Distribution for p: `exact` (every pairing, ties included, up to 14 pairs), `edgeworth` (no ties) or `t`. Default: exact up to 10 pairs, then
   * Edgeworth's series without ties and t with them, as R (which takes t for any ties).
   */
  reference?: 'exact' | 'edgeworth' | 't';
}

/**
 * Spearman's rank correlation with its test.
 *
 * @throws RangeError for fewer than three pairs, missing values, a variable that does not vary, or a reference that does not fit
 */
export function spearmanTest(x: ArrayLike<number>, y: ArrayLike<number>, options: SpearmanOptions = {}): CorrelationTest {
  requirePairs(x, y);
  const { alternative = 'two-sided', level = 0.95 } = options;
  const n = x.length;
  const ties = tieSum(x) > 0 || tieSum(y) > 0;
  const usual = n <= EXACT_PAIRS ? 'exact' : ties || n > EDGEWORTH_PAIRS ? 't' : 'edgeworth';
  const reference = options.reference ?? usual;
  if (reference === 'edgeworth' && ties) throw new RangeError('Edgeworth’s series is for ranks without ties');
  if (reference === 'exact' && n > 14) throw new RangeError(`every pairing can be counted up to 14 pairs, not ${n}`);
  const [rx, ry] = [midranks(x), midranks(y)];
  const estimate = correlate(rx, ry);
  const interval = correlationInterval(estimate, n, 'spearman', level);
  const squares = ((n * n * n - n) * (1 - estimate)) / 6;
  const t = correlationT(estimate, n - 2);
  const tails = reference === 't' ? t : reference === 'exact' ? exactTails(rx, ry) : edgeworthTails(n, Math.round(squares));
  return {
    method: `Spearman correlation, ${reference === 't' ? 't approximation' : reference === 'exact' ? 'exact' : 'Edgeworth series'}`,
    estimate,
    statistic: reference === 't' ? t.statistic : squares,
    df: reference === 't' ? n - 2 : NaN,
    pvalue: sidedPvalue(tails.lower, tails.upper, alternative),
    low: interval.lower,
    high: interval.upper,
  };
}

/** Tails of rho, small and large; rho rises with the sum of products. */
function exactTails(rx: Float64Array, ry: Float64Array): Tails {
  return pairedProductTails(
    rx.map((rank) => 2 * rank),
    ry.map((rank) => 2 * rank),
  );
}

/** Tails of rho from those of the sum of squared differences, which falls as rho rises; the sum is always even. */
function edgeworthTails(n: number, squares: number): Tails {
  return { lower: edgeworthTail(n, squares, true), upper: edgeworthTail(n, squares + 2, false) };
}
