import { inputError, type Problem, throwIfErrors } from '../../problems/index.ts';
import { type NumberTable, scanNumbers } from './scan-numbers.ts';
import { frameDurations, type Track } from './track.ts';

/**
 * Reads limbic's own track file: a header with `time_s`, `x_cm`, `y_cm` (other columns are ignored) and one line per
 * frame. Missing positions may be empty, NA or NaN; times must be there and increase.
 *
 * @throws InputError with line and column
 */
export function readTrack(bytes: Uint8Array, file: string): Track {
  const table = scanNumbers(bytes, file, ['time_s', 'x_cm', 'y_cm']);
  const [time, x, y] = table.columns;
  checkTime(table, time, file);
  return { file, time, x, y, duration: frameDurations(time) };
}

function checkTime(table: NumberTable, time: Float64Array, file: string): void {
  const problems: Problem[] = [];
  for (let i = 0; i < time.length && problems.length < 5; i++) {
    if (Number.isFinite(time[i]) && (i === 0 || time[i] > time[i - 1])) continue;
    problems.push({
      code: 'track-time-order',
      severity: 'error',
      file,
      line: table.firstLine + i,
      column: table.positions[0] + 1,
      message: 'time stamps must be present and increase from line to line',
      found: i === 0 ? String(time[i]) : `${time[i]} after ${time[i - 1]}`,
      mend: 'sort the lines by time and remove repeated frames',
    });
  }
  throwIfErrors(problems);
  if (table.rowCount === 0)
    throw inputError({
      code: 'track-empty',
      file,
      message: 'the file has a header but no frames',
      mend: 'export the recording again',
    });
}
