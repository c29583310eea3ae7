import { exactSum } from './exact-sum.ts';
import type { Track } from './track.ts';

/**
 * Straight steps between consecutive frames that both have a position, in cm; `steps[i]` ends at frame i. The first frame
 * and the first frame after a gap have step 0: what happened in a gap is not known.
 */
export function stepLengths(track: Pick<Track, 'x' | 'y'>): Float64Array {
  const { x, y } = track;
  const steps = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) {
    const dx = x[i] - x[i - 1];
    const dy = y[i] - y[i - 1];
    const step = Math.sqrt(dx * dx + dy * dy);
    if (step === step) steps[i] = step;
  }
  return steps;
}

/** Sum of all steps, or of the steps that end inside a zone. */
export function distanceOf(steps: Float64Array, inside?: Uint8Array): number {
  return exactSum(steps, inside);
}

/** Seconds spent in frames whose speed is above a threshold (cm/s). The first frame is still. */
export function timeMoving(track: Track, steps: Float64Array, threshold: number): number {
  const moving = new Uint8Array(steps.length);
  for (let i = 1; i < steps.length; i++) if (steps[i] > threshold * (track.time[i] - track.time[i - 1])) moving[i] = 1;
  return exactSum(track.duration, moving);
}

/** Distance divided by the time from the first to the last frame, cm/s; NaN when there is no such time. */
export function meanSpeed(track: Track, distance: number): number {
  const n = track.time.length;
  const time = n < 2 ? 0 : track.time[n - 1] - track.time[0];
  return time > 0 ? distance / time : NaN;
}
