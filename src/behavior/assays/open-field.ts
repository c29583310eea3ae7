import { fieldZones } from '../arena/arena-zones.ts';
import { findCenter } from '../arena/find-center.ts';
import { zoneMask } from '../arena/zone-mask.ts';
import type { Scene } from '../recording/scene.ts';
import { distanceOf, meanSpeed, timeMoving } from '../track/distance.ts';
import { totalTime } from '../track/track.ts';
import { zoneUse } from '../track/zone-use.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, LATENCY, type Observation, SHARE, setting } from './assay.ts';
import { checkTrack } from './track-rules.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'moving_threshold', value: 2, unit: 'cm/s', meaning: 'speed above which the animal counts as moving' },
  { name: 'minimum_visit', value: 0, unit: 's', meaning: 'visits of the center shorter than this are not counted' },
];

/** Open field, from a track. */
export const openField: Assay = {
  id: 'open-field',
  label: 'Open field',
  formats: ['track', 'table'],
  settings: SETTINGS,
  sources: ['Prut & Belzung 2003 Eur J Pharmacol 463:3', 'Seibenhener & Wooten 2015 J Vis Exp 96:e52434'],
  measures: [
    { name: 'center_time_s', label: 'Time in the center', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    {
      name: 'center_pct',
      label: 'Time in the center',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: SHARE,
    },
    {
      name: 'center_entries',
      label: 'Entries to the center',
      unit: 'n',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: { kind: 'count', exposure: 'distance_cm' },
    },
    {
      name: 'center_latency_s',
      label: 'Latency to the center',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
    {
      name: 'center_distance_ratio',
      label: 'Share of the distance in the center',
      unit: '1',
      domain: 'anxiety',
      direction: -1,
      composite: false,
      nature: SHARE,
    },
    {
      name: 'periphery_pct',
      label: 'Time near the walls',
      unit: '%',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: SHARE,
    },
    {
      name: 'corner_pct',
      label: 'Time in the corners',
      unit: '%',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: SHARE,
    },
    { name: 'distance_cm', label: 'Distance', unit: 'cm', domain: 'locomotion', direction: 1, composite: true },
    { name: 'speed_cm_s', label: 'Mean speed', unit: 'cm/s', domain: 'locomotion', direction: 1, composite: false },
    { name: 'moving_s', label: 'Time moving', unit: 's', domain: 'locomotion', direction: 1, composite: false },
    { name: 'duration_s', label: 'Analyzed time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromTrack: measureOpenField,
};

function measureOpenField(scene: Scene): Observation {
  const { track, arena } = scene;
  const observation = emptyObservation();
  if (!checkTrack(scene, track, observation)) return observation;
  const at = arena.shape === null || !scene.calibrated ? null : findCenter(track, arena, observation);
  if (at === undefined)
    return exclude(observation, 'outside the arena', 'most positions lie outside the arena; check its size and origin');
  const zones = at === null ? null : fieldZones(arena, at);
  const { steps } = scene;
  const { values } = observation;
  const center = zoneMask(scene, zones?.center ?? null, /cent(er|re)/i);
  if (center !== null) {
    const use = zoneUse(track, center, steps, setting(SETTINGS, 'minimum_visit'));
    values.set('center_time_s', use.time);
    values.set('center_pct', use.percent);
    values.set('center_entries', use.entries);
    values.set('center_latency_s', use.latency);
    if (use.censored) observation.censored.add('center_latency_s');
    const distance = distanceOf(steps);
    values.set('center_distance_ratio', distance > 0 ? use.distance / distance : NaN);
  }
  const periphery = zoneMask(scene, zones?.periphery ?? null, /peripher|outer|border|wall/i);
  if (periphery !== null) values.set('periphery_pct', zoneUse(track, periphery, steps).percent);
  const corners = zones !== null && zones.corners.shapes.length === 0 ? null : zoneMask(scene, zones?.corners ?? null, /corner/i);
  if (corners !== null) values.set('corner_pct', zoneUse(track, corners, steps).percent);
  values.set('duration_s', totalTime(track));
  if (scene.calibrated) {
    const distance = distanceOf(steps);
    values.set('distance_cm', distance);
    values.set('speed_cm_s', meanSpeed(track, distance));
    values.set('moving_s', timeMoving(track, steps, setting(SETTINGS, 'moving_threshold')));
  }
  noteUnmeasured(scene, observation, center === null);
  return observation;
}

/** Says why measures are missing: no zone, or no scale. */
export function noteUnmeasured(scene: Scene, observation: Observation, noZone: boolean): void {
  if (!scene.calibrated)
    observation.exclusions.push({
      rule: 'not calibrated',
      reason: 'positions are in pixels without a scale: distances are not known',
      measures: [],
    });
  if (noZone)
    observation.exclusions.push({
      rule: 'no zones',
      reason: 'neither the arena nor zones of the tracker are known',
      measures: [],
    });
}
