import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, COUNT, emptyObservation, LATENCY, type Observation, setting } from './assay.ts';
import { endOf } from './end-of-test.ts';

const SETTINGS: readonly AssaySetting[] = [{ name: 'duration', value: 300, unit: 's', meaning: 'scored time after the splash' }];
const GROOMING = ['grooming', 'groom'];

/** Splash test: grooming after sucrose on the back. */
export const splashTest: Assay = {
  id: 'splash-test',
  label: 'Splash test',
  formats: ['events', 'table'],
  settings: SETTINGS,
  behaviors: GROOMING,
  sources: ['Ducottet & Belzung 2004 Physiol Behav 81:417', 'Yalcin et al. 2008'],
  measures: [
    { name: 'grooming_s', label: 'Grooming', unit: 's', domain: 'depression', direction: -1, composite: true },
    {
      name: 'grooming_latency_s',
      label: 'Latency to groom',
      unit: 's',
      domain: 'depression',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
    {
      name: 'grooming_bouts',
      label: 'Bouts of grooming',
      unit: 'n',
      domain: 'depression',
      direction: -1,
      composite: false,
      nature: COUNT,
    },
  ],
  fromEvents: measureSplash,
};

function measureSplash(log: EventLog): Observation {
  const observation = emptyObservation();
  const end = endOf(log, setting(SETTINGS, 'duration'), observation);
  const grooming = boutsOf(log, GROOMING, 0, end);
  const groomed = grooming.start.length > 0;
  observation.values.set('grooming_s', grooming.total);
  observation.values.set('grooming_latency_s', groomed ? grooming.start[0] : end);
  if (!groomed) observation.censored.add('grooming_latency_s');
  observation.values.set('grooming_bouts', grooming.start.length);
  return observation;
}
