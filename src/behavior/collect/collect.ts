import type { Context } from '../../context/index.ts';
import { InputError, inputError, type Problem, suggestName, throwIfErrors } from '../../problems/index.ts';
import type { AssayPlan, FileSource, Study } from '../../study/index.ts';
import { isWorkbook, readDelimited, readWorkbook, type Table } from '../../table/index.ts';
import { readArenaFile } from '../arena/arena-file.ts';
import { type ArenaSetup, setupOf } from '../arena/arena-setup.ts';
import { type Assay, LATENCY, type MeasureSpec } from '../assays/assay.ts';
import { ASSAYS, assayNamed } from '../assays/catalogue.ts';
import { checkNames } from '../assays/measure-log.ts';
import { EMPTY_CAGES, measureBottles } from './bottle-files.ts';
import { measureEvents } from './event-files.ts';
import { measureTable } from './measure-tables.ts';
import { noteMissing } from './note-missing.ts';
import { placeRows } from './place-rows.ts';
import { type PlanFile, planFiles } from './plan-files.ts';
import { settleRaters } from './rated-observations.ts';
import { measureScoring, readScoring } from './scoring-files.ts';
import { createSheet, type Sheet } from './sheet.ts';
import { measureTracks } from './track-files.ts';
import { sessionToDraw, trackSheet } from './track-sheets.ts';

/**
 * Reads every assay of a study: one {@link Sheet} each, in the order of the plan.
 *
 * @throws InputError with the problems of all files at once
 */
export async function collectAssays(study: Study, source: FileSource, context: Context): Promise<Sheet[]> {
  const existing = await source.list();
  const problems: Problem[] = [];
  const sheets: Sheet[] = [];
  for (const plan of study.assays) {
    context.checkCancelled();
    try {
      sheets.push(await collectAssay(plan, study, existing, source, context));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  throwIfErrors(problems);
  return sheets;
}

async function collectAssay(
  plan: AssayPlan,
  study: Study,
  existing: readonly string[],
  source: FileSource,
  context: Context,
): Promise<Sheet> {
  const assay = findAssay(plan);
  const id = assay?.id ?? plan.label;
  const files = planFiles(plan, study, existing);
  const { specs, columns } = plan.format === 'table' ? tableSpecs(plan, assay) : { specs: assay?.measures ?? [], columns: [] };
  const sheet = createSheet(
    id,
    specs,
    study.animals.map((animal) => animal.id),
    study.sessions.map((session) => session.name),
  );
  const step = `Reading ${plan.label}`;
  if (plan.format === 'track') await collectTracks(plan, assay, files, study, source, sheet, context, step);
  else await collectTables(plan, assay, files, columns, study, source, sheet, context, step);
  sheet.raters = settleRaters(sheet, sheet.rated, study);
  if (assay !== undefined) flagOtherNames(assay, sheet, study);
  noteMissing(sheet, study);
  return sheet;
}

/**
 * Flags observations whose names of behaviors the assay does not know.
 *
 * @throws InputError when that holds for all
 */
function flagOtherNames(assay: Assay, sheet: Sheet, study: Study): void {
  const rated = sheet.rated.map(({ animal, session, observation }) => ({ animal, session, names: observation.scored ?? [] }));
  const all = [...sheet.scored, ...rated];
  const { problem, flagged } = checkNames(
    assay,
    all.map(({ names }) => names),
  );
  if (problem !== null) throwIfErrors([problem]);
  for (const { index, flag } of flagged) {
    const { animal, session } = all[index];
    sheet.flags.push({ ...flag, animal: study.animals[animal].id, session: study.sessions[session].name, assay: assay.id });
  }
}

function findAssay(plan: AssayPlan): Assay | undefined {
  const assay = assayNamed(plan.assay);
  if (assay === undefined && plan.assay !== 'custom') {
    throw inputError({
      code: 'behavior-unknown-assay',
      message: `unknown assay "${plan.assay}"`,
      mend: suggestName(plan.assay, ['custom', ...ASSAYS.map((one) => one.id)]),
    });
  }
  if (plan.format !== 'table' && !assay?.formats.includes(plan.format)) {
    throw inputError({
      code: 'behavior-unknown-format',
      message: `assay "${plan.label}" cannot be read from files of format "${plan.format}"`,
      mend: assay === undefined ? 'use format: table for a custom assay' : `use ${assay.formats.join(' or ')}`,
    });
  }
  return assay;
}

/** Measures of a table: those the plan names; for a standard assay without any, those whose names are columns. */
function tableSpecs(plan: AssayPlan, assay: Assay | undefined): { specs: MeasureSpec[]; columns: string[] } {
  if (plan.measures.length === 0) {
    const specs = [...(assay?.measures ?? [])];
    return { specs, columns: specs.map((spec) => spec.name) };
  }
  const specs = plan.measures.map((measure): MeasureSpec => {
    const standard = assay?.measures.find((one) => one.name === measure.name);
    const { name, unit, domain, direction } = measure;
    const nature = standard?.nature ?? (/latency/i.test(name) && /^s(ec(onds?)?)?$/i.test(unit) ? LATENCY : undefined);
    return { name, label: standard?.label ?? name, unit, domain, direction, composite: standard?.composite ?? true, nature };
  });
  return { specs, columns: plan.measures.map((measure) => measure.column) };
}

/** The arena of an assay: from its own file, or as the study states it. */
async function arenaOf(plan: AssayPlan, source: FileSource): Promise<ArenaSetup> {
  if (plan.arenaFile !== null) return readArenaFile(new TextDecoder().decode(await source.read(plan.arenaFile)), plan.arenaFile);
  if (plan.arena !== null) return setupOf(plan.arena);
  throw inputError({
    code: 'behavior-no-arena',
    message: `assay "${plan.label}" is read from tracks and needs an arena`,
    mend: 'give its shape and size under arena:, or name an arena file under arena_file:',
  });
}

async function collectTracks(
  plan: AssayPlan,
  assay: Assay | undefined,
  files: readonly PlanFile[],
  study: Study,
  source: FileSource,
  sheet: Sheet,
  context: Context,
  step: string,
): Promise<void> {
  if (assay === undefined) return;
  const arena = await arenaOf(plan, source);
  const placed = files.map((file) => ({ ...file, session: file.session ?? 0 }));
  const drawn = sessionToDraw(study, placed);
  throwIfErrors(await measureTracks(placed, assay.id, arena, source, sheet, context, step, drawn));
  if (drawn !== null && sheet.sketches.length > 0) sheet.tracks = trackSheet(sheet, arena, study, drawn);
}

async function collectTables(
  plan: AssayPlan,
  assay: Assay | undefined,
  files: readonly PlanFile[],
  columns: readonly string[],
  study: Study,
  source: FileSource,
  sheet: Sheet,
  context: Context,
  step: string,
): Promise<void> {
  const problems: Problem[] = [];
  for (const [done, file] of files.entries()) {
    context.checkCancelled();
    try {
      const bytes = await source.read(file.path);
      const scoring = plan.format === 'events' ? await readScoring(bytes, file.path) : null;
      if (scoring !== null && assay !== undefined) {
        measureScoring(scoring, file, study, assay, sheet, problems);
        continue;
      }
      const table = await readTable(bytes, file.path);
      const places = placeRows(table, file, plan, study, plan.format === 'bottles' ? EMPTY_CAGES : [], problems, sheet);
      if (plan.format === 'events' && assay !== undefined) measureEvents(table, places, study, assay, sheet, problems);
      else if (plan.format === 'bottles' && assay !== undefined) measureBottles(table, places, study, assay, sheet, problems);
      else {
        const cutoff = assay?.settings.find((setting) => setting.name === 'cutoff')?.value ?? null;
        measureTable(table, places, study, { columns, required: plan.measures.length > 0, cutoff }, sheet, problems);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
    context.progress(step, done + 1, files.length);
  }
  throwIfErrors(problems);
}

/** A table from delimited text, or the first sheet of a workbook. */
async function readTable(bytes: Uint8Array, file: string): Promise<Table> {
  if (!isWorkbook(bytes)) return readDelimited(bytes, file);
  const [first] = await readWorkbook(bytes, file);
  if (first !== undefined) return first.table;
  throw inputError({
    code: 'file-empty',
    file,
    message: 'the workbook has no cells',
    mend: 'check that this is the file you mean',
  });
}
