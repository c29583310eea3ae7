import { exp, log } from '../elementary/index.ts';
import { incompleteBetaOfOdds, lbeta, logBetaFront } from '../special/index.ts';
import type { TailTarget } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';
import { solvePositive } from './solve-quantile.ts';

/**
 * The odds r = x / (1 - x) at which the tail of the beta distribution meets the target. Solved in the odds, not in x, because
 * those keep their relative accuracy at both ends, and F and t quantiles are multiples of them.
 */
export function betaQuantileOdds(a: number, b: number, target: TailTarget): number {
  if (!(a > 0 && b > 0) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : 0;
  return solvePositive(
    (r) => incompleteBetaOfOdds(a, b, r, 0, 1, 0, target.upper, true),
    (r) => logBetaFront(a, b, r, 0, 1, 0, (b * r - a) / (r + 1)) - log(r),
    target.log,
    !target.upper,
    target.upper ? 1 / lowerStart(b, a, target.log) : lowerStart(a, b, target.log),
  );
}

/** Starting odds for the lower tail: normal approximation of the logit, or the leading term x^a / (a B(a, b)) far out. */
function lowerStart(a: number, b: number, logP: number): number {
  const leading = exp(Math.min((logP + log(a) + lbeta(a, b)) / a, 690));
  const odds = leading < 0.9 ? leading / (1 - leading) : Infinity;
  if (a < 1 || b < 1) return Math.min(odds, 1);
  const spread = Math.sqrt(1 / a + 1 / b);
  const guess = exp(Math.min(Math.max(log(a / b) + normalQuantileOfLog(logP) * spread, -690), 690));
  return odds > guess && odds !== Infinity ? odds : guess;
}
