import type { Problem } from '../../problems/index.ts';
import { findColumn, type Table } from '../../table/index.ts';

/** Words for "the event never happened" and "it did". */
const YES = /^(1|true|yes|y|censored)$/i;
const NO = /^(0|false|no|n|event|)$/i;

/** Which latencies of a table column are censored. */
export interface TableCensoring {
  /** Whether anything says it: a column of marks, or a cut-off. */
  known: boolean;
  isCensored(row: number, latency: number): boolean;
}

/**
 * Finds out which latencies of a column never happened: by the column of the same name with `_censored` (in place of `_s` or of
 * `_latency_s` too: `nsf_censored` for `nsf_latency_s`), else by the cut-off of the assay.
 *
 * @param cutoff s; null when the assay has none
 */
export function censoringOf(table: Table, column: string, cutoff: number | null, problems: Problem[]): TableCensoring {
  const names = ['_s$', '_?latency(_s)?$', '$'].map((ending) => column.replace(new RegExp(ending, 'i'), '_censored'));
  const marks = names.flatMap((name) => (name === column ? [] : (findColumn(table, name) ?? [])))[0];
  if (marks === undefined) return { known: cutoff !== null, isCensored: (_, latency) => cutoff !== null && latency >= cutoff };
  for (let row = 0; row < table.rowCount; row++) {
    const cell = marks.cells[row] ?? '';
    if (YES.test(cell) || NO.test(cell)) continue;
    problems.push({
      code: 'behavior-bad-cell',
      severity: 'error',
      file: table.file,
      line: table.lines[row],
      column: table.columns.indexOf(marks) + 1,
      message: `column "${marks.name}" says whether the latency was censored`,
      found: cell,
      expected: '1 (censored: it never happened) or 0',
      mend: 'correct the cell',
    });
  }
  return { known: true, isCensored: (row) => YES.test(marks.cells[row] ?? '') };
}

/** How many animals share the longest of some latencies: more than one points to a cut-off that nobody has marked. */
export function sharedLongest(latencies: readonly number[]): { longest: number; shared: number } {
  const longest = latencies.reduce((most, latency) => Math.max(most, latency), -Infinity);
  return { longest, shared: latencies.filter((latency) => latency === longest).length };
}
