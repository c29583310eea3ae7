import { inputError } from '../../problems/index.ts';
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

/** Longest observation that is compared second by second, s (11 days): a later stop is a slip of the pen, or milliseconds. */
const LONGEST = 1e6;

/**
 * Totals per behavior, animal and rater. A rater who scored an animal but never a behavior that others scored in it has a
 * total of 0 there.
 *
 * @throws InputError for a bout that ends after more than 1e6 s
 */
export function raterTotals(scoring: Scoring): RaterTotal[] {
  const behaviors = [...new Set(scoring.observations.flatMap((one) => one.behavior))].sort();
  return behaviors.flatMap((behavior) =>
    scoring.observations.map((one): RaterTotal => {
      const log = eventLogOf(one, scoring.file);
      const { start, stop, total } = boutsOf(log, [behavior.toLowerCase()]);
      const animal = one.subject === '' ? one.observation : one.subject;
      const late = stop.find((time) => time > LONGEST);
      if (late !== undefined)
        throw inputError({
          code: 'bout-too-late',
          file: scoring.file,
          message: `a bout of ${behavior} in ${animal}${one.rater ? `, scored by ${one.rater},` : ''} ends after more than ${LONGEST} s`,
          found: `${late} s`,
          mend: 'correct the time; times are in seconds from the start of the observation',
        });
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
