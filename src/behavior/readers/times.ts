import { type Problem, throwIfErrors } from '../../problems/index.ts';
import type { ByteTable } from './byte-table.ts';

/** Seconds between two frames of one recording that can only be a wrong stamp. */
const LONGEST_STEP = 31 * 86_400;

/**
 * Checks that times are present and increase from line to line.
 *
 * @throws InputError naming the first five lines where they do not
 */
export function requireTimes(time: Float64Array, table: Pick<ByteTable, 'file' | 'firstLine'>, column: number): void {
  const problems: Problem[] = [];
  for (let i = 0; i < time.length && problems.length < 5; i++) {
    if (Number.isFinite(time[i]) && (i === 0 || (time[i] > time[i - 1] && time[i] - time[i - 1] < LONGEST_STEP))) continue;
    const isJump = i > 0 && time[i] > time[i - 1];
    problems.push({
      code: 'track-time-order',
      severity: 'error',
      file: table.file,
      line: table.firstLine + i,
      column: column + 1,
      message: isJump
        ? 'the time jumps by more than a month from one line to the next'
        : 'time stamps must be present and increase from line to line',
      found: i === 0 || !Number.isFinite(time[i]) ? String(time[i]) : `${time[i]} after ${time[i - 1]}`,
      mend: isJump ? 'correct the time stamp' : 'sort the lines by time and remove repeated frames',
    });
  }
  throwIfErrors(problems);
}
