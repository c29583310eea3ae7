import { type Problem, suggestName } from '../../problems/index.ts';
import { findColumn, type Table } from '../../table/index.ts';
import type { FileSource } from '../file-source.ts';
import type { AssayPlan, Study } from '../study.ts';
import { checkConfounding, isNuisance } from './check-confounding.ts';
import { counted, finding, named } from './finding.ts';
import { aliveAt, presenceOf, type ScoringNames } from './presence.ts';

/**
 * What the behavior files hold: unknown animals, missing sessions and animals, losses that differ between arms, test days
 * and scorers that go with the arm, bottles that never changed sides (checks Q02, Q10, Q16, D06, D07).
 */
export async function checkBehaviorFiles(study: Study, source: FileSource, scoringNames?: ScoringNames): Promise<Problem[]> {
  const paths = new Set(await source.list());
  const problems: Problem[] = [];
  for (const plan of study.assays) {
    const { seen, tables } = await presenceOf(plan, study, source, paths, problems, scoringNames);
    problems.push(...checkMissing(plan, study, seen));
    for (const table of tables) {
      problems.push(...checkColumns(plan, table), ...checkNuisances(plan, study, table));
      if (plan.format === 'bottles') problems.push(...checkSides(plan, table));
    }
  }
  return problems;
}

/** Columns that each format must have besides those that name animal and session. */
function checkColumns(plan: AssayPlan, table: Table): Problem[] {
  const needed = {
    track: [],
    events: ['behavior', 'start_s', 'stop_s'],
    bottles: bottleColumns(table),
    table: plan.measures.map((measure) => measure.column),
  }[plan.format];
  const names = table.columns.map((column) => column.name);
  return needed
    .filter((name) => !names.includes(name))
    .map((name) =>
      finding('error', 'study-missing-column', `${plan.label}: there is no column "${name}"`, {
        file: table.file,
        line: 1,
        mend: suggestName(name, names),
      }),
    );
}

/** Bottle tables have a row per bottle, or per day; then the columns are named after the sweet solution. */
function bottleColumns(table: Table): string[] {
  const sweet = sweetOf(table);
  if (sweet === undefined) return ['day', 'bottle', 'side', 'start_g', 'end_g'];
  return ['day', `${sweet}_side`, ...[sweet, 'water'].flatMap((name) => [`${name}_start_g`, `${name}_end_g`])];
}

function sweetOf(table: Table): string | undefined {
  return ['sucrose', 'saccharin', 'sweet'].find((name) => findColumn(table, `${name}_start_g`) !== undefined);
}

function checkMissing(plan: AssayPlan, study: Study, seen: Uint8Array): Problem[] {
  const problems: Problem[] = [];
  const width = study.sessions.length;
  const tested = study.sessions.map((_, s) => study.animals.some((_, a) => seen[a * width + s] === 1));
  const absent = study.sessions.filter((_, s) => !tested[s]).map((session) => session.name);
  if (tested.includes(true) && absent.length > 0)
    problems.push(finding('note', 'behavior-session-absent', `${plan.label}: no data in session ${named(absent)}`));
  study.sessions.forEach((session, s) => {
    if (!tested[s]) return;
    const expected = study.animals.filter((animal) => aliveAt(animal, session));
    const missing = expected.filter((animal) => seen[study.animals.indexOf(animal) * width + s] === 0);
    if (missing.length === 0) return;
    const share = missing.length / expected.length;
    const perArm = study.arms.map((arm) => {
      const inArm = expected.filter((animal) => animal.arm === arm.name);
      return inArm.length === 0 ? 0 : missing.filter((animal) => animal.arm === arm.name).length / inArm.length;
    });
    const uneven = Math.max(...perArm) - Math.min(...perArm) > 0.2;
    const where = `${plan.label}, ${session.name}: no data of ${missing.length} of ${counted(expected.length, 'animal')} (${named(missing.map((animal) => animal.id))})`;
    problems.push(
      finding(
        'warning',
        'behavior-missing',
        uneven || share > 0.2
          ? `${where}; ${uneven ? 'the arms differ by more than a fifth' : 'more than a fifth'}: losses may bias the comparison`
          : where,
        {
          mend: 'add the files or rows; for animals that died or were killed before, fill in the column "died"',
        },
      ),
    );
  });
  return problems;
}

function checkNuisances(plan: AssayPlan, study: Study, table: Table): Problem[] {
  const control = study.arms.find((arm) => arm.control)?.name ?? '';
  const ids = findColumn(table, plan.animalColumn)?.cells;
  if (ids === undefined) return [];
  const sessions = findColumn(table, plan.sessionColumn)?.cells;
  const armOf = new Map(study.animals.map((animal) => [animal.id, animal.arm]));
  return table.columns
    .filter((column) => isNuisance(column.name) && column.name !== plan.sessionColumn && plan.format !== 'bottles')
    .flatMap((column) =>
      (sessions === undefined ? [null] : study.sessions).flatMap((session) => {
        const rows = firstRows(ids, sessions, session?.name ?? null);
        const arms = rows.map((row) => armOf.get(ids[row] ?? '') ?? null);
        const where = session === null ? plan.label : `${plan.label}, ${session.name}`;
        return checkConfounding(
          arms,
          rows.map((row) => column.cells[row]),
          column.name,
          control,
          where,
          table.file,
        );
      }),
    );
}

/** One row for each animal of a session. */
function firstRows(
  ids: readonly (string | null)[],
  sessions: readonly (string | null)[] | undefined,
  session: string | null,
): number[] {
  const seen = new Set<string | null>();
  return [...ids.keys()].filter((row) => {
    if ((session !== null && sessions?.[row] !== session) || seen.has(ids[row])) return false;
    seen.add(ids[row]);
    return true;
  });
}

/** Without a swap of sides, a preference for a side is taken for one for sucrose. */
function checkSides(plan: AssayPlan, table: Table): Problem[] {
  const sides = new Map<string, Set<string>>();
  const cells = (name: string): readonly (string | null)[] => findColumn(table, name)?.cells ?? [];
  const sweet = sweetOf(table);
  const [animals, sessions, bottles] = [cells(plan.animalColumn), cells(plan.sessionColumn), cells('bottle')];
  const side = cells(sweet === undefined ? 'side' : `${sweet}_side`);
  for (let row = 0; row < Math.min(animals.length, side.length); row++) {
    if ((sweet === undefined && bottles[row]?.toLowerCase() !== 'sucrose') || animals[row]?.toLowerCase() === 'evaporation')
      continue;
    const key = JSON.stringify([animals[row], sessions[row]]);
    sides.set(key, (sides.get(key) ?? new Set()).add(side[row]?.toLowerCase() ?? ''));
  }
  const fixed = [...sides.values()].filter((one) => one.size === 1).length;
  if (fixed === 0 || fixed < 0.5 * sides.size) return [];
  return [
    finding(
      'note',
      'behavior-sides-not-swapped',
      `${plan.label}: sucrose stood on one side throughout in ${fixed} of ${sides.size} tests, so a side bias is part of the preference`,
      {
        file: table.file,
      },
    ),
  ];
}
