import { exp, expm1, log, log1p } from '../elementary/index.ts';
import { extendedLogPair } from '../special/index.ts';

const LOG_HALF = -0.6931471805599453;

/** log(1 - e^logP) without cancellation, logP <= 0. Source: Maechler (2012), Accurately computing log(1 - exp(-|a|)). */
export function logComplement(logP: number): number {
  return logP > LOG_HALF ? log(-expm1(logP)) : log1p(-exp(logP));
}

/**
 * What a quantile is asked for, put as a tail probability of at most 1/2: its logarithm (a pair high + low), and which tail it
 * is.
 */
export interface TailTarget {
  log: number;
  logLow: number;
  upper: boolean;
}

/** The target for a tail probability p; NaN as its logarithm when p is no probability. */
export function targetOfProbability(p: number, upper: boolean): TailTarget {
  if (!(p >= 0 && p <= 1)) return { log: NaN, logLow: 0, upper };
  const swap = p > 0.5;
  const tail = swap ? 1 - p : p;
  if (tail === 0) return { log: -Infinity, logLow: 0, upper: upper !== swap };
  const [high, low] = extendedLogPair(tail);
  return { log: high, logLow: low, upper: upper !== swap };
}

/** The target for a tail probability given by its logarithm. */
export function targetOfLog(logP: number, upper: boolean): TailTarget {
  if (!(logP <= 0)) return { log: NaN, logLow: 0, upper };
  const swap = logP > LOG_HALF;
  return { log: swap ? logComplement(logP) : logP, logLow: 0, upper: upper !== swap };
}
