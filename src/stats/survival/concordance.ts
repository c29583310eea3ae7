/** Share of comparable pairs of animals in which the one with the higher predicted hazard had the event first, ties of prediction half. */
export interface Concordance {
  estimate: number;
  /** By the infinitesimal jackknife over animals, or over clusters. */
  se: number;
}

/**
 * Harrell's concordance of latencies with a predicted risk. A pair is comparable when the earlier of two different times is an event, or when
 * an event and a censoring fall on the same time. NaN when there is no such pair.
 *
 * @param strata pairs are formed within a stratum only
 * @param clusters animals of one cluster count as one for the standard error
 */
export function concordance(
  times: ArrayLike<number>,
  marks: ArrayLike<number>,
  risk: ArrayLike<number>,
  strata?: ArrayLike<number>,
  clusters?: ArrayLike<number>,
): Concordance {
  const n = times.length;
  const agreeing = new Float64Array(n);
  const comparable = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (marks[i] !== 1) continue;
    for (let j = 0; j < n; j++) {
      if (times[j] < times[i] || (times[j] === times[i] && marks[j] === 1)) continue;
      if (strata !== undefined && strata[i] !== strata[j]) continue;
      const score = risk[i] > risk[j] ? 1 : risk[i] === risk[j] ? 0.5 : 0;
      agreeing[i] += score;
      agreeing[j] += score;
      comparable[i]++;
      comparable[j]++;
    }
  }
  const pairs = comparable.reduce((a, b) => a + b, 0) / 2;
  const estimate = agreeing.reduce((a, b) => a + b, 0) / 2 / pairs;
  const influence = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const unit = clusters?.[i] ?? i;
    influence.set(unit, (influence.get(unit) ?? 0) + (agreeing[i] - estimate * comparable[i]) / pairs);
  }
  let variance = 0;
  for (const one of influence.values()) variance += one * one;
  return { estimate, se: Math.sqrt(variance) };
}
