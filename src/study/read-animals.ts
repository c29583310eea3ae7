import { type Problem, suggestName } from '../problems/index.ts';
import { findColumn, type Table } from '../table/index.ts';
import { dayNumber, isoDate } from './dates.ts';
import type { StudyFile } from './schema.ts';
import type { Animal, AnimalColumn } from './study.ts';

type Key = 'animal' | 'arm' | 'sex' | 'litter' | 'cage' | 'batch' | 'born' | 'died';
type Cells = readonly (string | null)[];

/** The animal sheet as it is needed: the animals, and every column for designs that name them. */
export interface AnimalSheet {
  animals: Animal[];
  columns: AnimalColumn[];
}

const SEXES = new Map<string, 'female' | 'male'>([
  ['f', 'female'],
  ['female', 'female'],
  ['♀', 'female'],
  ['m', 'male'],
  ['male', 'male'],
  ['♂', 'male'],
]);

/**
 * Reads the animal sheet: one row per animal. `animal` and `arm` are needed, the rest may be absent.
 *
 * @param arms names of the arms, or null when the sheet itself says which there are
 * @param problems every fault is added here, with its line and column
 */
export function readAnimals(
  table: Table,
  names: StudyFile['animal_columns'],
  arms: readonly string[] | null,
  problems: Problem[],
): AnimalSheet {
  const cellsOf = (key: Key): Cells | null => {
    const name = names?.[key] ?? key;
    const column = findColumn(table, name);
    const asked = key === 'animal' || key === 'arm' || names?.[key] !== undefined;
    if (column === undefined && asked) problems.push(noColumn(table, key, name));
    return column?.cells ?? null;
  };
  const place = (key: Key, row: number) => ({
    severity: 'error' as const,
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((column) => column.name === (names?.[key] ?? key)) + 1,
  });
  const cells = {
    animal: cellsOf('animal'),
    arm: cellsOf('arm'),
    sex: cellsOf('sex'),
    litter: cellsOf('litter'),
    cage: cellsOf('cage'),
  };
  const more = { batch: cellsOf('batch'), born: cellsOf('born'), died: cellsOf('died') };
  const animals: Animal[] = [];
  const rows: number[] = [];
  const seen = new Map<string, number>();
  for (let row = 0; row < table.rowCount && cells.animal !== null && cells.arm !== null; row++) {
    const id = cells.animal[row];
    const arm = cells.arm[row];
    if (id === null) problems.push({ ...place('animal', row), ...NO_ID });
    else if (seen.has(id)) problems.push({ ...place('animal', row), ...duplicate(id, table.lines[seen.get(id) ?? 0]) });
    if (arm === null) problems.push({ ...place('arm', row), ...NO_ARM });
    else if (arms !== null && !arms.includes(arm)) problems.push({ ...place('arm', row), ...unknownArm(arm, arms) });
    const sex = readSex(cells.sex?.[row] ?? null);
    if (sex === undefined) problems.push({ ...place('sex', row), ...notASex(cells.sex?.[row] ?? '') });
    const born = readDate(more.born?.[row] ?? null, () => place('born', row), problems);
    const died = readDate(more.died?.[row] ?? null, () => place('died', row), problems);
    if (id === null || arm === null || seen.has(id)) continue;
    seen.set(id, row);
    rows.push(row);
    const { litter, cage } = { litter: cells.litter?.[row] ?? null, cage: cells.cage?.[row] ?? null };
    animals.push({ id, arm, sex: sex ?? null, litter, cage, batch: more.batch?.[row] ?? null, born, died });
  }
  if (table.rowCount === 0)
    problems.push({ code: 'study-no-animals', severity: 'error', file: table.file, message: 'the sheet has no animals' });
  return { animals, columns: table.columns.map(({ name, cells }) => ({ name, values: rows.map((row) => cells[row]) })) };
}

function noColumn(table: Table, key: Key, name: string): Problem {
  const known = table.columns.map((column) => column.name);
  return {
    code: 'study-missing-column',
    severity: 'error',
    file: table.file,
    line: 1,
    message: `the animal sheet has no column "${name}"`,
    mend: `${suggestName(name, known)} Rename the column, or add "animal_columns: { ${key}: NAME }" to study.yaml`,
  };
}

const NO_ID = { code: 'study-no-animal-id', message: 'this animal has no id', mend: 'fill in the cell, or delete the row' };
const NO_ARM = { code: 'study-no-arm', message: 'this animal has no arm', mend: 'fill in the arm, or delete the row' };

function duplicate(id: string, line: number) {
  return {
    code: 'study-duplicate-animal',
    message: `this animal stands in line ${line} already`,
    found: id,
    expected: 'every animal once',
    mend: 'correct the id, or delete one of the rows',
  };
}

function unknownArm(arm: string, arms: readonly string[]) {
  return { code: 'study-unknown-arm', message: 'study.yaml has no such arm', found: arm, mend: suggestName(arm, arms) };
}

function readSex(cell: string | null): 'female' | 'male' | null | undefined {
  return cell === null ? null : SEXES.get(cell.toLowerCase());
}

function notASex(found: string) {
  return {
    code: 'study-unknown-sex',
    message: 'this is not a sex',
    found,
    expected: 'F, M, female or male, or empty when unknown',
  };
}

function readDate(
  cell: string | null,
  place: () => Pick<Problem, 'severity' | 'file' | 'line' | 'column'>,
  problems: Problem[],
): string | null {
  if (cell === null) return null;
  const day = dayNumber(cell);
  if (day !== undefined) return isoDate(day);
  problems.push({
    ...place(),
    code: 'study-invalid-date',
    message: 'this is not a date',
    found: cell,
    expected: 'YYYY-MM-DD, e.g. 2025-03-09',
  });
  return null;
}
