import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, COUNT, LATENCY, type Observation, SHARE, setting } from './assay.ts';
import { endOf } from './end-of-test.ts';

/** What scorers call it. */
export const IMMOBILE: readonly string[] = ['immobile', 'immobility', 'floating', 'float'];

/** What forced swim and tail suspension both measure. */
export const IMMOBILITY_MEASURES: Assay['measures'] = [
  { name: 'immobility_s', label: 'Immobility', unit: 's', domain: 'depression', direction: 1, composite: true },
  {
    name: 'immobility_pct',
    label: 'Immobility',
    unit: '%',
    domain: 'depression',
    direction: 1,
    composite: false,
    nature: SHARE,
  },
  {
    name: 'immobility_latency_s',
    label: 'Latency to immobility',
    unit: 's',
    domain: 'depression',
    direction: -1,
    composite: false,
    nature: LATENCY,
  },
  {
    name: 'immobility_bouts',
    label: 'Bouts of immobility',
    unit: 'n',
    domain: 'depression',
    direction: 1,
    composite: false,
    nature: COUNT,
  },
];

/** Sets those measures from the bouts between `from` and `to` (s). */
export function setImmobility(observation: Observation, log: EventLog, { from, to }: ScoredWindow, firstBout: number): void {
  const immobile = boutsOf(log, IMMOBILE, from, to);
  const { values } = observation;
  values.set('immobility_s', immobile.total);
  values.set('immobility_pct', (100 * immobile.total) / (to - from));
  setLatency(observation, log, to, firstBout);
  values.set('immobility_bouts', immobile.start.length);
  values.set('scored_s', to - from);
}

/** Part of a test that is scored, in s from release. */
export interface ScoredWindow {
  from: number;
  to: number;
}

/** The window of the settings; a log that ends before its middle was cut by the scorer and is used whole, with a flag. */
export function scoredWindow(log: EventLog, settings: readonly AssaySetting[], observation: Observation): ScoredWindow {
  const from = setting(settings, 'scored_from');
  const to = endOf(log, setting(settings, 'scored_to'), observation);
  if (to > (from + setting(settings, 'scored_to')) / 2) return { from, to };
  observation.flags.push({
    code: 'short-log',
    message: `scoring ends at ${log.end.toFixed(0)} s: taken as already cut to the scored part, and used from its start`,
  });
  return { from: 0, to: log.end };
}

/** Latency to the first bout of immobility of at least `minimum` s from release; censored at the end of the scored window. */
function setLatency(observation: Observation, log: EventLog, end: number, minimum: number): void {
  const first = boutsOf(log, IMMOBILE, 0, end, minimum);
  const happened = first.start.length > 0;
  observation.values.set('immobility_latency_s', happened ? first.start[0] : end);
  if (!happened) observation.censored.add('immobility_latency_s');
}
