import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, emptyObservation, type Observation } from './assay.ts';

const LIGHT = ['light', 'light side', 'in light'];

/** Light-dark box from a log of stays in the light part. */
export const lightDarkBox: Assay = {
  id: 'light-dark-box',
  label: 'Light-dark box',
  formats: ['events', 'table'],
  settings: [],
  sources: ['Crawley & Goodwin 1980 Pharmacol Biochem Behav 13:167', 'Bourin & Hascoet 2003 Eur J Pharmacol 463:55'],
  measures: [
    { name: 'light_time_s', label: 'Time in the light', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    { name: 'light_pct', label: 'Time in the light', unit: '%', domain: 'anxiety', direction: -1, composite: true },
    { name: 'transitions', label: 'Transitions', unit: 'n', domain: 'anxiety', direction: -1, composite: true },
    { name: 'light_latency_s', label: 'Latency to the light', unit: 's', domain: 'anxiety', direction: 1, composite: false },
  ],
  fromEvents: measureLightDark,
};

function measureLightDark(log: EventLog): Observation {
  const observation = emptyObservation();
  const light = boutsOf(log, LIGHT);
  const visits = light.start.length;
  const edges = [...light.start, ...light.stop].filter((time) => time > 0 && time < log.end).length;
  const { values } = observation;
  values.set('light_time_s', light.total);
  values.set('light_pct', (100 * light.total) / log.end);
  values.set('transitions', edges);
  values.set('light_latency_s', visits > 0 ? light.start[0] : log.end);
  if (visits === 0) observation.censored.add('light_latency_s');
  return observation;
}
