import type { Place } from '../arena/arena-setup.ts';
import { findCenter } from '../arena/find-center.ts';
import { zoneMask } from '../arena/zone-mask.ts';
import type { Scene } from '../recording/scene.ts';
import { distanceOf } from '../track/distance.ts';
import { totalTime } from '../track/track.ts';
import { zoneUse } from '../track/zone-use.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, LATENCY, type Observation, SHARE, setting } from './assay.ts';
import { noteUnmeasured } from './open-field.ts';
import { checkTrack } from './track-rules.ts';
import { windowOf } from './window.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'test_duration', value: 300, unit: 's', meaning: 'only this first part of a longer recording is used' },
  { name: 'minimum_visit', value: 0.25, unit: 's', meaning: 'visits of a quadrant shorter than this are border jitter' },
];

/** Elevated zero maze: a ring whose two opposite quarters around `openAxis` are open. */
export const elevatedZeroMaze: Assay = {
  id: 'elevated-zero-maze',
  label: 'Elevated zero maze',
  formats: ['track', 'table'],
  settings: SETTINGS,
  sources: ['Shepherd et al. 1994 Psychopharmacology 116:56'],
  measures: [
    { name: 'open_time_s', label: 'Time in the open quarters', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    {
      name: 'open_pct',
      label: 'Time in the open quarters',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: SHARE,
    },
    {
      name: 'open_entries',
      label: 'Entries to open quarters',
      unit: 'n',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: { kind: 'count', exposure: 'distance_cm' },
    },
    {
      name: 'open_latency_s',
      label: 'Latency to an open quarter',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
    { name: 'distance_cm', label: 'Distance', unit: 'cm', domain: 'locomotion', direction: 1, composite: true },
    { name: 'duration_s', label: 'Analyzed time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromTrack: measureZeroMaze,
};

function measureZeroMaze(whole: Scene): Observation {
  const observation = emptyObservation();
  const scene = windowOf(whole, 0, setting(SETTINGS, 'test_duration'));
  const { track, arena } = scene;
  if (!checkTrack(scene, track, observation)) return observation;
  const at = arena.shape === null || !scene.calibrated ? null : findCenter(track, arena, observation);
  if (at === undefined)
    return exclude(observation, 'outside the arena', 'most positions lie outside the maze; check its size and origin');
  const open = at === null || arena.zonesFromFile ? zoneMask(scene, null, /open/i) : openQuarters(scene, at);
  if (open === null) {
    noteUnmeasured(scene, observation, true);
    return observation;
  }
  const { steps } = scene;
  const use = zoneUse(track, open, steps, setting(SETTINGS, 'minimum_visit'));
  const { values } = observation;
  values.set('open_time_s', use.time);
  values.set('open_pct', use.percent);
  values.set('open_entries', use.entries);
  values.set('open_latency_s', use.latency);
  if (use.censored) observation.censored.add('open_latency_s');
  if (scene.calibrated) values.set('distance_cm', distanceOf(steps));
  else noteUnmeasured(scene, observation, false);
  values.set('duration_s', totalTime(track));
  return observation;
}

/** 1 in the two opposite quarters around the open axis, 0 in the others, 2 without a position. */
function openQuarters({ track, arena }: Scene, at: Place): Uint8Array {
  const open = new Uint8Array(track.x.length);
  for (let i = 0; i < open.length; i++) {
    const dx = Math.abs(track.x[i] - at.x);
    const dy = Math.abs(track.y[i] - at.y);
    if (!(dx === dx && dy === dy)) open[i] = 2;
    else open[i] = (arena.openAxis === 'x' ? dx > dy : dy > dx) ? 1 : 0;
  }
  return open;
}
