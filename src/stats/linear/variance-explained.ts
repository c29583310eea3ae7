import { fisherF, noncentralF } from '../distributions/index.ts';
import type { AnovaTable } from './anova.ts';

/** An estimate with its interval. */
export interface IntervalEstimate {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Shares of variance that a term explains. */
export interface VarianceExplained {
  readonly term: string;
  /** SS / sum of all SS. */
  readonly etaSquared: number;
  /** SS / (SS + residual SS). */
  readonly partialEtaSquared: IntervalEstimate;
  /** Less biased than eta squared; 0 where F < 1. */
  readonly partialOmegaSquared: IntervalEstimate;
  readonly partialEpsilonSquared: IntervalEstimate;
  /** Counts the variance of observed (not manipulated) factors as error (Olejnik & Algina 2003). */
  readonly generalizedEtaSquared: number;
  readonly cohensF: IntervalEstimate;
}

/** The noncentrality at which a noncentral F leaves `probability` below F; 0 when even the central one leaves less. */
function noncentralityAt(F: number, numDf: number, denDf: number, probability: number): number {
  if (!(F >= 0)) return NaN;
  if (fisherF.lower(F, numDf, denDf) <= probability) return 0;
  const excess = (lambda: number): number => noncentralF.lower(F, numDf, denDf, lambda) - probability;
  let low = 0;
  let high = Math.max(1, numDf * F);
  while (excess(high) > 0) {
    low = high;
    high *= 2;
  }
  let [fLow, fHigh] = [excess(low), excess(high)];
  let side = 0;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const guess = (low * fHigh - high * fLow) / (fHigh - fLow);
    const lambda = guess > low && guess < high ? guess : (low + high) / 2;
    const value = excess(lambda);
    if (value === 0) return lambda;
    if (value > 0) {
      low = lambda;
      fLow = value;
      if (side > 0) fHigh /= 2;
      side = 1;
    } else {
      high = lambda;
      fHigh = value;
      if (side < 0) fLow /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

/** Interval of the noncentrality of an F statistic (Steiger 2004), two-sided at the given level. */
export function noncentralityInterval(F: number, numDf: number, denDf: number, level: number): { lower: number; upper: number } {
  const tail = (1 - level) / 2;
  return { lower: noncentralityAt(F, numDf, denDf, 1 - tail), upper: noncentralityAt(F, numDf, denDf, tail) };
}

/**
 * Interval of a share of variance: the noncentrality interval of the F that corresponds to the estimate, as a share λ / (λ + error df)
 * (the convention of the R package effectsize).
 */
export function shareInterval(share: number, numDf: number, denDf: number, level: number): IntervalEstimate {
  const F = share / numDf / ((1 - share) / denDf);
  const { lower, upper } = noncentralityInterval(F, numDf, denDf, level);
  return { estimate: share, lower: lower / (lower + denDf), upper: upper / (upper + denDf) };
}

export interface VarianceExplainedOptions {
  /** Factors that were measured, not set by the experimenter. */
  observed?: readonly string[];
  /** Of the intervals; 0.9 (default) excludes 0 exactly when p < 0.05. */
  level?: number;
}

/**
 * Effect sizes of an analysis of variance; the intercept is left out.
 *
 * @param n number of observations
 */
export function varianceExplained(table: AnovaTable, n: number, options: VarianceExplainedOptions = {}): VarianceExplained[] {
  const { residual } = table;
  const rows = table.rows.filter((row) => row.term !== '(Intercept)');
  const level = options.level ?? 0.9;
  const isObserved = (term: string): boolean => term.split(':').some((part) => options.observed?.includes(part));
  const total = rows.reduce((sum, row) => sum + row.sumOfSquares, residual.sumOfSquares);
  const observedTotal = rows.filter((row) => isObserved(row.term)).reduce((sum, row) => sum + row.sumOfSquares, 0);
  return rows.map(({ term, df, sumOfSquares }) => {
    const share = (value: number): IntervalEstimate => shareInterval(value, df, residual.df, level);
    const partial = share(sumOfSquares / (sumOfSquares + residual.sumOfSquares));
    const beyond = sumOfSquares - df * residual.meanSquare;
    const f = (value: number): number => Math.sqrt(value / (1 - value));
    return {
      term,
      etaSquared: sumOfSquares / total,
      partialEtaSquared: partial,
      partialOmegaSquared: share(Math.max(0, beyond / (sumOfSquares + (n - df) * residual.meanSquare))),
      partialEpsilonSquared: share(Math.max(0, beyond / (sumOfSquares + residual.sumOfSquares))),
      generalizedEtaSquared: sumOfSquares / (residual.sumOfSquares + observedTotal + (isObserved(term) ? 0 : sumOfSquares)),
      cohensF: { estimate: f(partial.estimate), lower: f(partial.lower), upper: f(partial.upper) },
    };
  });
}
