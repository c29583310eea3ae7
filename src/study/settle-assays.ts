import { type Problem, suggestName } from '../problems/index.ts';
import { assayKind } from './assays.ts';
import type { PositionedValue, ValuePath } from './positioned.ts';
import type { StudyFile } from './schema.ts';
import type { Arena, AssayFormat, AssayPlan, Session, TableMeasure } from './study.ts';

type AssayEntry = NonNullable<StudyFile['assays']>[number];
type Report = (path: ValuePath, problem: Omit<Problem, 'severity'>) => void;

/** The assays with their defaults; adds a problem for each combination that cannot be read. */
export function settleAssays(
  file: StudyFile,
  sessions: readonly Session[],
  source: PositionedValue,
  problems: Problem[],
): AssayPlan[] {
  const report: Report = (path, problem) => problems.push({ severity: 'error', ...source.placeOf(path), ...problem });
  const plans = (file.assays ?? []).map((entry, i) => settleAssay(entry, ['assays', i], sessions, report));
  plans.forEach((plan, i) => {
    const twin = plans.findIndex((other) => other.label === plan.label);
    if (twin < i)
      report(['assays', i, 'label'], {
        code: 'study-duplicate-assay',
        message: 'two assays have the same label',
        found: plan.label,
        mend: 'give each its own "label"',
      });
  });
  return plans;
}

function settleAssay(entry: AssayEntry, path: ValuePath, sessions: readonly Session[], report: Report): AssayPlan {
  const kind = assayKind(entry.assay);
  const formats = kind?.formats ?? ['table'];
  const format = entry.format ?? (entry.measures === undefined ? formats[0] : 'table');
  if (!formats.includes(format))
    report([...path, 'format'], {
      code: 'study-assay-format',
      message: `${entry.assay} cannot be read from ${format} files`,
      found: format,
      expected: formats.join(' or '),
    });
  checkMeasures(entry, format, path, report);
  if (entry.arena !== undefined && entry.arena_file !== undefined)
    report([...path, 'arena_file'], {
      code: 'study-two-arenas',
      message: 'the arena is given twice',
      mend: 'keep either "arena" or "arena_file"',
    });
  checkPattern(entry.files, [...path, 'files'], format, report);
  if (format === 'track' && sessions.length > 1 && !entry.files.includes('{session}') && entry.session === undefined)
    report([...path, 'files'], {
      code: 'study-track-session',
      message: 'the path must contain {session}, for the study has several',
      found: entry.files,
      mend: 'put {session} into the path, or add "session: NAME" if all files are of one session',
    });
  const names = sessions.map((session) => session.name);
  if (entry.session !== undefined && !names.includes(entry.session))
    report([...path, 'session'], {
      code: 'study-unknown-session',
      message: 'there is no such session',
      found: entry.session,
      mend: suggestName(entry.session, names),
    });
  return {
    assay: entry.assay,
    label: entry.label ?? kind?.label ?? entry.assay,
    format,
    files: entry.files,
    arena: format === 'track' ? settleArena(entry) : null,
    arenaFile: entry.arena_file ?? null,
    measures: (entry.measures ?? []).map(settleMeasure),
    session: entry.session ?? (sessions.length === 1 ? sessions[0].name : null),
    animalColumn: entry.columns?.animal ?? 'animal',
    sessionColumn: entry.columns?.session ?? 'session',
  };
}

function checkMeasures(entry: AssayEntry, format: AssayFormat, path: ValuePath, report: Report): void {
  if (entry.assay === 'custom' && entry.measures === undefined)
    report(path, {
      code: 'study-no-measures',
      message: 'a custom assay needs its measures',
      mend: 'add "measures: [{ column: NAME, direction: more, domain: anxiety }]"',
    });
  if (format !== 'table' && entry.measures !== undefined)
    report([...path, 'measures'], {
      code: 'study-measures-computed',
      message: `the measures of ${format} files are computed and cannot be listed`,
      mend: 'delete "measures", or set "format: table"',
    });
}

/** Patterns know two placeholders; a track holds one animal, so its pattern must name the animal. */
function checkPattern(pattern: string, path: ValuePath, format: AssayFormat, report: Report): void {
  const unknown = (pattern.match(/\{[^}]*\}/g) ?? []).filter((token) => token !== '{animal}' && token !== '{session}');
  for (const token of unknown)
    report(path, {
      code: 'study-unknown-placeholder',
      message: 'this placeholder is not known',
      found: token,
      expected: '{animal} or {session}',
      mend: suggestName(token, ['{animal}', '{session}']),
    });
  if (format === 'track' && unknown.length === 0 && !pattern.includes('{animal}'))
    report(path, {
      code: 'study-track-pattern',
      message: 'each track file holds one animal, so the path must contain {animal}',
      found: pattern,
      mend: 'for example "behavior/open-field/{session}/{animal}.csv"',
    });
  if (pattern.startsWith('/') || pattern.split('/').includes('..'))
    report(path, {
      code: 'study-outside-folder',
      message: 'files must lie inside the study folder',
      found: pattern,
      mend: 'copy the files into the study folder and give the path from there',
    });
}

/** Default arenas: a 40 cm open field, a plus maze of 30 x 5 cm arms, a ring of 50 cm. */
function settleArena(entry: AssayEntry): Arena {
  const plus = entry.assay === 'elevated-plus-maze';
  const ring = entry.assay === 'elevated-zero-maze';
  const { arena } = entry;
  return {
    shape: arena?.shape ?? (plus ? 'plus' : ring ? 'circle' : 'square'),
    sizeCm: arena?.size_cm ?? (plus ? 30 : ring ? 50 : 40),
    centerFraction: arena?.center_fraction ?? 0.5,
    armWidthCm: arena?.arm_width_cm ?? 5,
    openAxis: arena?.open_axis ?? 'x',
    center: arena?.center === undefined ? null : { x: arena.center[0], y: arena.center[1] },
  };
}

function settleMeasure(measure: NonNullable<AssayEntry['measures']>[number]): TableMeasure {
  const direction = measure.direction === 'more' ? 1 : measure.direction === 'less' ? -1 : 0;
  return {
    name: measure.name ?? measure.column,
    column: measure.column,
    unit: measure.unit ?? '',
    direction,
    domain: measure.domain,
  };
}
