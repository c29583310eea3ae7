import { exp, log, log1p } from '../elementary/index.ts';
import { incompleteBetaOfOdds, lbeta, logBetaFront } from '../special/index.ts';
import { logComplement } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';
import { solvePositive } from './solve-quantile.ts';

const LOG_HALF = -0.6931471805599453;

/**
 * The odds r = x / (1 - x) at which the given tail of the beta distribution has the logarithm `logP`. Solved in the odds, not in x,
 * because those keep their relative accuracy at both ends, and F and t quantiles are multiples of them.
 */
export function betaQuantileOdds(a: number, b: number, logP: number, upper: boolean): number {
  if (!(a > 0 && b > 0) || !(logP <= 0)) return NaN;
  if (logP === 0) return upper ? 0 : Infinity;
  if (logP === -Infinity) return upper ? Infinity : 0;
  const swap = logP > LOG_HALF;
  const target = swap ? logComplement(logP) : logP;
  const useUpper = upper !== swap;
  return solvePositive(
    (r) => incompleteBetaOfOdds(a, b, r, 0, 1, 0, useUpper, true),
    (r) => logBetaFront(a, b, r, 0, 1, 0, (b * r - a) / (r + 1)) - log(r),
    target,
    !useUpper,
    useUpper ? 1 / lowerStart(b, a, target) : lowerStart(a, b, target),
  );
}

/** Starting odds for the lower tail: normal approximation of the logit, or the leading term x^a / (a B(a, b)) far out. */
function lowerStart(a: number, b: number, logP: number): number {
  const leading = exp(Math.min((logP + log(a) + lbeta(a, b)) / a, 690));
  const z = normalQuantileOfLog(logP);
  if (a < 1 || b < 1) return leading < 0.5 ? leading / (1 - leading) : 1;
  const spread = Math.sqrt(1 / a + 1 / b);
  const guess = exp(Math.min(Math.max(log(a / b) + z * spread, -690), 690));
  const h = leading < 0.9 ? exp(log(leading) - log1p(-leading)) : Infinity;
  return h > guess && h !== Infinity ? h : guess;
}
