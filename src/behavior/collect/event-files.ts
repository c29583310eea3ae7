import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { findColumn, numbers, requireColumn, type Table } from '../../table/index.ts';
import type { Assay } from '../assays/assay.ts';
import { measureLog } from '../assays/measure-log.ts';
import type { EventLog } from '../track/event-log.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';

/**
 * Measures every animal and session of an event table: columns `behavior`, `start_s`, `stop_s`. The observation ends at the largest
 * `stop_s`, or at `duration_s` if there is such a column. A row without behavior and times stands for an animal that did nothing of what
 * was scored. With a column `rater` (or `observer`) the observations of each rater are kept apart.
 */
export function measureEvents(table: Table, places: Places, study: Study, assay: Assay, sheet: Sheet, problems: Problem[]): void {
  const behavior = requireColumn(table, 'behavior').cells;
  const start = numbers(table, 'start_s');
  const stop = numbers(table, 'stop_s');
  const duration = findColumn(table, 'duration_s') === undefined ? undefined : numbers(table, 'duration_s');
  const isEvent = (row: number): boolean => (behavior[row] ?? '') !== '' || start[row] === start[row] || stop[row] === stop[row];
  checkTimes(table, start, stop, isEvent, problems);
  const raters = (findColumn(table, 'rater') ?? findColumn(table, 'observer'))?.cells ?? null;
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < table.rowCount; row++) {
    if (places.animal[row] < 0 || places.session[row] < 0) continue;
    const cell = places.animal[row] * study.sessions.length + places.session[row];
    const key = JSON.stringify([cell, raters?.[row] ?? null]);
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  }
  for (const all of rowsOf.values()) {
    const rows = all.filter(isEvent);
    const lengths = all.flatMap((row) => (duration !== undefined && duration[row] >= 0 ? [duration[row]] : []));
    const log: EventLog = {
      file: table.file,
      behavior: rows.map((row) => (behavior[row] ?? '').toLowerCase()),
      start: Float64Array.from(rows, (row) => start[row]),
      stop: Float64Array.from(rows, (row) => stop[row]),
      end: Math.max(0, ...lengths, ...rows.map((row) => stop[row])),
      endKnown: lengths.length > 0,
    };
    if (assay.fromEvents === undefined || problems.length > 0) continue;
    const [animal, session, rater] = [places.animal[all[0]], places.session[all[0]], raters?.[all[0]] ?? null];
    const observation = measureLog(assay, log);
    if (raters === null) sheet.put(animal, session, observation);
    else sheet.rated.push({ animal, session, rater: rater ?? 'not named', observation, log });
  }
}

function checkTimes(
  table: Table,
  start: Float64Array,
  stop: Float64Array,
  isEvent: (row: number) => boolean,
  problems: Problem[],
): void {
  for (let row = 0; row < table.rowCount && problems.length < 20; row++) {
    if ((start[row] >= 0 && stop[row] >= start[row]) || !isEvent(row)) continue;
    problems.push({
      code: 'behavior-event-times',
      severity: 'error',
      file: table.file,
      line: table.lines[row],
      message: 'an event must start at 0 s or later and stop at or after its start',
      found: `${start[row]} to ${stop[row]}`,
      mend: 'correct start_s and stop_s of this line',
    });
  }
}
