import { solveBySecants } from '../distributions/solve-quantile.ts';
import { exp, log, log1p } from '../elementary/index.ts';

/**
 * The real sample size at which a power that grows with it reaches the target; round it up. NaN when no size does (no effect, or
 * a target that is not between alpha and 1).
 *
 * @param power as a function of the (real) sample size
 * @param target e.g. 0.8
 * @param least smallest size the test exists for; returned when it is already enough
 */
export function sampleSizeFor(power: (n: number) => number, target: number, least: number): number {
  if (!(target > 0 && target < 1)) return NaN;
  if (power(least) >= target) return least;
  if (!(power(least * 1e7) >= target)) return NaN;
  const missed = (logSize: number): number => log1p(-power(exp(logSize)));
  return exp(solveBySecants(missed, log1p(-target), false, log(2 * least), 0.5));
}

/** The positive effect at which a power that grows with it reaches the target; NaN when the target is not between alpha and 1. */
export function effectFor(power: (effect: number) => number, target: number, start: number): number {
  if (!(target > power(0) && target < 1)) return NaN;
  const missed = (logEffect: number): number => log1p(-power(exp(logEffect)));
  return exp(solveBySecants(missed, log1p(-target), false, log(start), 0.25));
}
