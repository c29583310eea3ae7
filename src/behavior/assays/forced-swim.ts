import { belowCutoff } from '../dlcanalyzer/analyses.ts';
import type { Scene } from '../recording/scene.ts';
import { stepLengths } from '../track/distance.ts';
import { boutsOf, type EventLog } from '../track/event-log.ts';
import type { Track } from '../track/track.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, type Observation, setting } from './assay.ts';
import { IMMOBILE, IMMOBILITY_MEASURES, scoredWindow, setImmobility } from './immobility.ts';
import { checkTrack } from './track-rules.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'scored_from', value: 120, unit: 's', meaning: 'start of the scored window (mouse: last 4 of 6 min)' },
  { name: 'scored_to', value: 360, unit: 's', meaning: 'end of the scored window' },
  {
    name: 'floating_acceleration',
    value: 18.75,
    unit: 'cm/s^2',
    meaning: 'from a track: mean change of speed of all points of the animal below which it floats (0.03 cm per frame^2 at 25/s)',
  },
  { name: 'floating_window', value: 0.4, unit: 's', meaning: 'from a track: half width of the window of that mean' },
  { name: 'first_bout', value: 1, unit: 's', meaning: 'immobility must last this long to end the latency' },
];
const SWIMMING = ['swimming', 'swim'];
const CLIMBING = ['climbing', 'climb', 'struggling', 'struggle'];
const RESCUED = ['sank', 'rescued', 'sinking'];

/** Forced swim test, from scored states or from the pose of the animal. */
export const forcedSwim: Assay = {
  id: 'forced-swim',
  label: 'Forced swim',
  formats: ['events', 'track', 'table'],
  points: 'all',
  cleaning: { likelihood: 0.95, maxSpeed: null, maxGap: Infinity, smoothing: 0 },
  settings: SETTINGS,
  behaviors: [...IMMOBILE, ...SWIMMING, ...CLIMBING, ...RESCUED],
  sources: [
    'Porsolt et al. 1977 Nature 266:730',
    'Can et al. 2012 J Vis Exp 59:e3638',
    'Slattery & Cryan 2012 Nat Protoc 7:1009',
  ],
  measures: [
    ...IMMOBILITY_MEASURES,
    { name: 'swimming_s', label: 'Swimming', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'climbing_s', label: 'Climbing', unit: 's', domain: 'depression', direction: -1, composite: false },
    { name: 'scored_s', label: 'Scored time', unit: 's', domain: 'other', direction: 0, composite: false },
  ],
  fromTrack: trackForcedSwim,
  fromTrackParts: trackPartsOfSwim,
  fromEvents: measureForcedSwim,
};

/**
 * Floating from pose: the mean change of speed of all points of the animal is small (Sturman et al. 2020
 * Neuropsychopharmacology 45:1942), with the threshold in seconds instead of frames. One bad point moves the mean little.
 */
function trackForcedSwim(scene: Scene): Observation {
  const observation = emptyObservation();
  const bouts = boutsOfTrack(scene, observation);
  if (bouts === null) return observation;
  const { time, duration } = scene.track;
  const scored = measureForcedSwim(floatingLog(scene, bouts, 0, time[time.length - 1] - time[0] + duration[duration.length - 1]));
  scored.flags.unshift(...observation.flags);
  return scored;
}

/** Floating is told from the whole recording, and cut into its parts. */
function trackPartsOfSwim(scene: Scene, parts: readonly { from: number; to: number }[]): Observation[] {
  const checked = emptyObservation();
  const bouts = boutsOfTrack(scene, checked);
  return parts.map(({ from, to }) => {
    const observation = { ...emptyObservation(), exclusions: [...checked.exclusions], flags: [...checked.flags] };
    if (bouts === null) return observation;
    const log = floatingLog(scene, bouts, from, to);
    setImmobility(observation, log, { from: 0, to: log.end }, setting(SETTINGS, 'first_bout'));
    return observation;
  });
}

/** Bouts of floating; null, with the reason, when they cannot be told. */
function boutsOfTrack(scene: Scene, observation: Observation): [number, number][] | null {
  if (!checkTrack(scene, scene.track, observation)) return null;
  if (scene.calibrated) return floatingBouts(scene);
  exclude(observation, 'not calibrated', 'a scale is needed to tell floating from swimming');
  return null;
}

/** Bouts between two times as a log that begins with the first. */
function floatingLog(scene: Scene, bouts: readonly [number, number][], from: number, to: number): EventLog {
  const inside = bouts.filter(([start, stop]) => start < to && stop > from);
  return {
    file: scene.track.file,
    behavior: inside.map(() => 'floating'),
    start: Float64Array.from(inside, ([start]) => Math.max(start, from) - from),
    stop: Float64Array.from(inside, ([, stop]) => Math.min(stop, to) - from),
    end: to - from,
    endKnown: true,
  };
}

/** Whether a point marks the apparatus: it stays within a centimeter (apart from its wildest tenth of frames), which no swimmer does. */
function isFixed(path: Track): boolean {
  const spread = (values: Float64Array): number => {
    const ordered = values.filter(Number.isFinite).sort();
    return ordered[Math.floor(0.95 * ordered.length)] - ordered[Math.floor(0.05 * ordered.length)];
  };
  return spread(path.x) < 1 && spread(path.y) < 1;
}

/** Start and stop (s) of the runs of frames in which the animal floats. */
export function floatingBouts(scene: Scene): [number, number][] {
  const paths = scene.pointNames.flatMap((name) => scene.point(name) ?? []).filter((path) => !isFixed(path));
  const { time, duration } = scene.track;
  const change = new Float64Array(time.length);
  for (const path of paths) {
    const steps = stepLengths(path);
    for (let i = 1; i < change.length; i++) {
      const interval = time[i] - time[i - 1];
      const before = i > 1 ? time[i - 1] - time[i - 2] : interval;
      change[i] += (steps[i] / interval - steps[i - 1] / before) / interval / paths.length;
    }
  }
  const half = Math.round(setting(SETTINGS, 'floating_window') / duration[0]);
  const floating = belowCutoff(change.map(Math.abs), half, setting(SETTINGS, 'floating_acceleration'));
  const bouts: [number, number][] = [];
  for (let i = 0; i < floating.length; i++) {
    if (floating[i] === 0) continue;
    const from = time[i] - time[0];
    while (i + 1 < floating.length && floating[i + 1] === 1) i++;
    bouts.push([from, time[i] - time[0] + duration[i]]);
  }
  return bouts;
}

function measureForcedSwim(log: EventLog): Observation {
  const observation = emptyObservation();
  if (boutsOf(log, RESCUED).start.length > 0) return exclude(observation, 'sank or was rescued', 'the log says so');
  const { from, to } = scoredWindow(log, SETTINGS, observation);
  const { values } = observation;
  setImmobility(observation, log, { from, to }, setting(SETTINGS, 'first_bout'));
  if (mentions(log, SWIMMING)) values.set('swimming_s', boutsOf(log, SWIMMING, from, to).total);
  if (mentions(log, CLIMBING)) values.set('climbing_s', boutsOf(log, CLIMBING, from, to).total);
  return observation;
}

/** Whether a behavior was scored at all (else its time is unknown, not 0). */
export function mentions(log: EventLog, names: readonly string[]): boolean {
  return log.behavior.some((behavior) => names.includes(behavior));
}
