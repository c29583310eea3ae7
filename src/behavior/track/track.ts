import { exactSum } from './exact-sum.ts';

/** The path of one point of one animal, in centimeters and seconds. A missing position has x and y NaN. */
export interface Track {
  /** The file it came from, as the user knows it. */
  file: string;
  /** Seconds since the start of the recording, one per frame, increasing. */
  time: Float64Array;
  x: Float64Array;
  y: Float64Array;
  /** Seconds that each frame stands for; see {@link frameDurations}. */
  duration: Float64Array;
  /**
   * 1 when the first frame only says where the animal came from: it lies before the part of the recording that is measured, and lasts no
   * time. Absent or 0 for a whole recording.
   */
  lead?: 0 | 1;
}

/** Time stamps deviating from an even spacing by less than this share of a frame are rounded stamps of a steady camera. */
const STEADY = 0.5;

/**
 * How long each frame lasts. Stamps that keep to an even grid give the mean interval (last - first)/(n - 1) to every
 * frame, because rounded stamps must not be taken at their word; uneven stamps last until the next one, the last one for
 * no time at all.
 *
 * @param time increasing time stamps in seconds
 */
export function frameDurations(time: Float64Array): Float64Array {
  const n = time.length;
  const durations = new Float64Array(n);
  if (n < 2) return durations;
  const interval = (time[n - 1] - time[0]) / (n - 1);
  let steady = true;
  for (let i = 1; i < n && steady; i++) steady = Math.abs(time[i] - time[0] - i * interval) < STEADY * interval;
  if (steady) return durations.fill(interval);
  for (let i = 0; i + 1 < n; i++) durations[i] = time[i + 1] - time[i];
  return durations;
}

/** Sum of the frames' durations: the analyzed time T in seconds. */
export function totalTime(track: Track): number {
  return exactSum(track.duration);
}

/**
 * The part of a track from `start` (inclusive) to `end` (exclusive), in seconds after its first measured frame, led by the frame before
 * it. Views where nothing changes.
 */
export function trackWindow(track: Track, start: number, end: number): Track {
  const { lead = 0 } = track;
  const first = track.time.length > lead ? track.time[lead] : 0;
  const slack = 1e-6;
  const from = firstAtOrAfter(track.time, first + start - slack);
  const to = firstAtOrAfter(track.time, first + end - slack);
  const led = from > 0 && to > from ? 1 : 0;
  const duration = track.duration.slice(from - led, to);
  if (led === 1) duration[0] = 0;
  return {
    file: track.file,
    time: track.time.subarray(from - led, to),
    x: track.x.subarray(from - led, to),
    y: track.y.subarray(from - led, to),
    duration,
    lead: led,
  };
}

function firstAtOrAfter(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of frames without a position. */
export function missingFrames(track: Track): number {
  let count = 0;
  for (let i = track.lead ?? 0; i < track.x.length; i++) if (!(track.x[i] === track.x[i] && track.y[i] === track.y[i])) count++;
  return count;
}
