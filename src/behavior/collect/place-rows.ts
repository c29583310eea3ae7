import { type Problem, suggestName } from '../../problems/index.ts';
import type { AssayPlan, Study } from '../../study/index.ts';
import { findColumn, type Table } from '../../table/index.ts';
import type { PlanFile } from './plan-files.ts';
import type { Sheet } from './sheet.ts';

/** Which animal and session each row of a table belongs to: indices into the study's lists, -1 where there is none. */
export interface Places {
  animal: Int32Array;
  session: Int32Array;
}

/**
 * Reads the columns that name animal and session, unless the file's name or the plan says them. An unknown animal is a
 * problem; ids in `special`, such as `evaporation`, get animal -1. Rows of sessions that the study does not list are
 * skipped and counted in a flag; when no row is left, that is a problem.
 */
export function placeRows(
  table: Table,
  file: PlanFile,
  plan: AssayPlan,
  study: Study,
  special: readonly string[],
  problems: Problem[],
  sheet: Sheet,
): Places {
  const only = file.session ?? (study.sessions.length === 1 ? 0 : null);
  const hasSession = findColumn(table, plan.sessionColumn) !== undefined;
  const animal =
    file.animal !== null
      ? new Int32Array(table.rowCount).fill(file.animal)
      : animalsOf(table, plan.animalColumn, study, special, problems);
  if (file.session === null && (hasSession || only === null))
    return { animal, session: sessionsOf(table, plan.sessionColumn, study, problems, sheet) };
  return { animal, session: new Int32Array(table.rowCount).fill(only ?? 0) };
}

function animalsOf(table: Table, name: string, study: Study, special: readonly string[], problems: Problem[]): Int32Array {
  const known = new Map(study.animals.map((animal, i) => [animal.id, i]));
  const { places, unknown } = lookUp(table, name, known, special, problems);
  for (const [text, row] of unknown) problems.push(unknownName('animal', table, name, text, row, known.keys()));
  return places;
}

function sessionsOf(table: Table, name: string, study: Study, problems: Problem[], sheet: Sheet): Int32Array {
  const known = new Map(study.sessions.map((session, i) => [session.name, i]));
  const { places, unknown } = lookUp(table, name, known, [], problems);
  if (unknown.size === 0) return places;
  if (places.every((place) => place < 0)) {
    for (const [text, row] of unknown) problems.push(unknownName('session', table, name, text, row, known.keys()));
    return places;
  }
  const skipped = places.filter((place) => place < 0).length;
  const message = `${table.file}: ${skipped} of ${table.rowCount} rows belong to sessions that the study does not list (${[...unknown.keys()].join(', ')}) and were not used`;
  sheet.flags.push({ code: 'rows-of-other-sessions', message, animal: null, session: null, assay: sheet.assay });
  return places;
}

function lookUp(
  table: Table,
  name: string,
  known: ReadonlyMap<string, number>,
  special: readonly string[],
  problems: Problem[],
): { places: Int32Array; unknown: Map<string, number> } {
  const places = new Int32Array(table.rowCount).fill(-1);
  const unknown = new Map<string, number>();
  const column = findColumn(table, name);
  if (column === undefined) {
    const names = table.columns.map((one) => one.name);
    const message = `a column "${name}" is needed`;
    problems.push({
      code: 'behavior-no-column',
      severity: 'error',
      file: table.file,
      line: 1,
      message,
      mend: suggestName(name, names),
    });
    return { places, unknown };
  }
  for (let row = 0; row < table.rowCount; row++) {
    const text = column.cells[row] ?? '';
    const place = known.get(text);
    if (place !== undefined) places[row] = place;
    else if (!special.includes(text.toLowerCase()) && !unknown.has(text)) unknown.set(text, row);
  }
  return { places, unknown };
}

function unknownName(what: string, table: Table, name: string, found: string, row: number, known: Iterable<string>): Problem {
  return {
    code: `behavior-unknown-${what}`,
    severity: 'error',
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((column) => column.name === name) + 1,
    message: `unknown ${what}`,
    found,
    mend: suggestName(found, known),
  };
}
