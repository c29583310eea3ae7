import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, type Observation, setting } from './assay.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'scored_from', value: 120, unit: 's', meaning: 'start of the scored window (mouse: last 4 of 6 min)' },
  { name: 'scored_to', value: 360, unit: 's', meaning: 'end of the scored window' },
  { name: 'first_bout', value: 1, unit: 's', meaning: 'immobility must last this long to end the latency' },
];
export const IMMOBILE: readonly string[] = ['immobile', 'immobility', 'floating', 'float'];
const SWIMMING = ['swimming', 'swim'];
const CLIMBING = ['climbing', 'climb', 'struggling', 'struggle'];
const RESCUED = ['sank', 'rescued', 'sinking'];

/** Forced swim test, from scored states. */
export const forcedSwim: Assay = {
  id: 'forced-swim',
  label: 'Forced swim',
  formats: ['events', 'table'],
  settings: SETTINGS,
  sources: [
    'Porsolt et al. 1977 Nature 266:730',
    'Can et al. 2012 J Vis Exp 59:e3638',
    'Slattery & Cryan 2012 Nat Protoc 7:1009',
  ],
  measures: [
    { name: 'immobility_s', label: 'Immobility', unit: 's', domain: 'depression', direction: 1, composite: true },
    { name: 'immobility_pct', label: 'Immobility', unit: '%', domain: 'depression', direction: 1, composite: false },
    {
      name: 'immobility_latency_s',
      label: 'Latency to immobility',
      unit: 's',
      domain: 'depression',
      direction: -1,
      composite: false,
    },
    { name: 'immobility_bouts', label: 'Bouts of immobility', unit: 'n', domain: 'depression', direction: 1, composite: false },
    { name: 'swimming_s', label: 'Swimming', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'climbing_s', label: 'Climbing', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'scored_s', label: 'Scored time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromEvents: measureForcedSwim,
};

function measureForcedSwim(log: EventLog): Observation {
  const observation = emptyObservation();
  if (boutsOf(log, RESCUED).start.length > 0) return exclude(observation, 'sank or was rescued', 'the log says so');
  const { from, to } = scoredWindow(log, SETTINGS, observation);
  const immobile = boutsOf(log, IMMOBILE, from, to);
  const { values } = observation;
  values.set('immobility_s', immobile.total);
  values.set('immobility_pct', (100 * immobile.total) / (to - from));
  setLatency(observation, log, setting(SETTINGS, 'first_bout'));
  values.set('immobility_bouts', immobile.start.length);
  if (mentions(log, SWIMMING)) values.set('swimming_s', boutsOf(log, SWIMMING, from, to).total);
  if (mentions(log, CLIMBING)) values.set('climbing_s', boutsOf(log, CLIMBING, from, to).total);
  values.set('scored_s', to - from);
  return observation;
}

/** The window of the settings; a log that ends before its middle was cut by the scorer and is used whole, with a flag. */
export function scoredWindow(
  log: EventLog,
  settings: readonly AssaySetting[],
  observation: Observation,
): { from: number; to: number } {
  const from = setting(settings, 'scored_from');
  const to = Math.min(setting(settings, 'scored_to'), log.end);
  if (to > (from + setting(settings, 'scored_to')) / 2) return { from, to };
  observation.flags.push({
    code: 'short-log',
    message: `scoring ends at ${log.end.toFixed(0)} s: taken as already cut to the scored part, and used from its start`,
  });
  return { from: 0, to: log.end };
}

/** Latency to the first bout of immobility of at least `minimum` s from release; censored at the end of the log. */
export function setLatency(observation: Observation, log: EventLog, minimum: number): void {
  const first = boutsOf(log, IMMOBILE, 0, log.end, minimum);
  const happened = first.start.length > 0;
  observation.values.set('immobility_latency_s', happened ? first.start[0] : log.end);
  if (!happened) observation.censored.add('immobility_latency_s');
}

/** Whether a behavior was scored at all (else its time is unknown, not 0). */
export function mentions(log: EventLog, names: readonly string[]): boolean {
  return log.behavior.some((behavior) => names.includes(behavior));
}
