import type { ExpressionPlan, FileSource, Study } from '../../study/index.ts';
import { findColumn, readDelimited, type Table } from '../../table/index.ts';
import { type CountMatrix, selectCounts } from '../input/count-matrix.ts';
import { studySamples } from '../study-samples.ts';

/** A study's counts with what is known of each sample: plain data, from which the analysis can be run again without files. */
export interface StudyCounts {
  matrix: CountMatrix;
  /** The sample sheet with the animals' properties joined, and its row of each sample of the matrix. */
  table: Table;
  rows: number[];
  /** Animal of each sample; null when it is not in the animal sheet. */
  animals: (string | null)[];
  arms: (string | null)[];
}

/**
 * Reads the counts of a study with expression data.
 *
 * @throws InputError with every problem of counts and sample sheet; RangeError when the study has none
 */
export async function readStudyCounts(study: Study, files: FileSource): Promise<StudyCounts> {
  if (study.expression === null) throw new RangeError('the study has no expression data');
  const { matrix, table, rows, owners } = await studySamples(study, study.expression, files);
  const animals = owners.map((animal) => animal?.id ?? null);
  return { matrix, table, rows, animals, arms: owners.map((animal) => animal?.arm ?? null) };
}

/**
 * The same counts with other arms for the animals. Every column of the sheet that says the arm in other words (one value for each arm
 * among the samples) changes with it.
 *
 * @param armOf the new arm of an animal
 */
export function withArms(data: StudyCounts, armOf: (animal: string) => string): StudyCounts {
  const arms = data.animals.map((animal, i) => (animal === null ? data.arms[i] : armOf(animal)));
  const columns = data.table.columns.map((column) => {
    const wordOf = wordsForArms(column.cells, data);
    if (wordOf === null) return column;
    const cells = [...column.cells];
    data.rows.forEach((row, i) => {
      cells[row] = wordOf.get(arms[i] ?? '') ?? cells[row];
    });
    return { ...column, cells };
  });
  return { ...data, arms, table: { ...data.table, columns } };
}

/** The column's word for each arm, where it has exactly one for each and no two arms share it; else null. */
function wordsForArms(cells: readonly (string | null)[], { rows, arms }: StudyCounts): Map<string, string> | null {
  const words = new Map<string, string>();
  for (const [i, row] of rows.entries()) {
    const [arm, word] = [arms[i], cells[row]];
    if (arm === null || word === null) return null;
    const known = words.get(arm);
    if (known !== undefined && known !== word) return null;
    words.set(arm, word);
  }
  return words.size > 1 && new Set(words.values()).size === words.size ? words : null;
}

/** The same counts without some samples. */
export function withSamples(data: StudyCounts, keep: (sample: number) => boolean, minTotal: number): StudyCounts {
  const kept = data.matrix.samples.flatMap((_, i) => (keep(i) ? [i] : []));
  const pick = <T>(values: readonly T[]): T[] => kept.map((i) => values[i]);
  return {
    ...data,
    matrix: selectCounts(data.matrix, kept, minTotal),
    rows: pick(data.rows),
    animals: pick(data.animals),
    arms: pick(data.arms),
  };
}

/** Whether every sample has a value in a column, with at least two different ones. */
export function variesAmongSamples({ table, rows }: StudyCounts, name: string): boolean {
  const cells = findColumn(table, name)?.cells;
  if (cells === undefined) return false;
  const values = rows.map((row) => cells[row]);
  return !values.includes(null) && new Set(values).size > 1;
}

/** Whether some row of the study's sample sheet has this value in a column; reads the sheet alone. */
export async function sampleColumnHas(plan: ExpressionPlan, files: FileSource, column: string, value: string): Promise<boolean> {
  const table = readDelimited(await files.read(plan.samples), plan.samples);
  return findColumn(table, column)?.cells.includes(value) ?? false;
}
