import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { findColumn, numbers, type Table } from '../../table/index.ts';
import { emptyObservation, type MeasureSpec } from '../assays/assay.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';

/**
 * Stores the measure columns of a table with one row per animal (and session). A second row for the same animal and
 * session is an error: which of the two counts is not ours to guess.
 *
 * @param columns the table's column of each measure of the sheet
 * @param required whether each column must be there; else those that are not are left out without a word
 */
export function measureTable(
  table: Table,
  places: Places,
  study: Study,
  columns: readonly string[],
  required: boolean,
  sheet: Sheet,
  problems: Problem[],
): void {
  const values = columns.map((column) => (required || findColumn(table, column) !== undefined ? numbers(table, column) : null));
  if (values.every((column) => column === null)) problems.push(noMeasures(table, columns));
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
      if (Number.isNaN(value))
        observation.exclusions.push({
          rule: 'missing in the table',
          reason: `no value in column "${columns[m]}"`,
          measures: [spec.name],
        });
    });
    sheet.put(places.animal[row], places.session[row], observation);
  }
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
