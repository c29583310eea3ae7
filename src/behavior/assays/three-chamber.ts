import type { Place } from '../arena/arena-setup.ts';
import { insideZone, type Zone } from '../arena/zone.ts';
import type { Scene } from '../recording/scene.ts';
import { distanceOf } from '../track/distance.ts';
import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type ZoneUse, zoneUse } from '../track/zone-use.ts';
import { type Assay, type AssaySetting, COUNT, emptyObservation, exclude, type Observation, SHARE, setting } from './assay.ts';
import { checkTrack } from './track-rules.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'minimum_contact', value: 5, unit: 's', meaning: 'less contact with both cups in all leaves the animal out' },
  { name: 'cup_climbing_limit', value: 20, unit: '%', meaning: 'climbing a cup for more of the test leaves the animal out' },
];
const STRANGER = ['stranger', 'social', 'mouse', 'stranger contact', 'mouse contact'];
const OBJECT = ['object', 'empty', 'empty cup', 'object contact', 'empty contact'];
const CUP_CLIMBING = ['cup climbing', 'cup-climbing'];

/** Three-chamber sociability, from the nose's distance to the cups or from scored contacts. */
export const threeChamber: Assay = {
  id: 'three-chamber',
  label: 'Three-chamber sociability',
  formats: ['events', 'track', 'table'],
  settings: SETTINGS,
  behaviors: [...STRANGER, ...OBJECT, ...CUP_CLIMBING],
  points: ['nose'],
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
      nature: SHARE,
    },
    { name: 'stranger_s', label: 'Contact with the stranger', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'object_s', label: 'Contact with the object', unit: 's', domain: 'other', direction: 0, composite: false },
    {
      name: 'stranger_chamber_s',
      label: "Time in the stranger's chamber",
      unit: 's',
      domain: 'depression',
      direction: -1,
      composite: false,
    },
    {
      name: 'object_chamber_s',
      label: "Time in the object's chamber",
      unit: 's',
      domain: 'other',
      direction: 0,
      composite: false,
    },
    {
      name: 'chamber_entries',
      label: 'Entries to the side chambers',
      unit: 'n',
      domain: 'locomotion',
      direction: 1,
      composite: false,
      nature: COUNT,
    },
    { name: 'distance_cm', label: 'Distance', unit: 'cm', domain: 'locomotion', direction: 1, composite: true },
  ],
  fromTrack: trackSociability,
  fromEvents: measureSociability,
};

function trackSociability(scene: Scene): Observation {
  const { track, arena } = scene;
  const checked = emptyObservation();
  if (!checkTrack(scene, track, checked)) return checked;
  if (arena.cups === null || !scene.calibrated)
    return exclude(checked, 'no cups', 'the positions of the cups (cups: in the arena file) and a scale are needed');
  const nose = scene.point('nose') ?? track;
  if (nose === track)
    checked.flags.push({ code: 'no-nose', message: 'the nose is not followed: contact was told from the body point' });
  const { stranger, object, contactCm } = arena.cups;
  const { steps } = scene;
  const near = (cup: Place): number => zoneUse(nose, insideZone(nose, circle(cup, contactCm)), steps).time;
  const observation = sociability(near(stranger), near(object), setting(SETTINGS, 'minimum_contact'));
  observation.flags.push(...checked.flags);
  const third = arena.widthCm / 3;
  const chamber = (cup: Place): ZoneUse => {
    const left = cup.x < arena.widthCm / 2;
    const inside = Uint8Array.from(track.x, (x) => (x === x ? Number(left ? x < third : x > 2 * third) : 2));
    return zoneUse(track, inside, steps);
  };
  const sides = [chamber(stranger), chamber(object)];
  observation.values.set('stranger_chamber_s', sides[0].time);
  observation.values.set('object_chamber_s', sides[1].time);
  observation.values.set('chamber_entries', sides[0].entries + sides[1].entries);
  observation.values.set('distance_cm', distanceOf(steps));
  return observation;
}

function circle(at: Place, radius: number): Zone {
  return { name: 'contact', shapes: [{ kind: 'circle', ...at, radius }], outside: false };
}

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
