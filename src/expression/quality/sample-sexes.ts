import { findColumn, type Table } from '../../table/index.ts';

type Sex = 'female' | 'male';

const WORDS: ReadonlyMap<string, Sex> = new Map([
  ['f', 'female'],
  ['female', 'female'],
  ['w', 'female'],
  ['♀', 'female'],
  ['m', 'male'],
  ['male', 'male'],
  ['♂', 'male'],
]);

/**
 * The sex of each sample as the sheets state it: the animal's, else the sample sheet's column `sex` or `gender`; null where neither says
 * female or male.
 */
export function sampleSexes(
  table: Table,
  rows: readonly number[],
  owners: readonly ({ sex: Sex | null } | null)[] = [],
): (Sex | null)[] {
  const column = ['sex', 'Sex', 'SEX', 'gender', 'Gender']
    .map((name) => findColumn(table, name))
    .find((one) => one !== undefined);
  return rows.map((row, j) => owners[j]?.sex ?? WORDS.get(column?.cells[row]?.trim().toLowerCase() ?? '') ?? null);
}
