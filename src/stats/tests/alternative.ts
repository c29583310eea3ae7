/** Side of a test: the parameter differs (`two-sided`), is smaller (`less`) or larger (`greater`) than under the null. */
export type Alternative = 'two-sided' | 'less' | 'greater';

/** The p-value of a statistic with the given tails; two-sided doubles the smaller (symmetric distributions). */
export function sidedPvalue(lower: number, upper: number, alternative: Alternative): number {
  if (alternative === 'less') return lower;
  if (alternative === 'greater') return upper;
  return Math.min(1, 2 * Math.min(lower, upper));
}

/** Limits estimate ± half, one-sided alternatives leaving one side open. `half` belongs to the given alternative and level. */
export function sidedInterval(estimate: number, half: number, alternative: Alternative): { low: number; high: number } {
  return {
    low: alternative === 'less' ? -Infinity : estimate - half,
    high: alternative === 'greater' ? Infinity : estimate + half,
  };
}

/** Upper tail probability of the critical value for an interval of this level. */
export function tailOf(level: number, alternative: Alternative): number {
  return alternative === 'two-sided' ? (1 - level) / 2 : 1 - level;
}
