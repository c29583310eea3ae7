import { inputError } from '../../problems/index.ts';
import type { Individual, Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { spreadOverFrames } from './frame-rows.ts';
import { scanColumns } from './scan-columns.ts';
import { positionOf, tableAt } from './text-head.ts';
import { requireTimes } from './times.ts';
import { zoneOf } from './zone-column.ts';

function recording(file: string, format: string, frames: number, individuals: Individual[]): Recording {
  return {
    file,
    format,
    frames,
    time: null,
    fps: null,
    unit: 'px',
    individuals,
    zones: [],
    columns: [],
    attributes: [],
    notes: [],
  };
}

/** Reads ezTrack's location output: `Frame`, `X`, `Y`, one True/False column per region; settings repeated in every row. */
export function readEzTrack(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const frame = positionOf(table, /^Frame$/, 'the frame number');
  const x = positionOf(table, /^X$/, 'x');
  const y = positionOf(table, /^Y$/, 'y');
  const regions = regionColumns(table);
  const [frames, xs, ys, ...inside] = scanColumns(table, [frame, x, y, ...regions]);
  const first = frames[0] ?? 0;
  const spread = spreadOverFrames(frames, [xs, ys, ...inside], first, table);
  return {
    ...recording(file, 'eztrack', spread[0].length, [
      { name: '', points: [{ name: 'center', x: spread[0], y: spread[1], likelihood: null }] },
    ]),
    zones: regions.map((position, i) => zoneOf(table.names[position], spread[i + 2])),
  };
}

/** Region columns stand between the distance and the region outlines. */
function regionColumns(table: ByteTable): number[] {
  const distance = table.names.findIndex((name) => name.startsWith('Distance_'));
  const end = table.names.findIndex((name) => name.startsWith('ROI_'));
  const last = end < 0 ? table.names.length : end;
  return distance < 0 ? [] : Array.from({ length: Math.max(0, last - distance - 1) }, (_, i) => distance + 1 + i);
}

/**
 * Reads the trajectories of idTracker (`X1`, `Y1`, `ProbId1`, `X2`, ...) or idtracker.ai (`x1`, `y1`, `x2`, ..., where it knew the frame
 * rate after a column of seconds); one row per frame.
 */
export function readIdTracker(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const animals = table.names.flatMap((name) => /^X(\d+)$/i.exec(name)?.[1] ?? []);
  const find = (name: string): number => table.names.findIndex((one) => one.toLowerCase() === name);
  const positions = animals.flatMap((id) => [find(`x${id}`), find(`y${id}`), find(`probid${id}`)]);
  const lacking = animals.find((_, a) => positions[3 * a + 1] < 0);
  if (animals.length === 0 || lacking !== undefined) positionOf(table, new RegExp(`^Y${lacking ?? 1}$`), `Y${lacking ?? 1}`);
  const timeColumn = table.names.findIndex((name) => /^(time|seconds)$/i.test(name));
  const scanned = scanColumns(
    table,
    [timeColumn, ...positions].filter((position) => position >= 0),
  );
  const time = timeColumn < 0 ? null : scanned[0];
  if (time !== null) requireTimes(time, table, timeColumn);
  let next = time === null ? 0 : 1;
  const individuals = animals.map((name, a) => {
    const [x, y] = [scanned[next++], scanned[next++]];
    const probability = positions[3 * a + 2] < 0 ? null : scanned[next++];
    const known = probability?.some((value) => value === value) ? probability : null;
    return { name, points: [{ name: 'center', x, y, likelihood: known }] };
  });
  return { ...recording(file, 'idtracker', scanned[0].length, individuals), time };
}

/** Reads Tracktor's output: `frame` (from 1), `pos_x`, `pos_y`. */
export function readTracktor(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const positions = [/^frame$/, /^pos_x$/, /^pos_y$/].map((pattern, i) => positionOf(table, pattern, ['the frame', 'x', 'y'][i]));
  const [frame, ...values] = scanColumns(table, positions);
  const [x, y] = spreadOverFrames(frame, values, frame[0] === 0 ? 0 : 1, table);
  return recording(file, 'tracktor', x.length, [{ name: '', points: [{ name: 'center', x, y, likelihood: null }] }]);
}

/** Throws InputError for a file whose rows hold nothing. */
export function requireFrames(recordings: readonly Recording[], file: string): void {
  if (recordings.every((one) => one.frames > 0)) return;
  throw inputError({
    code: 'track-empty',
    file,
    message: 'the file has a header but no frames',
    mend: 'export the recording again',
  });
}
