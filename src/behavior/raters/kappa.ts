/** Bouts of one rater in one animal, in order and not overlapping. */
export interface ScoredBouts {
  start: ArrayLike<number>;
  stop: ArrayLike<number>;
}

/** 1 for each bin of which at least half is scored. */
export function binsOf({ start, stop }: ScoredBouts, binSeconds: number, bins: number): Uint8Array {
  const covered = new Float64Array(bins);
  for (let i = 0; i < start.length; i++) {
    const last = Math.min(bins - 1, Math.floor(stop[i] / binSeconds));
    for (let bin = Math.max(0, Math.floor(start[i] / binSeconds)); bin <= last; bin++)
      covered[bin] += Math.max(0, Math.min(stop[i], (bin + 1) * binSeconds) - Math.max(start[i], bin * binSeconds));
  }
  return Uint8Array.from(covered, (seconds) => (seconds >= binSeconds / 2 ? 1 : 0));
}

/**
 * Cohen's kappa (1960) of two raters over the bins of all animals: agreement beyond chance on where the behavior was.
 *
 * @param pairs for each animal the bouts of both raters
 * @param seconds length of the observation; NaN: the bins run to the last stop of either rater
 */
export function boutKappa(pairs: readonly (readonly [ScoredBouts, ScoredBouts])[], seconds = NaN, binSeconds = 1): number {
  let [both, onlyA, onlyB, neither] = [0, 0, 0, 0];
  for (const [a, b] of pairs) {
    const last = Math.max(0, ...[a, b].map(({ stop }) => (stop.length > 0 ? stop[stop.length - 1] : 0)));
    const bins = Math.ceil((seconds > 0 ? seconds : last) / binSeconds);
    const [x, y] = [binsOf(a, binSeconds, bins), binsOf(b, binSeconds, bins)];
    for (let i = 0; i < bins; i++) {
      if (x[i] === 1 && y[i] === 1) both++;
      else if (x[i] === 1) onlyA++;
      else if (y[i] === 1) onlyB++;
      else neither++;
    }
  }
  const n = both + onlyA + onlyB + neither;
  const observed = (both + neither) / n;
  const chance = ((both + onlyA) * (both + onlyB) + (neither + onlyA) * (neither + onlyB)) / (n * n);
  return (observed - chance) / (1 - chance);
}
