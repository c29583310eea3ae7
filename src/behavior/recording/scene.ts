import { inputError, suggestName } from '../../problems/index.ts';
import type { ArenaSetup } from '../arena/arena-setup.ts';
import { calibrate } from '../arena/calibrate.ts';
import { type Cleaning, type CleaningCounts, cleanPath } from '../clean/clean-path.ts';
import { stepLengths } from '../track/distance.ts';
import { frameDurations, type Track } from '../track/track.ts';
import type { Individual, PosePoint, Recording, ZoneColumn } from './recording.ts';

/** A recording made ready for measuring: cleaned, in centimeters and seconds. */
export interface Scene {
  /** Path of the body point. */
  track: Track;
  /** Steps of the body point, cm; `steps[i]` ends at frame i. A part of a recording keeps the step into its first frame. */
  steps: Float64Array;
  /** False when the file's unit could not be turned into cm: distances are then unknown. */
  calibrated: boolean;
  arena: ArenaSetup;
  /** The tracker's own zones, of the body point. */
  zones: readonly ZoneColumn[];
  /** What cleaning did to the body point. */
  counts: CleaningCounts;
  flags: { code: string; message: string }[];
  /** Names of all points of the animal. */
  pointNames: readonly string[];
  /** Path of another point, cleaned in the same way; undefined when it is not followed. */
  point(name: string): Track | undefined;
}

/** Names of the body point, best first. */
export const BODY_POINTS: readonly string[] = [
  'bodycentre',
  'bodycenter',
  'body_center',
  'body_centre',
  'body center',
  'body centre',
  'mouse_center',
  'mouse_centre',
  'mid_body',
  'midbody',
  'center',
  'centre',
  'centroid',
  'spine',
  'center_spine',
  'body',
];
/** Pose estimates are noisy and say how sure they are; trackers of centroids are neither. */
const POSE_CLEANING: Cleaning = { likelihood: 0.6, maxSpeed: 200, maxGap: 1, smoothing: 0.12 };
const CENTROID_CLEANING: Cleaning = { likelihood: 0.6, maxSpeed: null, maxGap: 0, smoothing: 0 };
/** Seconds between two frames from which on a recording has a gap. */
const LONG_GAP = 2;
/** Speeds that no rodent reaches, cm/s. */
const IMPOSSIBLE_SPEED = 300;

/**
 * Prepares one animal of a recording.
 *
 * @param individual name of the animal; null: the only one
 * @param assayCleaning how the assay wants pose tracks cleaned; the arena's own settings go before it
 * @throws InputError when the file has no times and no frame rate is given, when the body point is not followed, or when several
 *   animals are followed and none is named
 */
export function prepareScene(
  recording: Recording,
  arena: ArenaSetup,
  individual: string | null = null,
  assayCleaning: Partial<Cleaning> = {},
): Scene {
  const animal = findIndividual(recording, individual);
  const body = findPoint(animal, arena.point, recording);
  const time = timesOf(recording, arena);
  const calibration = calibrate(recording, arena);
  const duration = frameDurations(time);
  const isPose = animal.points.some((point) => point.likelihood !== null);
  const defaults = isPose ? POSE_CLEANING : CENTROID_CLEANING;
  const cleaning: Cleaning = { ...defaults, ...(isPose ? assayCleaning : {}), ...arena.cleaning };
  const frameSeconds = time.length > 1 ? (time[time.length - 1] - time[0]) / (time.length - 1) : 1;
  const calibrated = calibration.cmPerUnit === calibration.cmPerUnit;
  const prepare = (point: PosePoint): { track: Track; counts: CleaningCounts } => {
    const [x, y] = [point.x.slice(), point.y.slice()];
    const scale = calibrated ? calibration.cmPerUnit : 1;
    const used = calibrated ? cleaning : { ...cleaning, maxSpeed: null };
    const counts = cleanPath(x, y, point.likelihood, used, scale, frameSeconds);
    if (calibrated) {
      const place = { x: 0, y: 0 };
      for (let i = 0; i < x.length; i++) {
        calibration.toCm(x[i], y[i], place);
        x[i] = place.x;
        y[i] = place.y;
      }
    }
    return { track: { file: recording.file, time, x, y, duration }, counts };
  };
  const { track, counts } = prepare(body);
  return {
    track,
    steps: stepLengths(track),
    calibrated,
    arena,
    zones: recording.zones,
    counts,
    flags: [...calibration.notes, ...gapFlags(time), ...cleaningFlags(counts), ...(calibrated ? speedFlags(track) : [])],
    pointNames: animal.points.map((point) => point.name),
    point: (name) => {
      const found = animal.points.find((point) => point.name === name);
      return found === undefined ? undefined : prepare(found).track;
    },
  };
}

function findIndividual(recording: Recording, name: string | null): Individual {
  const animals = recording.individuals.filter((one) => one.name !== 'single' || recording.individuals.length === 1);
  const found = name === null && animals.length === 1 ? animals[0] : animals.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = animals.map((one) => one.name);
  throw inputError({
    code: 'track-individual',
    file: recording.file,
    message: name === null ? `the file follows ${animals.length} animals` : `the file follows no animal "${name}"`,
    found: names.join(', '),
    mend: name === null ? 'write one file per animal' : suggestName(name, names),
  });
}

function findPoint(animal: Individual, name: string | null, recording: Recording): PosePoint {
  const wanted = name === null ? BODY_POINTS : [name];
  for (const one of wanted) {
    const found = animal.points.find((point) => point.name.toLowerCase() === one.toLowerCase());
    if (found !== undefined) return found;
  }
  if (name === null && animal.points.length === 1) return animal.points[0];
  const names = animal.points.map((point) => point.name);
  throw inputError({
    code: 'track-body-point',
    file: recording.file,
    message: name === null ? 'none of the points is known to be the middle of the body' : `the file follows no point "${name}"`,
    found: names.join(', '),
    mend: name === null ? 'say which point stands for the animal with point: in the arena file' : suggestName(name, names),
  });
}

function timesOf(recording: Recording, arena: ArenaSetup): Float64Array {
  if (recording.time !== null) return recording.time;
  const fps = arena.fps ?? recording.fps;
  if (fps !== null && fps > 0) {
    const time = new Float64Array(recording.frames);
    for (let frame = 0; frame < time.length; frame++) time[frame] = frame / fps;
    return time;
  }
  throw inputError({
    code: 'track-no-frame-rate',
    file: recording.file,
    message: 'the file holds no times',
    mend: 'give the frames per second with fps: in the arena file',
  });
}

/** Flags stretches of time in which a file of time stamps has no line at all. */
function gapFlags(time: Float64Array): Scene['flags'] {
  let [longest, from, total] = [0, 0, 0];
  for (let i = 1; i < time.length; i++) {
    const step = time[i] - time[i - 1];
    if (step <= LONG_GAP) continue;
    total += step;
    if (step > longest) [longest, from] = [step, time[i - 1] - time[0]];
  }
  if (total === 0) return [];
  const message = `${total.toFixed(1)} s without frames (at ${from.toFixed(1)} s for ${longest.toFixed(1)} s): counted as spent where the animal was last seen`;
  return [{ code: 'time-gap', message }];
}

function cleaningFlags(counts: CleaningCounts): Scene['flags'] {
  const touched = counts.lowLikelihood + counts.jumps;
  const share = touched / counts.frames;
  if (!(share > 0.1)) return [];
  const message = `${(100 * share).toFixed(1)} % of the positions of the body point were dropped (${counts.lowLikelihood} unlikely, ${counts.jumps} jumps), ${counts.filled} filled by interpolation`;
  return [{ code: 'missing-positions', message }];
}

function speedFlags(track: Track): Scene['flags'] {
  let fast = 0;
  for (let i = 1; i < track.x.length; i++) {
    const [dx, dy, dt] = [track.x[i] - track.x[i - 1], track.y[i] - track.y[i - 1], track.time[i] - track.time[i - 1]];
    if (dx * dx + dy * dy > IMPOSSIBLE_SPEED * IMPOSSIBLE_SPEED * dt * dt) fast++;
  }
  if (fast === 0) return [];
  return [
    {
      code: 'impossible-speed',
      message: `${fast} steps are faster than ${IMPOSSIBLE_SPEED} cm/s: tracking errors that add distance`,
    },
  ];
}
