import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { findColumn, numbers, type Table } from '../../table/index.ts';
import { emptyObservation, type MeasureSpec } from '../assays/assay.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';
import { censoringOf, sharedLongest } from './table-censoring.ts';

/** The columns of a table that hold measures. */
export interface TableColumns {
  /** The table's column of each measure of the sheet. */
  columns: readonly string[];
  /** Whether each column must be there; else those that are not are left out without a word. */
  required: boolean;
  /** Latencies of this length (s) are censored, where no column says it; null without a cut-off. */
  cutoff: number | null;
}

/**
 * Stores the measure columns of a table with one row per animal (and session). A second row for the same animal and
 * session is an error: which of the two counts is not ours to guess.
 *
 * Latencies that never happened are told by {@link censoringOf}.
 */
export function measureTable(
  table: Table,
  places: Places,
  study: Study,
  { columns, required, cutoff }: TableColumns,
  sheet: Sheet,
  problems: Problem[],
): void {
  const values = columns.map((column) => (required || findColumn(table, column) !== undefined ? numbers(table, column) : null));
  if (values.every((column) => column === null)) problems.push(noMeasures(table, columns));
  const censoring = sheet.specs.map((spec, m) =>
    spec.nature?.kind === 'latency' && values[m] !== null ? censoringOf(table, columns[m], cutoff, problems) : null,
  );
  const firstLine = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row++) {
    if (places.animal[row] < 0 || places.session[row] < 0) continue;
    const cell = places.animal[row] * study.sessions.length + places.session[row];
    const earlier = firstLine.get(cell);
    if (earlier !== undefined) {
      problems.push({
        code: 'behavior-duplicate-row',
        severity: 'error',
        file: table.file,
        line: table.lines[row],
        message: `animal ${study.animals[places.animal[row]].id} has a second row for session ${study.sessions[places.session[row]].name} (the first is line ${earlier})`,
        mend: 'keep one row per animal and session',
      });
      continue;
    }
    firstLine.set(cell, table.lines[row]);
    const observation = emptyObservation();
    sheet.specs.forEach((spec: MeasureSpec, m) => {
      const value = values[m]?.[row];
      if (value === undefined) return;
      observation.values.set(spec.name, value);
      if (spec.nature?.kind === 'latency' && value < 0) problems.push(negativeLatency(table, columns[m], row, value));
      if (censoring[m]?.isCensored(row, value)) observation.censored.add(spec.name);
      if (Number.isNaN(value))
        observation.exclusions.push({
          rule: 'missing in the table',
          reason: `no value in column "${columns[m]}"`,
          measures: [spec.name],
        });
    });
    sheet.put(places.animal[row], places.session[row], observation);
  }
  sheet.specs.forEach((spec, m) => {
    if (censoring[m]?.known === false) flagSharedLongest(table, spec, values[m] ?? [], columns[m], sheet);
  });
}

/** Flags a latency column without marks in which several animals share the longest value: most likely a cut-off. */
function flagSharedLongest(table: Table, spec: MeasureSpec, values: ArrayLike<number>, column: string, sheet: Sheet): void {
  const { longest, shared } = sharedLongest(Array.from(values).filter(Number.isFinite));
  if (shared < 2) return;
  const message = `${table.file}: ${shared} animals share the longest ${spec.label.toLowerCase()}, ${longest} s: if that was the end of the test, mark them in a column "${column}_censored" (1 or 0)`;
  sheet.flags.push({ code: 'censoring-unknown', message, animal: null, session: null, assay: sheet.assay });
}

function negativeLatency(table: Table, column: string, row: number, value: number): Problem {
  return {
    code: 'behavior-bad-cell',
    severity: 'error',
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((one) => one.name === column) + 1,
    message: 'a latency cannot be negative',
    found: String(value),
    expected: 'seconds from the start of the test',
    mend: 'correct the cell; leave it empty when the latency is not known',
  };
}

function noMeasures(table: Table, columns: readonly string[]): Problem {
  return {
    code: 'behavior-no-measures',
    severity: 'error',
    file: table.file,
    line: 1,
    message: 'none of the columns is a measure of this assay',
    expected: columns.join(', '),
    mend: 'rename the columns, or name them under measures:',
  };
}
