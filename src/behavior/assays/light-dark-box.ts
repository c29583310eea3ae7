import type { ArenaSetup } from '../arena/arena-setup.ts';
import { insideZone, rectangle } from '../arena/zone.ts';
import { zoneMask } from '../arena/zone-mask.ts';
import type { Scene } from '../recording/scene.ts';
import { distanceOf } from '../track/distance.ts';
import { type Bouts, boutsOf, type EventLog } from '../track/event-log.ts';
import { totalTime } from '../track/track.ts';
import { zoneUse } from '../track/zone-use.ts';
import { type Assay, type AssaySetting, COUNT, emptyObservation, LATENCY, type Observation, SHARE, setting } from './assay.ts';
import { endOf } from './end-of-test.ts';
import { noteUnmeasured } from './open-field.ts';
import { checkTrack } from './track-rules.ts';

const LIGHT = ['light', 'light side', 'in light'];
const DARK = ['dark', 'dark side', 'in dark'];
const SETTINGS: readonly AssaySetting[] = [
  {
    name: 'hiding_distance',
    value: 10,
    unit: 'cm',
    meaning: 'an animal out of sight is in the dark when it was last seen this near to it; else it is lost',
  },
];

/** Light-dark box, from a track (the animal may be out of sight in the dark part) or a log of stays in the light part. */
export const lightDarkBox: Assay = {
  id: 'light-dark-box',
  label: 'Light-dark box',
  formats: ['events', 'track', 'table'],
  settings: SETTINGS,
  behaviors: [...LIGHT, ...DARK],
  sources: ['Crawley & Goodwin 1980 Pharmacol Biochem Behav 13:167', 'Bourin & Hascoet 2003 Eur J Pharmacol 463:55'],
  measures: [
    { name: 'light_time_s', label: 'Time in the light', unit: 's', domain: 'anxiety', direction: -1, composite: false },
    {
      name: 'light_pct',
      label: 'Time in the light',
      unit: '%',
      domain: 'anxiety',
      direction: -1,
      composite: true,
      nature: SHARE,
    },
    { name: 'transitions', label: 'Transitions', unit: 'n', domain: 'anxiety', direction: -1, composite: true, nature: COUNT },
    {
      name: 'light_latency_s',
      label: 'Latency to the light',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
    {
      name: 'dark_latency_s',
      label: 'Latency to the dark',
      unit: 's',
      domain: 'anxiety',
      direction: -1,
      composite: false,
      nature: LATENCY,
    },
    {
      name: 'light_distance_cm',
      label: 'Distance in the light',
      unit: 'cm',
      domain: 'locomotion',
      direction: 1,
      composite: false,
    },
  ],
  fromTrack: trackLightDark,
  fromEvents: scoreLightDark,
};

function trackLightDark(scene: Scene): Observation {
  const observation = emptyObservation();
  const { track } = scene;
  if (!checkTrack(scene, track, observation, true)) return observation;
  const seen = lightMask(scene);
  if (seen === null) {
    noteUnmeasured(scene, observation, true);
    return observation;
  }
  const light = withHidden(scene, seen, observation);
  const { steps } = scene;
  const [inLight, inDark] = [light, light.map((state) => (state === 2 ? 2 : 1 - state))].map((mask) =>
    zoneUse(track, mask, steps),
  );
  const { values } = observation;
  values.set('light_time_s', inLight.time);
  values.set('light_pct', (100 * inLight.time) / totalTime(track));
  values.set('transitions', inLight.entries + inDark.entries);
  values.set('light_latency_s', inLight.latency);
  values.set('dark_latency_s', inDark.latency);
  if (inLight.censored) observation.censored.add('light_latency_s');
  if (inDark.censored) observation.censored.add('dark_latency_s');
  if (scene.calibrated) values.set('light_distance_cm', distanceOf(steps, light));
  else noteUnmeasured(scene, observation, false);
  return observation;
}

/** 1 in the light, 0 in the dark, 2 out of sight. */
function lightMask(scene: Scene): Uint8Array | null {
  const { arena, track } = scene;
  if (arena.dark === null || !scene.calibrated) return zoneMask(scene, null, /light/i);
  return insideZone(track, { name: 'light part', shapes: [darkRectangle(arena, 0)], outside: true });
}

/** The dark part, grown by `more` cm into the light, in coordinates with a corner at 0, 0. */
function darkRectangle({ dark, widthCm, heightCm }: ArenaSetup, more: number): ReturnType<typeof rectangle> {
  const far = 1e3;
  const cm = (dark?.cm ?? 0) + more;
  if (dark?.side === 'left') return rectangle(-far, -far, cm, far);
  if (dark?.side === 'right') return rectangle(widthCm - cm, -far, far, far);
  return dark?.side === 'top' ? rectangle(-far, -far, far, cm) : rectangle(-far, heightCm - cm, far, far);
}

/** Counts an animal out of sight as in the dark, when it was last seen near it (or when its place is not known). */
function withHidden(scene: Scene, seen: Uint8Array, observation: Observation): Uint8Array {
  const { track, arena } = scene;
  const near =
    arena.dark === null || !scene.calibrated
      ? null
      : insideZone(track, {
          name: 'near the dark',
          shapes: [darkRectangle(arena, setting(SETTINGS, 'hiding_distance'))],
          outside: false,
        });
  const light = seen.slice();
  let [hidden, lost, hiding] = [0, 0, true];
  for (let i = 0; i < light.length; i++) {
    if (light[i] !== 2) {
      hiding = near === null || near[i] === 1;
      continue;
    }
    if (hiding) light[i] = 0;
    if (hiding) hidden++;
    else lost++;
  }
  const percent = (count: number): string => `${((100 * count) / light.length).toFixed(0)} %`;
  if (lost > 0)
    observation.flags.push({
      code: 'missing-positions',
      message: `lost in the light for ${percent(lost)} of the test: in neither part`,
    });
  if (hidden > 0)
    observation.flags.push({
      code: 'hidden',
      message: `out of sight and counted as in the dark for ${percent(hidden)} of the test`,
    });
  return light;
}

function scoreLightDark(log: EventLog): Observation {
  const observation = emptyObservation();
  const end = endOf(log, Infinity, observation);
  const light = log.behavior.some((name) => LIGHT.includes(name)) ? boutsOf(log, LIGHT) : outsideOf(boutsOf(log, DARK), end);
  const visits = light.start.length;
  const edges = [...light.start, ...light.stop].filter((time) => time > 0 && time < end).length;
  const { values } = observation;
  values.set('light_time_s', light.total);
  values.set('light_pct', (100 * light.total) / end);
  values.set('transitions', edges);
  values.set('light_latency_s', visits > 0 ? light.start[0] : end);
  if (visits === 0) observation.censored.add('light_latency_s');
  const firstDark = visits > 0 && light.start[0] === 0 ? light.stop[0] : 0;
  values.set('dark_latency_s', firstDark);
  if (firstDark >= end) observation.censored.add('dark_latency_s');
  return observation;
}

/** The rest of the time: what a scorer of the dark part only leaves for the light. Nothing when no stay in the dark was scored either. */
function outsideOf({ start, stop }: Bouts, end: number): Bouts {
  const none = start.length === 0;
  const from = none ? [] : [0, ...stop];
  const to = none ? [] : [...start, end];
  const kept = [...from.keys()].filter((i) => to[i] > from[i]);
  const total = kept.reduce((sum, i) => sum + to[i] - from[i], 0);
  return { start: Float64Array.from(kept, (i) => from[i]), stop: Float64Array.from(kept, (i) => to[i]), total };
}
