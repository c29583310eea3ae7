import type { Group } from 'h5wasm';
import type { PosePoint, Recording } from '../recording/recording.ts';
import { groupPoints } from './deeplabcut-csv.ts';
import { type Hdf5Group, numbersOf } from './hdf5.ts';

/** Key points of JABS pose files, in order. */
const POINTS = [
  'nose',
  'left_ear',
  'right_ear',
  'base_neck',
  'left_front_paw',
  'right_front_paw',
  'center_spine',
  'left_rear_paw',
  'right_rear_paw',
  'base_tail',
  'mid_tail',
  'tip_tail',
];

/**
 * Reads a JABS pose file (version 3 and later): pixels stored as (y, x) per frame, instance and point, a confidence per point (0:
 * not found), instances linked by `instance_embed_id` or `instance_track_id`. Arena corners, where present, stand under `single`.
 */
export function readJabs(open: Hdf5Group, file: string): Recording {
  const pose = open.get('poseest') as Group;
  const { values, shape } = numbersOf(pose, 'points');
  const confidence = numbersOf(pose, 'confidence').values;
  const [frames, slots, count] = shape;
  if (count !== POINTS.length) throw new RangeError(`${count} key points instead of ${POINTS.length}`);
  const idName = ['instance_embed_id', 'instance_track_id'].find((name) => pose.keys().includes(name));
  const ids = idName === undefined ? null : numbersOf(pose, idName).values;
  const present = pose.keys().includes('instance_count') ? numbersOf(pose, 'instance_count').values : null;
  const idOf = (frame: number, slot: number): number =>
    present !== null && slot >= present[frame] ? -1 : (ids?.[frame * slots + slot] ?? slot);
  const animals = new Map<number, PosePoint[]>();
  for (let frame = 0; frame < frames; frame++) {
    for (let slot = 0; slot < slots; slot++) {
      const id = idOf(frame, slot);
      if (id < 0 || (idName === 'instance_embed_id' && id === 0)) continue;
      const points = animals.get(id) ?? emptyPoints(frames);
      animals.set(id, points);
      points.forEach((point, p) => {
        const at = (frame * slots + slot) * count + p;
        (point.likelihood as Float64Array)[frame] = confidence[at];
        if (!(confidence[at] > 0)) return;
        point.y[frame] = values[2 * at];
        point.x[frame] = values[2 * at + 1];
      });
    }
  }
  const scale = pose.attrs.cm_per_pixel?.value;
  const sorted = [...animals].sort(([a], [b]) => a - b);
  return {
    file,
    format: 'jabs',
    frames,
    time: null,
    fps: null,
    unit: 'px',
    individuals: [
      ...sorted.map(([id, points]) => ({ name: `mouse ${id}`, points })),
      ...groupPoints(cornerPoints(open, frames).map((point) => ({ individual: 'single', point }))),
    ],
    zones: [],
    columns: [],
    attributes: typeof scale === 'number' ? [['cm_per_pixel', String(scale)]] : [],
    notes: [],
  };
}

function emptyPoints(frames: number): PosePoint[] {
  const empty = (fill: number): Float64Array => new Float64Array(frames).fill(fill);
  return POINTS.map((name) => ({ name, x: empty(NaN), y: empty(NaN), likelihood: empty(0) }));
}

function cornerPoints(open: Hdf5Group, frames: number): PosePoint[] {
  const objects = open.keys().includes('static_objects') ? (open.get('static_objects') as Group) : null;
  if (!objects?.keys().includes('corners')) return [];
  const { values } = numbersOf(objects, 'corners');
  return Array.from({ length: values.length / 2 }, (_, i) => ({
    name: `corner ${i + 1}`,
    x: new Float64Array(frames).fill(values[2 * i]),
    y: new Float64Array(frames).fill(values[2 * i + 1]),
    likelihood: null,
  }));
}
