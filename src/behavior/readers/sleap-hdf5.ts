import type { PosePoint, Recording } from '../recording/recording.ts';
import { groupPoints } from './deeplabcut-csv.ts';
import { datasetAt, type Hdf5Group, numbersOf, stringsOf } from './hdf5.ts';

/** Position of each axis in `tracks`. */
interface Axes {
  track: number;
  xy: number;
  node: number;
  frame: number;
}

const CLASSIC: Axes = { track: 0, xy: 1, node: 2, frame: 3 };
const STANDARD: Axes = { frame: 0, track: 1, node: 2, xy: 3 };

/**
 * Reads a SLEAP analysis file. `tracks` comes as (track, xy, node, frame) or as (frame, track, node, xy), told apart by the
 * shapes of `track_occupancy` and `node_names`, not by name. Lost points are NaN.
 */
export function readSleapHdf5(open: Hdf5Group, file: string): Recording {
  const nodes = stringsOf(open, 'node_names');
  const tracks = numbersOf(open, 'tracks');
  const occupancy = numbersOf(open, 'track_occupancy').shape;
  const axes = axesOf(tracks.shape, occupancy, nodes.length, datasetAt(open, 'tracks').attrs.dims?.value);
  const [frames, trackCount] = [tracks.shape[axes.frame], tracks.shape[axes.track]];
  const scores = open.keys().includes('point_scores') ? numbersOf(open, 'point_scores') : null;
  const named = stringsOf(open, 'track_names');
  const strides = tracks.shape.map((_, axis) => tracks.shape.slice(axis + 1).reduce((size, one) => size * one, 1));
  const points: { individual: string; point: PosePoint }[] = [];
  for (let track = 0; track < trackCount; track++) {
    nodes.forEach((name, node) => {
      const base = track * strides[axes.track] + node * strides[axes.node];
      const read = (xy: number): Float64Array =>
        Float64Array.from(
          { length: frames },
          (_, frame) => tracks.values[base + xy * strides[axes.xy] + frame * strides[axes.frame]],
        );
      const likelihood =
        scores === null
          ? null
          : Float64Array.from({ length: frames }, (_, frame) =>
              axes === CLASSIC
                ? scores.values[(track * nodes.length + node) * frames + frame]
                : scores.values[(frame * trackCount + track) * nodes.length + node],
            );
      points.push({ individual: named[track] ?? `track ${track}`, point: { name, x: read(0), y: read(1), likelihood } });
    });
  }
  return {
    file,
    format: 'sleap',
    frames,
    time: null,
    fps: null,
    unit: 'px',
    individuals: groupPoints(points),
    zones: [],
    columns: [],
    attributes: [],
    notes: named.length === 0 ? ['instances are not linked to tracks: an individual is a slot, not an animal'] : [],
  };
}

function axesOf(shape: readonly number[], occupancy: readonly number[], nodes: number, dims: unknown): Axes {
  const fits = (axes: Axes, [frames, tracks]: readonly number[]): boolean =>
    shape.length === 4 &&
    shape[axes.xy] === 2 &&
    shape[axes.node] === nodes &&
    shape[axes.frame] === frames &&
    shape[axes.track] === tracks;
  if (typeof dims === 'string' && /"track".*"xy".*"node".*"frame"/.test(dims)) return CLASSIC;
  if (typeof dims === 'string' && /"frame".*"track".*"node".*"xy"/.test(dims)) return STANDARD;
  for (const order of [occupancy, [...occupancy].reverse()]) {
    if (fits(CLASSIC, order)) return CLASSIC;
    if (fits(STANDARD, order)) return STANDARD;
  }
  throw new RangeError(
    `tracks of shape ${shape.join(' x ')} do not fit ${nodes} nodes and an occupancy of ${occupancy.join(' x ')}`,
  );
}
