import { inputError } from '../../problems/index.ts';
import type { Recording } from '../recording/recording.ts';
import { groupPoints } from './deeplabcut-csv.ts';
import { spreadOverFrames } from './frame-rows.ts';
import { scanColumns } from './scan-columns.ts';
import { scanTexts } from './scan-texts.ts';
import { positionOf, tableAt } from './text-head.ts';

/** Reads a SLEAP analysis CSV: one row per frame and track, columns `track`, `frame_idx`, `<node>.x`, `.y`, `.score`. */
export function readSleapCsv(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const nodes = table.names.filter((name) => name.endsWith('.x')).map((name) => name.slice(0, -2));
  const trackColumn = positionOf(table, /^track$/, 'the track');
  const frameColumn = positionOf(table, /^frame_idx$/, 'the frame number');
  const positions = nodes.map((node) => ['x', 'y', 'score'].map((part) => table.names.indexOf(`${node}.${part}`)));
  const incomplete = nodes.find((_, i) => positions[i][1] < 0);
  if (nodes.length === 0 || incomplete !== undefined) {
    throw inputError({
      code: 'sleap-header',
      file,
      line: 1,
      message: incomplete === undefined ? 'there are no node columns' : `node "${incomplete}" has no y column`,
      expected: '<node>.x, <node>.y, <node>.score',
      mend: 'export the analysis CSV again from SLEAP',
    });
  }
  const tracks = scanTexts(table, [trackColumn])[0];
  const used = positions.flat().filter((position) => position >= 0);
  const [frame, ...values] = scanColumns(table, [frameColumn, ...used]);
  let frames = 0;
  for (const one of frame) frames = Math.max(frames, one + 1);
  const points = [...new Set(tracks)].flatMap((track) => {
    const rows = Int32Array.from([...tracks.keys()].filter((row) => tracks[row] === track));
    const own = values.map((column) => Float64Array.from(rows, (row) => column[row]));
    const place = { file, firstLine: table.firstLine, rows, frames };
    const spread = spreadOverFrames(
      Float64Array.from(rows, (row) => frame[row]),
      own,
      0,
      place,
    );
    let next = 0;
    return nodes.map((name, n) => ({
      individual: track,
      point: { name, x: spread[next++], y: spread[next++], likelihood: positions[n][2] < 0 ? null : spread[next++] },
    }));
  });
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
    notes: [],
  };
}
