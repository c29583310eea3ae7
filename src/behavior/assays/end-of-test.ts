import type { EventLog } from '../track/event-log.ts';
import type { Observation } from './assay.ts';

/** End of a scored test: that of the log, at most `limit` s. Flagged where the file does not say it and it matters. */
export function endOf(log: EventLog, limit: number, observation: Observation): number {
  if (!log.endKnown && log.end < limit) {
    const message = `the file does not say how long the animal was observed: taken to end with the last event, at ${log.end.toFixed(1)} s`;
    observation.flags.push({ code: 'duration-unknown', message });
  }
  return Math.min(limit, log.end);
}
