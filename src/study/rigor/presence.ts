import { type Problem, suggestName } from '../../problems/index.ts';
import { findColumn, readTable, type Table } from '../../table/index.ts';
import { attempt } from '../attempt.ts';
import { daysBetween } from '../dates.ts';
import { fileFinder } from '../file-finder.ts';
import type { FileSource } from '../file-source.ts';
import type { Animal, AssayPlan, Session, Study } from '../study.ts';

/** Which animals have data of an assay in which sessions, and the tables that were read to find out. */
export interface Presence {
  /** animals x sessions, 1 where there is a recording or a row. */
  seen: Uint8Array;
  tables: Table[];
}

/**
 * Whom a scoring program's file is about: the subject (else the name) of each observation; null for files of other kinds, which are
 * tables. The readers of such files stand in a room above this one.
 */
export type ScoringNames = (bytes: Uint8Array, file: string) => Promise<string[] | null>;

/** Ids that stand for something else than an animal in bottle weights. */
const SPECIAL_ROWS = new Set(['evaporation', 'empty', 'control cage']);

/**
 * Looks up an assay's files: tracks by their paths, tables by their animal and session columns, scorings by their subjects.
 *
 * @param scoringNames reads the files of scoring programs; without it all events are tables
 * @param problems unreadable files, unknown animals and missing columns are added here
 */
export async function presenceOf(
  plan: AssayPlan,
  study: Study,
  source: FileSource,
  paths: ReadonlySet<string>,
  problems: Problem[],
  scoringNames?: ScoringNames,
): Promise<Presence> {
  const presence: Presence = { seen: new Uint8Array(study.animals.length * study.sessions.length), tables: [] };
  const byAnimal = plan.files.includes('{animal}') ? study.animals : [null];
  const bySession = plan.files.includes('{session}') ? study.sessions : [null];
  const find = fileFinder(paths);
  let found = 0;
  for (const session of bySession) {
    for (const animal of byAnimal) {
      const path = find(pathOf(plan.files, animal, session));
      if (path === undefined) continue;
      found++;
      if (plan.format === 'track') {
        mark(presence, study, animal, session ?? sessionOf(plan, study));
        continue;
      }
      const content = await attempt(async () => contentOf(await source.read(path), path, plan, scoringNames), problems);
      if (content === null) continue;
      if (Array.isArray(content)) markScored(presence, plan, study, path, content, animal, session, problems);
      else markRows(presence, plan, study, content, animal, session, problems);
    }
  }
  if (found === 0)
    problems.push({
      code: 'behavior-no-files',
      severity: 'error',
      message: `assay "${plan.label}": no file matches its pattern`,
      found: plan.files,
      mend: suggestName(plan.files, paths),
    });
  return presence;
}

/** The names in a scoring program's file, else a table. */
async function contentOf(
  bytes: Uint8Array,
  path: string,
  plan: AssayPlan,
  scoringNames: ScoringNames | undefined,
): Promise<string[] | Table> {
  const names = plan.format === 'events' ? await scoringNames?.(bytes, path) : null;
  return names ?? readTable(bytes, path);
}

function markScored(
  presence: Presence,
  plan: AssayPlan,
  study: Study,
  file: string,
  names: readonly string[],
  animal: Animal | null,
  session: Session | null,
  problems: Problem[],
): void {
  const ids = study.animals.map((one) => one.id);
  const when = session ?? sessionOf(plan, study);
  if (when === null)
    problems.push({
      code: 'behavior-no-session',
      severity: 'error',
      file,
      message: 'the export does not say which session it belongs to',
      mend: 'put {session} into the file names, or add session: to the assay',
    });
  for (const name of new Set(names)) {
    const who = animal ?? study.animals[ids.indexOf(name)];
    if (who !== undefined) mark(presence, study, who, when);
    else problems.push({ ...UNKNOWN_ANIMAL, file, found: name, mend: suggestName(name, ids) });
  }
}

const UNKNOWN_ANIMAL = {
  code: 'study-unknown-animal',
  severity: 'error',
  message: 'the animal sheet has no such animal',
} as const;

function pathOf(pattern: string, animal: Animal | null, session: Session | null): string {
  const named = session === null ? pattern : pattern.replaceAll('{session}', () => session.name);
  return animal === null ? named : named.replaceAll('{animal}', () => animal.id);
}

function sessionOf(plan: AssayPlan, study: Study): Session | null {
  return study.sessions.find((session) => session.name === plan.session) ?? null;
}

function mark(presence: Presence, study: Study, animal: Animal | null, session: Session | null): void {
  if (animal === null || session === null) return;
  presence.seen[study.animals.indexOf(animal) * study.sessions.length + study.sessions.indexOf(session)] = 1;
}

function markRows(
  presence: Presence,
  plan: AssayPlan,
  study: Study,
  table: Table,
  animal: Animal | null,
  session: Session | null,
  problems: Problem[],
): void {
  presence.tables.push(table);
  const animals = findColumn(table, plan.animalColumn)?.cells;
  const sessions = findColumn(table, plan.sessionColumn)?.cells;
  const fixed = session ?? sessionOf(plan, study);
  if (animal === null && animals === undefined) problems.push(noColumn(table, plan.animalColumn));
  if (fixed === null && sessions === undefined) problems.push(noColumn(table, plan.sessionColumn));
  const byId = new Map(study.animals.map((one) => [one.id, one]));
  const byName = new Map(study.sessions.map((one) => [one.name, one]));
  const told = new Set<string>();
  for (let row = 0; row < table.rowCount; row++) {
    const id = animals?.[row] ?? '';
    const who = animal ?? byId.get(id);
    if (who === undefined && animals !== undefined && !SPECIAL_ROWS.has(id.toLowerCase()) && !told.has(id)) {
      told.add(id);
      problems.push(unknownAnimal(table, row, plan.animalColumn, id, byId.keys()));
    }
    const when = session ?? (sessions === undefined ? fixed : byName.get(sessions[row] ?? ''));
    if (who !== undefined && when !== undefined) mark(presence, study, who, when);
  }
}

function noColumn(table: Table, name: string): Problem {
  return {
    code: 'study-missing-column',
    severity: 'error',
    file: table.file,
    line: 1,
    message: `there is no column "${name}"`,
    mend: suggestName(
      name,
      table.columns.map((column) => column.name),
    ),
  };
}

function unknownAnimal(table: Table, row: number, column: string, found: string, known: Iterable<string>): Problem {
  return {
    ...UNKNOWN_ANIMAL,
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((one) => one.name === column) + 1,
    found,
    mend: suggestName(found, known),
  };
}

/** Whether the animal was alive at the session, as far as the dates tell. */
export function aliveAt(animal: Animal, session: Session): boolean {
  return !(daysBetween(animal.born, animal.died) < session.ageDays);
}
