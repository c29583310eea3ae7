import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, type Observation, setting } from './assay.ts';
import { IMMOBILE, IMMOBILITY_MEASURES, scoredWindow, setImmobility } from './immobility.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'scored_from', value: 0, unit: 's', meaning: 'start of the scored window' },
  { name: 'scored_to', value: 360, unit: 's', meaning: 'end of the scored window' },
  { name: 'first_bout', value: 1, unit: 's', meaning: 'immobility must last this long to end the latency' },
  { name: 'climbing_limit', value: 20, unit: '%', meaning: 'tail climbing for more of the test leaves the animal out' },
];
const TAIL_CLIMBING = ['tail-climbing', 'tail climbing', 'climbing', 'climbed'];
const FELL = ['fell', 'fell off', 'fall'];

/** Tail suspension test (mice), from scored states. */
export const tailSuspension: Assay = {
  id: 'tail-suspension',
  label: 'Tail suspension',
  formats: ['events', 'table'],
  settings: SETTINGS,
  behaviors: [...IMMOBILE, ...TAIL_CLIMBING, ...FELL],
  sources: [
    'Steru et al. 1985 Psychopharmacology 85:367',
    'Cryan et al. 2005 Neurosci Biobehav Rev 29:571',
    'Can et al. 2012 J Vis Exp 59:e3769',
  ],
  measures: [
    ...IMMOBILITY_MEASURES,
    { name: 'tail_climbing_s', label: 'Tail climbing', unit: 's', domain: 'other', direction: 0, composite: false },
    { name: 'scored_s', label: 'Scored time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromEvents: measureTailSuspension,
};

function measureTailSuspension(log: EventLog): Observation {
  const observation = emptyObservation();
  if (boutsOf(log, FELL).start.length > 0) return exclude(observation, 'fell off', 'the log says so');
  const { from, to } = scoredWindow(log, SETTINGS, observation);
  const climbing = boutsOf(log, TAIL_CLIMBING, from, to).total;
  const percent = (100 * climbing) / (to - from);
  if (percent > setting(SETTINGS, 'climbing_limit'))
    return exclude(observation, 'tail climbing', `climbed its tail for ${percent.toFixed(0)} % of the test`);
  if (climbing > 0)
    observation.flags.push({ code: 'tail-climbing', message: `climbed its tail for ${percent.toFixed(0)} % of the test` });
  setImmobility(observation, log, { from, to }, setting(SETTINGS, 'first_bout'));
  observation.values.set('tail_climbing_s', climbing);
  return observation;
}
