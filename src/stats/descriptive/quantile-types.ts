/** Numbers of Hyndman & Fan's sample quantiles, as R's `quantile(type = )` counts them. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const FUZZ = 4 * 2.220446049250313e-16;
/** Plotting positions (k - a) / (n + 1 - a - b) of the continuous types 4 to 9. */
const POSITIONS: ReadonlyMap<QuantileType, readonly [number, number]> = new Map([
  [4, [0, 1]],
  [5, [0.5, 0.5]],
  [6, [0, 0]],
  [7, [1, 1]],
  [8, [1 / 3, 1 / 3]],
  [9, [3 / 8, 3 / 8]],
]);

/** Weight of the upper one of the two order statistics, for the types that step. */
function stepWeight(type: QuantileType, position: number, below: number): number {
  const beyond = position > below + FUZZ;
  if (type === 1) return beyond ? 1 : 0;
  if (type === 2) return beyond ? 1 : 0.5;
  return Math.abs(position - below) > FUZZ || Math.abs(below) % 2 === 1 ? 1 : 0;
}

/**
 * A sample quantile of any of the nine types of Hyndman & Fan (1996); `quantileOfSorted` is type 7, `inverseDistributionOfSorted`
 * type 1. NaN of nothing and for p outside [0, 1].
 *
 * @param ascending sorted sample without NaN
 */
export function quantileOfType(ascending: ArrayLike<number>, p: number, type: QuantileType): number {
  const n = ascending.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return NaN;
  const continuous = POSITIONS.get(type);
  const position = continuous ? continuous[0] + p * (n + 1 - continuous[0] - continuous[1]) : type === 3 ? n * p - 0.5 : n * p;
  const below = Math.floor(position + FUZZ);
  const gap = position - below;
  const weight = continuous ? (Math.abs(gap) < FUZZ ? 0 : gap) : stepWeight(type, position, below);
  const at = (k: number): number => ascending[Math.min(Math.max(k, 1), n) - 1];
  if (weight === 0) return at(below);
  if (weight === 1) return at(below + 1);
  return (1 - weight) * at(below) + weight * at(below + 1);
}
