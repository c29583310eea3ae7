import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, emptyObservation, LATENCY, type Observation, setting } from './assay.ts';
import { endOf } from './end-of-test.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'cutoff', value: 600, unit: 's', meaning: 'latencies are censored here, or at the end of a shorter log' },
];
const EATING = ['eating', 'eat', 'feeding', 'bite', 'first bite', 'chewing'];

/** Novelty-suppressed feeding (or novelty-induced hypophagia), from scored bites. */
export const noveltySuppressedFeeding: Assay = {
  id: 'novelty-suppressed-feeding',
  label: 'Novelty-suppressed feeding',
  formats: ['events', 'table'],
  settings: SETTINGS,
  behaviors: EATING,
  sources: [
    'Bodnoff et al. 1988 Psychopharmacology 95:298',
    'Santarelli et al. 2003 Science 301:805',
    'Dulawa & Hen 2005 Neurosci Biobehav Rev 29:771',
  ],
  measures: [
    { name: 'latency_s', label: 'Latency to eat', unit: 's', domain: 'anxiety', direction: 1, composite: true, nature: LATENCY },
    { name: 'eating_s', label: 'Time eating', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    { name: 'home_food_g', label: 'Food eaten in the home cage', unit: 'g', domain: 'other', direction: 0, composite: false },
  ],
  fromEvents: measureFeeding,
};

function measureFeeding(log: EventLog): Observation {
  const observation = emptyObservation();
  const end = endOf(log, setting(SETTINGS, 'cutoff'), observation);
  const eating = boutsOf(log, EATING, 0, end);
  const ate = eating.start.length > 0;
  observation.values.set('latency_s', ate ? eating.start[0] : end);
  if (!ate) observation.censored.add('latency_s');
  observation.values.set('eating_s', eating.total);
  return observation;
}
