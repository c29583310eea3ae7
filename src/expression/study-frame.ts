import type { Animal, Study } from '../study/index.ts';
import { type Column, findColumn, type Table } from '../table/index.ts';
import type { SampleSheet } from './samples/sample-sheet.ts';

/** Columns of the animal sheet that a sample inherits from its animal. */
const INHERITED = ['arm', 'sex', 'litter', 'cage', 'batch', 'born'] as const;

/**
 * The sample sheet with each animal's properties joined to its samples. A column that the sample sheet has itself wins.
 *
 * @returns the table and, per row of the sheet, the animal (null when the sheet does not say or the animal is unknown)
 */
export function joinAnimals(sheet: SampleSheet, study: Study): { table: Table; animals: (Animal | null)[] } {
  const named = findColumn(sheet.table, 'animal')?.cells ?? sheet.names;
  const byId = new Map(study.animals.map((animal) => [animal.id, animal]));
  const animals = named.map((id) => (id === null ? null : (byId.get(id) ?? null)));
  const joined: Column[] = INHERITED.filter((name) => findColumn(sheet.table, name) === undefined)
    .map((name) => ({ name, cells: animals.map((animal) => animal?.[name] ?? null) }))
    .filter((column) => column.cells.some((cell) => cell !== null));
  return { table: { ...sheet.table, columns: [...sheet.table.columns, ...joined] }, animals };
}
