import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, type Observation, setting } from './assay.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'minimum_contact', value: 5, unit: 's', meaning: 'less contact with both cups in all leaves the animal out' },
  { name: 'cup_climbing_limit', value: 20, unit: '%', meaning: 'climbing a cup for more of the test leaves the animal out' },
];
const STRANGER = ['stranger', 'social', 'mouse', 'stranger contact', 'mouse contact'];
const OBJECT = ['object', 'empty', 'empty cup', 'object contact', 'empty contact'];
const CUP_CLIMBING = ['cup climbing', 'cup-climbing'];

/** Three-chamber sociability from contact times. */
export const threeChamber: Assay = {
  id: 'three-chamber',
  label: 'Three-chamber sociability',
  formats: ['events', 'table'],
  settings: SETTINGS,
  sources: ['Moy et al. 2004 Genes Brain Behav 3:287', 'Yang et al. 2011 Curr Protoc Neurosci 8.26'],
  measures: [
    { name: 'sociability_index', label: 'Sociability index', unit: '1', domain: 'depression', direction: -1, composite: true },
    {
      name: 'preference_pct',
      label: 'Preference for the stranger',
      unit: '%',
      domain: 'depression',
      direction: -1,
      composite: false,
    },
    { name: 'stranger_s', label: 'Contact with the stranger', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'object_s', label: 'Contact with the object', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromEvents: measureSociability,
};

function measureSociability(log: EventLog): Observation {
  const observation = emptyObservation();
  const climbed = (100 * boutsOf(log, CUP_CLIMBING).total) / log.end;
  if (climbed > setting(SETTINGS, 'cup_climbing_limit'))
    return exclude(observation, 'climbed a cup', `for ${climbed.toFixed(0)} % of the test`);
  return sociability(boutsOf(log, STRANGER).total, boutsOf(log, OBJECT).total, setting(SETTINGS, 'minimum_contact'));
}

/** (S - O)/(S + O) and 100 S/(S + O) from contact times in s. */
export function sociability(stranger: number, object: number, minimumContact: number): Observation {
  const observation = emptyObservation();
  const { values } = observation;
  values.set('stranger_s', stranger);
  values.set('object_s', object);
  if (stranger + object < minimumContact) {
    const reason = `${(stranger + object).toFixed(1)} s of contact in all`;
    observation.exclusions.push({ rule: 'too little contact', reason, measures: ['sociability_index', 'preference_pct'] });
    return observation;
  }
  values.set('sociability_index', (stranger - object) / (stranger + object));
  values.set('preference_pct', (100 * stranger) / (stranger + object));
  return observation;
}
