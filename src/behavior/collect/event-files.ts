import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { findColumn, numbers, requireColumn, type Table } from '../../table/index.ts';
import type { Assay } from '../assays/assay.ts';
import type { EventLog } from '../track/event-log.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';

/**
 * Measures every animal and session of an event table: columns `behavior`, `start_s`, `stop_s`. The observation ends at the largest `stop_s`, or at `duration_s` if there is
 * such a column.
 */
export function measureEvents(table: Table, places: Places, study: Study, assay: Assay, sheet: Sheet, problems: Problem[]): void {
  const behavior = requireColumn(table, 'behavior').cells;
  const start = numbers(table, 'start_s');
  const stop = numbers(table, 'stop_s');
  const duration = findColumn(table, 'duration_s') === undefined ? undefined : numbers(table, 'duration_s');
  checkTimes(table, start, stop, problems);
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < table.rowCount; row++) {
    if (places.animal[row] < 0 || places.session[row] < 0) continue;
    const cell = places.animal[row] * study.sessions.length + places.session[row];
    const rows = rowsOf.get(cell);
    if (rows === undefined) rowsOf.set(cell, [row]);
    else rows.push(row);
  }
  for (const [cell, rows] of rowsOf) {
    const log: EventLog = {
      file: table.file,
      behavior: rows.map((row) => (behavior[row] ?? '').toLowerCase()),
      start: Float64Array.from(rows, (row) => start[row]),
      stop: Float64Array.from(rows, (row) => stop[row]),
      end: rows.reduce((end, row) => Math.max(end, duration?.[row] ?? stop[row]), 0),
    };
    if (assay.fromEvents === undefined || problems.length > 0) continue;
    sheet.put(Math.floor(cell / study.sessions.length), cell % study.sessions.length, assay.fromEvents(log));
  }
}

function checkTimes(table: Table, start: Float64Array, stop: Float64Array, problems: Problem[]): void {
  for (let row = 0; row < table.rowCount && problems.length < 20; row++) {
    if (start[row] >= 0 && stop[row] >= start[row]) continue;
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
