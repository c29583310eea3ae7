import type { Place } from '../arena/arena-setup.ts';
import { plusZones } from '../arena/arena-zones.ts';
import { findCenter } from '../arena/find-center.ts';
import { insideZone } from '../arena/zone.ts';
import { zoneMask } from '../arena/zone-mask.ts';
import type { Scene } from '../recording/scene.ts';
import { distanceOf } from '../track/distance.ts';
import { totalTime } from '../track/track.ts';
import { zoneUse } from '../track/zone-use.ts';
import {
  type Assay,
  type AssaySetting,
  COUNT,
  emptyObservation,
  exclude,
  LATENCY,
  type Observation,
  SHARE,
  setting,
} from './assay.ts';
import { noteUnmeasured } from './open-field.ts';
import { checkTrack } from './track-rules.ts';
import { windowOf } from './window.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'test_duration', value: 300, unit: 's', meaning: 'only this first part of a longer recording is used' },
  {
    name: 'fall_gap',
    value: 10,
    unit: 's',
    meaning: 'off the maze or unseen for longer than this: the animal fell or jumped off',
  },
  { name: 'minimum_entries', value: 3, unit: 'n', meaning: 'fewer arm entries in total leave the animal out' },
  { name: 'minimum_visit', value: 0.25, unit: 's', meaning: 'arm visits shorter than this are border jitter' },
];

/** Elevated plus maze, from the track of the body center. */
export const elevatedPlusMaze: Assay = {
  id: 'elevated-plus-maze',
  label: 'Elevated plus maze',
  formats: ['track', 'table'],
  settings: SETTINGS,
  sources: [
    'Pellow et al. 1985 J Neurosci Methods 14:149',
    'Walf & Frye 2007 Nat Protoc 2:322',
    'Cohen et al. 2008 (anxiety index)',
  ],
  measures: [
    { name: 'open_arm_time_s', label: 'Time in the open arms', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    {
      name: 'open_pct',
      label: 'Open arm time of arm time',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: SHARE,
    },
    {
      name: 'open_pct_of_test',
      label: 'Open arm time of test time',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: false,
      nature: SHARE,
    },
    {
      name: 'open_entries_pct',
      label: 'Open arm entries of arm entries',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: { kind: 'share', successes: 'open_entries', trials: 'total_entries', fewer: 0 },
    },
    {
      name: 'open_latency_s',
      label: 'Latency to an open arm',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
    { name: 'anxiety_index', label: 'Anxiety index', unit: '1', domain: 'anxiety', direction: 1, composite: false },
    { name: 'closed_arm_time_s', label: 'Time in the closed arms', unit: 's', domain: 'anxiety', direction: 1, composite: false },
    { name: 'center_time_s', label: 'Time on the central square', unit: 's', domain: 'other', direction: 0, composite: false },
    { name: 'open_entries', label: 'Open arm entries', unit: 'n', domain: 'anxiety', direction: -1, composite: false },
    {
      name: 'closed_entries',
      label: 'Closed arm entries',
      unit: 'n',
      domain: 'locomotion',
      direction: 1,
      composite: true,
      nature: COUNT,
    },
    {
      name: 'total_entries',
      label: 'Arm entries',
      unit: 'n',
      domain: 'locomotion',
      direction: 1,
      composite: false,
      nature: COUNT,
    },
    { name: 'distance_cm', label: 'Distance', unit: 'cm', domain: 'locomotion', direction: 1, composite: false },
    { name: 'duration_s', label: 'Analyzed time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromTrack: measurePlusMaze,
};

function measurePlusMaze(whole: Scene): Observation {
  const observation = emptyObservation();
  const scene = windowOf(whole, 0, setting(SETTINGS, 'test_duration'));
  const { track, arena } = scene;
  const seen = track.x.some((x) => x === x);
  const at = !seen || arena.shape === null || !scene.calibrated ? null : findCenter(track, arena, observation);
  const fall = seen ? timeOfFall(scene, at ?? null) : undefined;
  if (fall !== undefined)
    return exclude(
      observation,
      'fell off the maze',
      fall.to === null
        ? `off the maze or unseen from ${fall.from.toFixed(1)} s to the end of the test`
        : `off the maze from ${fall.from.toFixed(1)} to ${fall.to.toFixed(1)} s`,
    );
  if (!checkTrack(scene, track, observation)) return observation;
  if (at === undefined)
    return exclude(observation, 'outside the arena', 'most positions lie outside the maze; check its size and origin');
  const zones = at === null ? null : plusZones(arena, at);
  const [openMask, closedMask] = [
    zoneMask(scene, zones?.open ?? null, /open/i),
    zoneMask(scene, zones?.closed ?? null, /closed?/i),
  ];
  if (openMask === null || closedMask === null) {
    noteUnmeasured(scene, observation, true);
    return observation;
  }
  const { steps } = scene;
  const minimum = setting(SETTINGS, 'minimum_visit');
  const [open, closed] = [zoneUse(track, openMask, steps, minimum), zoneUse(track, closedMask, steps, minimum)];
  const entries = open.entries + closed.entries;
  const total = totalTime(track);
  if ((open.startsInside || closed.startsInside) && track.lead !== 1) {
    const message = `the track starts in ${open.startsInside ? 'an open' : 'a closed'} arm, not on the central square: that is not counted as an entry`;
    observation.flags.push({ code: 'start-in-arm', message });
  }
  if (entries < setting(SETTINGS, 'minimum_entries'))
    return exclude(observation, 'too few arm entries', `${entries} arm entries in ${total.toFixed(0)} s`);
  const { values } = observation;
  values.set('open_arm_time_s', open.time);
  values.set('open_pct', (100 * open.time) / (open.time + closed.time));
  values.set('open_pct_of_test', (100 * open.time) / total);
  values.set('open_entries_pct', (100 * open.entries) / entries);
  values.set('open_latency_s', open.latency);
  if (open.censored) observation.censored.add('open_latency_s');
  values.set('anxiety_index', 1 - (open.time / total + open.entries / entries) / 2);
  values.set('closed_arm_time_s', closed.time);
  const center = zoneMask(scene, zones?.center ?? null, /cent(er|re)/i);
  if (center !== null) values.set('center_time_s', zoneUse(track, center, steps).time);
  values.set('open_entries', open.entries);
  values.set('closed_entries', closed.entries);
  values.set('total_entries', entries);
  if (scene.calibrated) values.set('distance_cm', distanceOf(steps));
  else noteUnmeasured(scene, observation, false);
  values.set('duration_s', total);
  return observation;
}

/**
 * Time (s) from which the animal was off the maze for long enough to be a fall, and until when: seen beside it, or unseen up to the end of
 * the test. Unseen for a while in between is the tracker's fault.
 */
function timeOfFall(scene: Scene, at: Place | null): { from: number; to: number | null } | undefined {
  const { track, arena } = scene;
  const n = track.time.length;
  const onMaze = at === null ? onOwnZones(scene) : insideZone(track, plusZones(arena, at).reach);
  const isSeen = (i: number): boolean => track.x[i] === track.x[i];
  const isOn = (i: number): boolean => (onMaze === null ? isSeen(i) : onMaze[i] === 1);
  for (let from = 0; from < n; from++) {
    if (isOn(from)) continue;
    let [end, seen] = [from, 0];
    for (; end < n && !isOn(end); end++) if (isSeen(end)) seen++;
    const away = track.time[end === n ? n - 1 : end] - track.time[from === 0 ? 0 : from - 1];
    const fell = away > setting(SETTINGS, 'fall_gap') && (end === n || 2 * seen > end - from);
    if (fell) return { from: track.time[from] - track.time[0], to: end === n ? null : track.time[end] - track.time[0] };
    from = end;
  }
  return undefined;
}

/** On any zone of the tracker's own; null where they leave out the middle, so that being in none of them says nothing. */
function onOwnZones(scene: Scene): Uint8Array | null {
  const isWhole = zoneMask(scene, null, /cent(er|re)|middle|maze/i) !== null;
  return isWhole ? zoneMask(scene, null, /open|closed?|cent(er|re)|middle|arm|maze/i) : null;
}
