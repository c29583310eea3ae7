import { type ArenaSetup, extentOf, type Place } from '../arena/arena-setup.ts';
import { findCenter } from '../arena/find-center.ts';
import { emptyObservation } from '../assays/assay.ts';
import type { TrackSketch } from '../collect/track-sketches.ts';
import type { Scene } from '../recording/scene.ts';
import type { Track } from './track.ts';

/** Most points of a drawn path; more cannot be told apart in a thumbnail. */
const POINTS = 220;
/** Cells of the heat map along each side. */
export const SKETCH_CELLS = 16;
/** Length of the box's side in the path's units. */
export const SKETCH_SIDE = 1000;

/** A path made small enough to be kept with the results: for a picture, not for measuring. Null without a single position. */
export function sketchTrack({ track, arena, calibrated }: Scene): TrackSketch | null {
  const box = boxOf(track, calibrated ? arena : null);
  if (box === null) return null;
  const { left, bottom, side } = box;
  const n = track.x.length;
  const occupancy = new Float64Array(SKETCH_CELLS * SKETCH_CELLS);
  let seen = 0;
  const cell = (value: number): number => Math.min(SKETCH_CELLS - 1, Math.max(0, Math.floor(value * SKETCH_CELLS)));
  for (let i = 0; i < n; i++) {
    const [u, v] = [(track.x[i] - left) / side, (track.y[i] - bottom) / side];
    if (!(u === u && v === v)) continue;
    occupancy[cell(v) * SKETCH_CELLS + cell(u)]++;
    seen++;
  }
  const stride = Math.max(1, Math.ceil(n / POINTS));
  const path: number[] = [];
  for (let i = 0; i < n; i += stride) {
    const at = [(track.x[i] - left) / side, (track.y[i] - bottom) / side].map((one) => Math.round(SKETCH_SIDE * one));
    const known = at.every((one) => one >= -SKETCH_SIDE && one <= 2 * SKETCH_SIDE);
    path.push(...(known ? at : [MISSING, MISSING]));
  }
  return {
    placed: box.placed,
    path: Int16Array.from(path),
    occupancy: Uint16Array.from(occupancy, (count) => Math.round((10_000 * count) / seen)),
  };
}

/** Stands in a path where the animal was not seen. */
export const MISSING = -32_768;

interface Box {
  left: number;
  bottom: number;
  side: number;
  /** Whether it lies around the arena, not around the path. */
  placed: boolean;
}

/** The square around the arena, or around the path where the arena is not known. */
function boxOf(track: Track, arena: ArenaSetup | null): Box | null {
  const center = arena === null || arena.shape === null ? undefined : findCenter(track, arena, emptyObservation());
  if (center !== undefined && arena !== null) return { ...around(center, sideOf(arena)), placed: true };
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < track.x.length; i++) {
    const [x, y] = [track.x[i], track.y[i]];
    if (!(x === x && y === y)) continue;
    [left, right, bottom, top] = [Math.min(left, x), Math.max(right, x), Math.min(bottom, y), Math.max(top, y)];
  }
  const side = Math.max(right - left, top - bottom);
  return side > 0 ? { ...around({ x: (left + right) / 2, y: (bottom + top) / 2 }, side), placed: false } : null;
}

function around({ x, y }: Place, side: number): Omit<Box, 'placed'> {
  return { left: x - side / 2, bottom: y - side / 2, side };
}

/** Side of the square around an arena, cm; a plus maze reaches an arm and half the central square to each side. */
export function sideOf(arena: ArenaSetup): number {
  const { width, height } = extentOf(arena);
  return Math.max(width, height);
}
