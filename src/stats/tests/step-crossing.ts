/** Positions closer than this share of the largest one are the same number but for rounding. */
const SAME = 1e-10;

/** The distinct values of an ascending list, rounding noise aside. */
export function distinct(ascending: ArrayLike<number>): Float64Array {
  const scale = Math.max(Math.abs(ascending[0]), Math.abs(ascending[ascending.length - 1]));
  const kept: number[] = [];
  for (let i = 0; i < ascending.length; i++) {
    if (kept.length === 0 || ascending[i] - kept[kept.length - 1] > SAME * scale) kept.push(ascending[i]);
  }
  return Float64Array.from(kept);
}

/**
 * Where a decreasing step function of the shift crosses a level: the jump at which it passes from above to below, or the middle of the
 * flat stretch on which it equals the level. The jumps are at the given ascending positions. This is what R's `wilcox.test` approaches
 * with a root search.
 */
export function crossing(jumps: Float64Array, value: (shift: number) => number, level: number): number {
  const positions = distinct(jumps);
  const between = (i: number): number => {
    if (i === 0) return positions[0] - 1;
    if (i === positions.length) return positions[positions.length - 1] + 1;
    return (positions[i - 1] + positions[i]) / 2;
  };
  const low = firstPosition(positions.length, (i) => value(between(i)) <= level);
  if (low === 0) return positions[0];
  const flat = Math.abs(value(between(low)) - level) < 1e-12 && low < positions.length;
  return flat ? (positions[low - 1] + positions[low]) / 2 : positions[low - 1];
}

/** Smallest i in 0 .. count for which `holds` (false, then true); `count` when it never does. */
function firstPosition(count: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Hodges-Lehmann estimate and limits by inverting a rank test: the statistic S(d) after a shift by d falls with d and is looked at where it
 * jumps. The estimate is the middle of the shifts at which S straddles its expectation; the limits are the last jump with S above the upper
 * and the first with S below the lower quantile. Without ties these are the usual order statistics of the differences.
 */
export function invertRankTest(
  jumps: Float64Array,
  statistic: (shift: number) => number,
  expectation: number,
  quantiles: { low: number; high: number },
): { estimate: number; low: number; high: number } {
  const positions = distinct(jumps);
  const values = positions.map(statistic);
  const last = positions.length - 1;
  const firstBelow = (bar: number): number =>
    positions[
      Math.min(
        last,
        firstPosition(positions.length, (i) => values[i] < bar),
      )
    ];
  const lastAbove = (bar: number): number => positions[Math.max(0, firstPosition(positions.length, (i) => values[i] <= bar) - 1)];
  const slack = 1e-9;
  return {
    estimate: (firstBelow(expectation + slack) + lastAbove(expectation - slack)) / 2,
    low: lastAbove(quantiles.high + slack),
    high: firstBelow(quantiles.low - slack),
  };
}
