import { inputError } from '../../problems/index.ts';
import { unzip } from '../../table/index.ts';
import type { LengthUnit, PosePoint, Recording } from '../recording/recording.ts';
import { spreadOverFrames } from './frame-rows.ts';
import { readNumpy } from './numpy.ts';
import { scanColumns } from './scan-columns.ts';
import { noColumn, positionOf, tableAt } from './text-head.ts';
import { requireTimes } from './times.ts';

const POSITION = /^X(?:#(\w+))?(?: \((cm|px)\))?$/;

/** The columns of one individual, one value per row; `frame` says which frame a row is. */
interface Columns {
  file: string;
  firstLine: number;
  frame: Float64Array | null;
  time: Float64Array | null;
  timeColumn: number;
  missing: Float64Array | null;
  points: readonly { name: string; x: Float64Array; y: Float64Array }[];
  unit: LengthUnit;
  fps: number | null;
}

/**
 * Reads a TRex CSV of one individual: `frame`, `time`, `X#wcentroid (cm)`, `Y#wcentroid (cm)` (or `X (cm)`, `X#pcentroid (px)`). Frames
 * that the file leaves out are missing positions; `inf` and `missing` = 1 are too.
 */
export function readTRex(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  positionOf(table, POSITION, 'x');
  const pairs = table.names.flatMap((name, x) => {
    const match = POSITION.exec(name);
    const y = match === null ? -1 : table.names.indexOf(`Y${name.slice(1)}`);
    return match === null || y < 0 ? [] : [{ name: pointName(match[1]), unit: match[2] ?? 'px', x, y }];
  });
  if (pairs.length === 0) throw noColumn(table, 'y of the same point');
  const timeColumn = positionOf(table, /^time$/i, 'the time');
  const others = [/^frame$/i, /^missing$/i].map((pattern) => table.names.findIndex((name) => pattern.test(name)));
  const scanned = scanColumns(table, [timeColumn, ...others.filter((one) => one >= 0), ...pairs.flatMap(({ x, y }) => [x, y])]);
  let next = 0;
  const time = scanned[next++];
  const [frame, missing] = others.map((position) => (position < 0 ? null : scanned[next++]));
  const points = pairs.map(({ name }) => ({ name, x: scanned[next++], y: scanned[next++] }));
  const unit = pairs[0].unit === 'cm' ? 'cm' : 'px';
  return recordingOf({ file, firstLine: table.firstLine, frame, time, timeColumn, missing, points, unit, fps: null });
}

/**
 * Reads a TRex .npz of one individual: arrays `X#wcentroid`, `Y#wcentroid`, `time`, `frame`, `missing`, ... of one length.
 *
 * @throws InputError when the archive is damaged or holds no positions (posture and visual-field files do not)
 */
export function readTRexNpz(bytes: Uint8Array, file: string): Recording {
  const arrays = unzip(bytes, file);
  const names = [...arrays.keys()].map((name) => name.replace(/\.npy$/, ''));
  const array = (name: string): Float64Array | null => {
    const packed = arrays.get(`${name}.npy`);
    return packed === undefined ? null : arrayOf(packed, name, file);
  };
  const points = names.flatMap((name) => {
    const match = POSITION.exec(name);
    const [x, y] = match === null ? [null, null] : [array(name), array(`Y${name.slice(1)}`)];
    return x === null || y === null ? [] : [{ name: pointName(match?.[1]), x, y }];
  });
  const [frame, time, missing, rate] = ['frame', 'time', 'missing', 'frame_rate'].map(array);
  const lengths = [frame, time, missing, ...points.flatMap(({ x, y }) => [x, y])].flatMap((one) =>
    one === null ? [] : one.length,
  );
  if (points.length === 0 || new Set(lengths).size > 1) throw noPositions(file, names, points.length > 0);
  const fps = rate?.length === 1 && rate[0] > 0 ? rate[0] : null;
  return recordingOf({ file, firstLine: 1, frame, time, timeColumn: 0, missing, points, unit: 'cm', fps });
}

/** TRex names the source after `#`: none is the head, `wcentroid` the weighted center of the body. */
function pointName(source: string | undefined): string {
  if (source === undefined || source === 'head') return 'head';
  return source === 'wcentroid' ? 'center' : source;
}

function recordingOf(columns: Columns): Recording {
  const { file, firstLine, frame, missing, fps, unit } = columns;
  const lost = (values: Float64Array): Float64Array =>
    values.map((value, i) => (Number.isFinite(value) && missing?.[i] !== 1 ? value : NaN));
  if (columns.time !== null) requireTimes(columns.time, columns, columns.timeColumn);
  const flat = [columns.time ?? new Float64Array(0), ...columns.points.flatMap(({ x, y }) => [lost(x), lost(y)])];
  const wide = frame === null ? flat : spreadOverFrames(frame, flat, frame[0] ?? 0, { file, firstLine });
  const points = columns.points.map(
    ({ name }, p): PosePoint => ({ name, x: wide[2 * p + 1], y: wide[2 * p + 2], likelihood: null }),
  );
  const note = 'TRex turns pixels into cm by its setting cm_per_pixel: check that it was set for this video';
  return {
    file,
    format: 'trex',
    frames: points[0].x.length,
    time: columns.time === null ? null : sinceFirst(wide[0]),
    fps,
    unit,
    individuals: [{ name: '', points }],
    zones: [],
    columns: [],
    attributes: [],
    notes: unit === 'cm' ? [note] : [],
  };
}

/** Seconds since the first frame; frames that were left out lie evenly between their neighbors. */
function sinceFirst(time: Float64Array): Float64Array {
  const filled = new Float64Array(time.length);
  let known = 0;
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i])) continue;
    for (let j = known; j <= i; j++)
      filled[j] = (i === known ? time[i] : time[known] + ((j - known) / (i - known)) * (time[i] - time[known])) - time[0];
    known = i;
  }
  return filled;
}

function arrayOf(packed: Uint8Array, name: string, file: string): Float64Array {
  try {
    return readNumpy(packed).values;
  } catch (error) {
    throw inputError({
      code: 'npz-array',
      file,
      message: `the array "${name}" cannot be read`,
      found: error instanceof Error ? error.message : String(error),
      mend: 'export the tracking data again from TRex',
    });
  }
}

function noPositions(file: string, names: readonly string[], uneven: boolean): Error {
  return inputError({
    code: 'npz-unknown',
    file,
    message: uneven ? 'the arrays of this .npz differ in length' : 'this .npz holds no track',
    found: names.slice(0, 20).join(', '),
    expected: 'arrays X#wcentroid and Y#wcentroid, as TRex exports them for each individual',
    mend: 'export the tracking data (not posture or visual fields) of each individual from TRex, or as CSV',
  });
}
