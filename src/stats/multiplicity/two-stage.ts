import { adjustPvalues } from './adjust.ts';

/** Adaptive Benjamini-Hochberg adjustment in two stages. */
export interface TwoStage {
  /** Estimated number of true null hypotheses. */
  nullCount: number;
  /** BH-adjusted p-values times nullCount / number of tests: reject at `alpha`. */
  adjusted: Float64Array;
}

/**
 * Two-stage adaptive BH at level alpha: the first stage, BH at alpha / (1 + alpha), estimates how many hypotheses are true. The
 * adjusted p-values hold for that alpha only. NaN passes through.
 * Source: Benjamini, Krieger & Yekutieli (2006), Biometrika 93:491 (TST).
 */
export function twoStageBH(p: ArrayLike<number>, alpha = 0.05): TwoStage {
  const first = adjustPvalues(p, 'BH');
  const tests = first.filter((value) => value === value).length;
  const rejected = first.filter((value) => value <= alpha / (1 + alpha)).length;
  const nullCount = tests - rejected;
  return { nullCount, adjusted: first.map((value) => (value * nullCount) / tests) };
}
