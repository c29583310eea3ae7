import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, emptyObservation, type Observation, setting } from './assay.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'minimum_exploration', value: 10, unit: 's', meaning: 'less exploration of both objects in all leaves the index out' },
];
const NOVEL = ['novel', 'novel object', 'new'];
const FAMILIAR = ['familiar', 'familiar object', 'old'];

/** Novel object recognition from scored exploration. */
export const novelObject: Assay = {
  id: 'novel-object',
  label: 'Novel object recognition',
  formats: ['events', 'table'],
  settings: SETTINGS,
  behaviors: [...NOVEL, ...FAMILIAR],
  sources: ['Ennaceur & Delacour 1988 Behav Brain Res 31:47', 'Leger et al. 2013 Nat Protoc 8:2531'],
  measures: [
    { name: 'discrimination_index', label: 'Discrimination index', unit: '1', domain: 'learning', direction: 1, composite: true },
    { name: 'novel_s', label: 'Exploring the novel object', unit: 's', domain: 'learning', direction: 1, composite: false },
    { name: 'familiar_s', label: 'Exploring the familiar object', unit: 's', domain: 'other', direction: 0, composite: false },
    { name: 'exploration_s', label: 'Exploring both objects', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromEvents: measureRecognition,
};

function measureRecognition(log: EventLog): Observation {
  const observation = emptyObservation();
  const novel = boutsOf(log, NOVEL).total;
  const familiar = boutsOf(log, FAMILIAR).total;
  const { values } = observation;
  values.set('novel_s', novel);
  values.set('familiar_s', familiar);
  values.set('exploration_s', novel + familiar);
  if (novel + familiar >= setting(SETTINGS, 'minimum_exploration'))
    values.set('discrimination_index', (novel - familiar) / (novel + familiar));
  else {
    const reason = `${(novel + familiar).toFixed(1)} s of exploration in all`;
    observation.exclusions.push({ rule: 'too little exploration', reason, measures: ['discrimination_index'] });
  }
  return observation;
}
