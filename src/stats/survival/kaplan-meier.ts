import { normal } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { checkedEvents, orderByTime } from './censored.ts';

/** How the limits of a survival curve are formed: on the scale of log S (R's default), log(-log S), or S itself. */
export type CurveInterval = 'log' | 'log-log' | 'plain';

/** A Kaplan-Meier curve: one entry per distinct time, ascending; between entries it stays level, and before the first it is 1. */
export interface SurvivalCurve {
  time: Float64Array;
  atRisk: Int32Array;
  events: Int32Array;
  censored: Int32Array;
  /** Share that has not had the event by and including this time. */
  survival: Float64Array;
  /** Greenwood's standard error of the share. */
  se: Float64Array;
  /** Pointwise limits; NaN where they do not exist (log-log before the first event; at survival 0). */
  low: Float64Array;
  high: Float64Array;
}

interface Steps {
  time: number[];
  atRisk: number[];
  events: number[];
  censored: number[];
}

function stepsOf(times: ArrayLike<number>, marks: Uint8Array): Steps {
  const order = orderByTime(times);
  const steps: Steps = { time: [], atRisk: [], events: [], censored: [] };
  for (let start = 0; start < order.length; ) {
    let end = start;
    let deaths = 0;
    while (end < order.length && times[order[end]] === times[order[start]]) deaths += marks[order[end++]];
    steps.time.push(times[order[start]]);
    steps.atRisk.push(order.length - start);
    steps.events.push(deaths);
    steps.censored.push(end - start - deaths);
    start = end;
  }
  return steps;
}

/** Limits of a survival share with cumulative Greenwood variance `spread` of log S. */
function limits(share: number, spread: number, z: number, kind: CurveInterval): [number, number] {
  const root = Math.sqrt(spread);
  if (kind === 'plain') return [Math.max(0, share - z * root * share), Math.min(1, share + z * root * share)];
  if (kind === 'log') return [share * exp(-z * root), Math.min(1, share * exp(z * root))];
  const middle = log(-log(share));
  const half = (z * root) / -log(share);
  return [exp(-exp(middle + half)), exp(-exp(middle - half))];
}

/**
 * Kaplan-Meier estimate of the share still without the event, with Greenwood's standard error, as R's `survfit`.
 *
 * @param times event or censoring time of each animal
 * @param events 1 where the event happened, 0 where the animal was censored
 * @throws RangeError as {@link checkedEvents}
 */
export function kaplanMeier(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  options: { interval?: CurveInterval; level?: number } = {},
): SurvivalCurve {
  const { interval = 'log', level = 0.95 } = options;
  const steps = stepsOf(times, checkedEvents(times, events));
  const z = normal.quantileUpper((1 - level) / 2);
  const k = steps.time.length;
  const [survival, se, low, high] = [0, 0, 0, 0].map(() => new Float64Array(k));
  let share = 1;
  let spread = 0;
  for (let i = 0; i < k; i++) {
    const [n, d] = [steps.atRisk[i], steps.events[i]];
    share *= (n - d) / n;
    spread += d / (n * (n - d));
    survival[i] = share;
    se[i] = share * Math.sqrt(spread);
    [low[i], high[i]] = share === 1 && interval !== 'log-log' ? [1, 1] : limits(share, spread, z, interval);
  }
  return {
    time: Float64Array.from(steps.time),
    atRisk: Int32Array.from(steps.atRisk),
    events: Int32Array.from(steps.events),
    censored: Int32Array.from(steps.censored),
    survival,
    se,
    low,
    high,
  };
}

/** Where a falling step curve reaches a height: the middle of the stretch when it runs level at exactly that height. NaN when it never does. */
function crossing(curve: SurvivalCurve, heights: Float64Array, height: number): number {
  const slack = 1.5e-8;
  const at = heights.findIndex((one) => one < height + slack);
  if (at < 0) return NaN;
  if (Math.abs(heights[at] - height) > slack) return curve.time[at];
  const next = heights.findIndex((one) => one < heights[at] - slack);
  return next < 0 ? curve.time[at] : (curve.time[at] + curve.time[next]) / 2;
}

/**
 * Time by which the share `p` has had the event (0.5: the median latency), with its limits from those of the curve; NaN where the curve or
 * its limit does not come down so far ("not reached", not a number to be averaged).
 */
export function survivalQuantile(curve: SurvivalCurve, p: number): { estimate: number; low: number; high: number } {
  return {
    estimate: crossing(curve, curve.survival, 1 - p),
    low: crossing(curve, curve.low, 1 - p),
    high: crossing(curve, curve.high, 1 - p),
  };
}

/**
 * Restricted mean survival time: the mean latency when every latency is cut at `horizon`, with its standard error (variance sum of
 * A^2 d / (n (n - d)), A the area still to come). Unlike the mean of capped numbers it uses animals censored earlier correctly.
 *
 * @throws RangeError when the horizon lies beyond the last observation of a curve that has not reached 0
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): { mean: number; se: number } {
  const { time, atRisk, events, survival } = curve;
  const last = time.length - 1;
  if (!(horizon > 0) || (horizon > time[last] && survival[last] > 0))
    throw new RangeError(`the curve is known up to ${time[last]}, so the horizon must be positive and not beyond it`);
  let mean = 0;
  let variance = 0;
  for (let i = last; i >= -1; i--) {
    const from = i < 0 ? 0 : Math.min(time[i], horizon);
    const to = i === last ? Math.max(horizon, from) : Math.min(time[i + 1], horizon);
    mean += (i < 0 ? 1 : survival[i]) * (to - from);
    if (i >= 0 && time[i] <= horizon && events[i] > 0 && atRisk[i] > events[i])
      variance += (mean * mean * events[i]) / (atRisk[i] * (atRisk[i] - events[i]));
  }
  return { mean, se: Math.sqrt(variance) };
}
