/**
 * Sideways offsets that keep equal-sized dots from overlapping, dots as near to the middle as they can be (a bee swarm).
 * Swarms wider than `halfWidth` are squeezed to fit. NaN positions get NaN.
 *
 * @param positions coordinates along the value axis, in px
 * @param spacing smallest distance between two centers, in px
 */
export function swarm(positions: ArrayLike<number>, spacing: number, halfWidth: number): Float64Array {
  const offsets = new Float64Array(positions.length).fill(NaN);
  const order = Array.from({ length: positions.length }, (_, i) => i).filter((i) => Number.isFinite(positions[i]));
  order.sort((a, b) => positions[a] - positions[b] || a - b);
  let widest = 0;
  let balance = 0;
  order.forEach((point, rank) => {
    offsets[point] = freeOffset(positions, offsets, order, rank, spacing, balance > 0 ? -1 : 1);
    balance += offsets[point];
    widest = Math.max(widest, Math.abs(offsets[point]));
  });
  if (widest > halfWidth) for (let i = 0; i < offsets.length; i++) offsets[i] *= halfWidth / widest;
  return offsets;
}

/** The smallest offset at which the dot touches none of the dots placed before it; of two equal ones that on the given side. */
function freeOffset(
  positions: ArrayLike<number>,
  offsets: Float64Array,
  order: readonly number[],
  rank: number,
  spacing: number,
  side: number,
): number {
  const position = positions[order[rank]];
  const near: { offset: number; gap: number }[] = [];
  for (let before = rank - 1; before >= 0; before--) {
    const distance = position - positions[order[before]];
    if (distance >= spacing) break;
    near.push({ offset: offsets[order[before]], gap: Math.sqrt(spacing * spacing - distance * distance) });
  }
  const candidates = [0, ...near.flatMap(({ offset, gap }) => [offset + side * gap, offset - side * gap])];
  const free = candidates.filter((x) => near.every(({ offset, gap }) => Math.abs(x - offset) >= gap - 1e-9));
  return free.reduce((best, x) => (Math.abs(x) < Math.abs(best) - 1e-9 ? x : best), free[0] ?? 0);
}
