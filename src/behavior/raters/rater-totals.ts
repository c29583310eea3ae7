import { eventLogOf } from '../measure-files.ts';
import type { Scoring } from '../recording/recording.ts';
import { boutsOf } from '../track/event-log.ts';

/** One behavior of one animal as one rater scored it. */
export interface RaterTotal {
  behavior: string;
  animal: string;
  rater: string;
  /** Seconds, overlapping bouts counted once. */
  total: number;
  bouts: number;
  /** Start of the first bout; NaN without one. */
  firstOnset: number;
  /** The bouts themselves, in order. */
  start: Float64Array;
  stop: Float64Array;
}

/**
 * Totals per behavior, animal and rater. A rater who scored an animal but never a behavior that others scored in it has a
 * total of 0 there.
 */
export function raterTotals(scoring: Scoring): RaterTotal[] {
  const behaviors = [...new Set(scoring.observations.flatMap((one) => one.behavior))].sort();
  return behaviors.flatMap((behavior) =>
    scoring.observations.map((one): RaterTotal => {
      const log = eventLogOf(one, scoring.file);
      const { start, stop, total } = boutsOf(log, [behavior.toLowerCase()]);
      const animal = one.subject === '' ? one.observation : one.subject;
      return {
        behavior,
        animal,
        rater: one.rater ?? '',
        total,
        bouts: start.length,
        firstOnset: start.length > 0 ? start[0] : NaN,
        start,
        stop,
      };
    }),
  );
}
