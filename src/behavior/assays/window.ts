import type { ArenaSetup } from '../arena/arena-setup.ts';
import { findCenter } from '../arena/find-center.ts';
import type { Scene } from '../recording/scene.ts';
import { trackWindow } from '../track/track.ts';
import { emptyObservation } from './assay.ts';

/** The part of a scene from `start` to `end`, in seconds after the first frame: path and zones cut alike, the frame before leading. */
export function windowOf(scene: Scene, start: number, end: number): Scene {
  const track = trackWindow(scene.track, start, end);
  if (track.time.length === scene.track.time.length) return scene;
  const from = track.time.length === 0 ? 0 : scene.track.time.indexOf(track.time[0]);
  const cut = <T extends Uint8Array>(values: T): Uint8Array => values.subarray(from, from + track.time.length);
  const steps = scene.steps.slice(from, from + track.time.length);
  if (track.lead === 1) steps[0] = 0;
  return {
    ...scene,
    track,
    steps,
    zones: scene.zones.map(({ name, inside }) => ({ name, inside: cut(inside) })),
    point: (name) => {
      const found = scene.point(name);
      return found === undefined ? undefined : trackWindow(found, start, end);
    },
  };
}

/** A part of a recording. */
export interface Bin {
  /** Seconds after the first frame. */
  from: number;
  to: number;
  scene: Scene;
}

/**
 * Consecutive parts of so many seconds; the last one may be shorter. Distances, times and entries of the parts add up to those of the
 * whole (but for border jitter at a cut), and the arena lies where the whole recording says.
 */
export function binsOf(whole: Scene, seconds: number): Bin[] {
  const scene = { ...whole, arena: placedArena(whole) };
  const { time, duration } = scene.track;
  if (time.length === 0) return [];
  const end = time[time.length - 1] - time[0] + duration[duration.length - 1];
  const count = Math.max(1, Math.ceil(end / seconds - 1e-6));
  return Array.from({ length: count }, (_, bin) => {
    const [from, to] = [bin * seconds, Math.min(end, (bin + 1) * seconds)];
    return { from, to, scene: windowOf(scene, from, bin === count - 1 ? Infinity : to) };
  });
}

/** The arena where the whole path puts it: a part of the path may fit elsewhere. */
function placedArena({ arena, track, calibrated }: Scene): ArenaSetup {
  if (!calibrated || arena.shape === null || arena.center !== null) return arena;
  return { ...arena, center: findCenter(track, arena, emptyObservation()) ?? null };
}
