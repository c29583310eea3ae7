import type { Animal, Study } from '../study/index.ts';
import { type Column, findColumn, type Table } from '../table/index.ts';
import type { SampleSheet } from './samples/sample-sheet.ts';

/**
 * The sample sheet with every column of the animal sheet joined to its samples. A column that the sample sheet has itself
 * wins.
 *
 * @param animalColumn the column of the sample sheet that names the animal; without it samples are named by animal
 * @returns the table and, per row of the sheet, the animal (null when the sheet does not say or the animal is unknown)
 */
export function joinAnimals(
  sheet: SampleSheet,
  study: Study,
  animalColumn: string,
): { table: Table; animals: (Animal | null)[]; ids: readonly (string | null)[] } {
  const ids = findColumn(sheet.table, animalColumn)?.cells ?? sheet.names;
  const position = new Map(study.animals.map((animal, i) => [animal.id, i]));
  const rows = ids.map((id) => (id === null ? undefined : position.get(id)));
  const animals = rows.map((row) => (row === undefined ? null : study.animals[row]));
  const joined = joinedColumns(study)
    .filter(({ name }) => findColumn(sheet.table, name) === undefined)
    .map(({ name, values }): Column => ({ name, cells: rows.map((row) => (row === undefined ? null : values[row])) }));
  return { table: { ...sheet.table, columns: [...sheet.table.columns, ...joined] }, animals, ids };
}

/** What is known of animals: their columns as loaded, then the other columns of their sheet. */
function joinedColumns(study: Study): { name: string; values: readonly (string | null)[] }[] {
  const known = (['arm', 'sex', 'litter', 'cage', 'batch', 'born'] as const).map((name) => ({
    name: name as string,
    values: study.animals.map((animal) => animal[name]),
  }));
  const others = study.animalColumns.filter((column) => !known.some(({ name }) => name === column.name));
  return [...known, ...others].filter(({ values }) => values.some((value) => value !== null));
}
