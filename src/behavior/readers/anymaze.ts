import type { Recording } from '../recording/recording.ts';
import { clockSeconds } from './clock.ts';
import { scanColumns } from './scan-columns.ts';
import { scanTexts } from './scan-texts.ts';
import { positionOf, tableAt } from './text-head.ts';
import { requireTimes } from './times.ts';
import { zoneOf } from './zone-column.ts';

/**
 * Reads ANY-maze positions of one test: `Time` (H:MM:SS.mmm or seconds, uneven steps), `<point> position X/Y` in pixels, `In <zone>` 0/1.
 * The first rows may have zones but no position yet.
 */
export function readAnyMaze(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const timeColumn = positionOf(table, /^time(?: ?[([]?s(?:ec(?:onds)?)?[)\]]?)?$/i, 'the time');
  const points = table.names.flatMap((name, x) => {
    const match = /^(.*?) ?position X$/i.exec(name);
    if (match === null) return [];
    const y = table.names.findIndex((other) => other.toLowerCase() === `${match[1]} position y`.trim().toLowerCase());
    return y < 0 ? [] : [{ name: match[1] === '' ? 'center' : match[1].toLowerCase(), x, y }];
  });
  if (points.length === 0) positionOf(table, /^(center|centre) position x$/i, 'the position');
  const zones = table.names.flatMap((name, position) => (/^In .+/i.test(name) ? [{ name: name.slice(3), position }] : []));
  const time = Float64Array.from(scanTexts(table, [timeColumn])[0], clockSeconds);
  requireTimes(time, table, timeColumn);
  const values = scanColumns(table, [...points.flatMap(({ x, y }) => [x, y]), ...zones.map((zone) => zone.position)]);
  return {
    file,
    format: 'any-maze',
    frames: time.length,
    time,
    fps: null,
    unit: 'px',
    individuals: [
      { name: '', points: points.map(({ name }, i) => ({ name, x: values[2 * i], y: values[2 * i + 1], likelihood: null })) },
    ],
    zones: zones.map(({ name }, i) => zoneOf(name, values[2 * points.length + i])),
    columns: [],
    attributes: [],
    notes: ['positions have no unit in this format: taken as pixels'],
  };
}
