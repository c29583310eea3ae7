import { inputError } from '../../problems/index.ts';
import type { Individual, LengthUnit, Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { spreadOverFrames } from './frame-rows.ts';
import { scanColumns } from './scan-columns.ts';
import { positionOf, tableAt } from './text-head.ts';

const REAL_X = /^Pos\. X \((.+)\)$/i;
const CROPPED =
  'coordinates are relative to the arena as ToxTrac cropped it; frames before and after the listed ones are missing';
const CALIBRATED = 'ToxTrac calibrated these positions; frames before and after the listed ones are missing';

/** Whether a header is that of ToxTrac's tracks in real space. */
export function isToxTracRealSpace(names: readonly string[]): boolean {
  return names.some((name) => REAL_X.test(name)) && names.includes('Arena') && names.includes('Track');
}

/** Reads either kind of ToxTrac's track files. */
export function readToxTracFile(bytes: Uint8Array, file: string): Recording {
  return isToxTracRealSpace(tableAt(bytes, file).names) ? readRealSpace(bytes, file) : readPixels(bytes, file);
}

/** Tracks in pixels (`Tracking_0.txt`): frame, arena, track, x, y, label; tab-separated, no header. */
function readPixels(bytes: Uint8Array, file: string): Recording {
  const names = ['frame', 'arena', 'track', 'x', 'y', 'label'];
  const table: ByteTable = { file, bytes, from: 0, firstLine: 1, names, delimiter: 9, decimal: '.' };
  const [frame, ...values] = scanColumns(table, [0, 1, 2, 3, 4]);
  return recordingOf(table, frame, values, 'px', null, CROPPED);
}

/**
 * Tracks in real space (`Tracking_RealSpace_1.txt`): `Time (sec)`, `Arena`, `Track`, `Pos. X (mm)`, `Pos. Y (mm)`,
 * `Label`. Only frames in which the animal was found have a row; the times (six digits) tell which frames those are.
 */
function readRealSpace(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const columns = [/^Time/i, /^Arena$/, /^Track$/, REAL_X, /^Pos\. Y/i].map((pattern) =>
    positionOf(table, pattern, String(pattern)),
  );
  const [time, ...values] = scanColumns(table, columns);
  const { frames, interval } = framesOf(time, table);
  const stated = REAL_X.exec(table.names[columns[3]])?.[1].toLowerCase() ?? '';
  const unit: LengthUnit = stated === 'mm' || stated === 'cm' || stated === 'm' || stated === 'in' ? stated : 'px';
  return recordingOf(table, frames, values, unit, interval, CALIBRATED);
}

/** Share of a frame by which a step between two times may miss a whole number of frames. */
const UNEVEN = 0.35;

/**
 * The frame of each time: steps between neighboring times are whole multiples of the usual one.
 *
 * @throws InputError where they are not
 */
function framesOf(time: Float64Array, { file, firstLine }: ByteTable): { frames: Float64Array; interval: number } {
  const stamps = [...new Set(time)].sort((a, b) => a - b);
  const steps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? NaN;
  const frameOf = new Map<number, number>();
  let frame = 0;
  stamps.forEach((stamp, i) => {
    const multiple = i === 0 ? 0 : steps[i - 1] / usual;
    if (!(Math.abs(multiple - Math.round(multiple)) <= UNEVEN))
      throw inputError({
        code: 'toxtrac-times',
        file,
        line: firstLine + time.indexOf(stamp),
        column: 1,
        message: 'the times are not those of a steady camera, or have too few digits to tell its frames',
        found: `${stamp} after ${stamps[i - 1]}`,
        expected: `multiples of ${usual.toPrecision(3)} s`,
        mend: 'give the track in pixels (Tracking_0.txt) with fps: and scale: in the arena file',
      });
    frame += Math.round(multiple);
    frameOf.set(stamp, frame);
  });
  const interval = frame > 0 ? (stamps[stamps.length - 1] - stamps[0]) / frame : 0;
  return { frames: time.map((stamp) => frameOf.get(stamp) ?? NaN), interval };
}

/** One individual per arena and track. */
function recordingOf(
  table: ByteTable,
  frame: Float64Array,
  [arena, track, x, y]: readonly Float64Array[],
  unit: LengthUnit,
  interval: number | null,
  note: string,
): Recording {
  let frames = 0;
  for (const one of frame) frames = Math.max(frames, one + 1);
  const keys = Array.from(arena, (one, row) => `arena ${one} track ${track[row]}`);
  const individuals = [...new Set(keys)].map((name): Individual => {
    const rows = Int32Array.from([...keys.keys()].filter((row) => keys[row] === name));
    const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
    const [xs, ys] = spreadOverFrames(pick(frame), [pick(x), pick(y)], 0, { ...table, rows, frames });
    return { name, points: [{ name: 'center', x: xs, y: ys, likelihood: null }] };
  });
  return {
    file: table.file,
    format: 'toxtrac',
    frames,
    time: interval === null ? null : Float64Array.from({ length: frames }, (_, i) => i * interval),
    fps: null,
    unit,
    individuals,
    zones: [],
    columns: [],
    attributes: [],
    notes: [note],
  };
}
