import { type Problem, suggestName } from '../problems/index.ts';
import { findColumn, parseNumber, type Table } from '../table/index.ts';
import { dayNumber, daysBetween, isoDate } from './dates.ts';
import type { Animal, WeightRecord } from './study.ts';

/**
 * Reads body weights: columns `animal`, `grams`, and `date` (with the animal's date of birth) or `age_days`. Rows without a
 * weight are skipped.
 *
 * @param problems every fault is added here, with its line and column
 */
export function readWeights(table: Table, animals: readonly Animal[], problems: Problem[]): WeightRecord[] {
  const byId = new Map(animals.map((animal) => [animal.id, animal]));
  const names = table.columns.map((column) => column.name);
  const missing = ['animal', 'grams'].filter((name) => !names.includes(name));
  if (!names.includes('date') && !names.includes('age_days')) missing.push('date');
  for (const name of missing) problems.push(noColumn(table, name, names));
  if (missing.length > 0) return [];
  const cells = (name: string): readonly (string | null)[] | undefined => findColumn(table, name)?.cells;
  const [ids, grams, dates, ages] = [cells('animal'), cells('grams'), cells('date'), cells('age_days')];
  const records: WeightRecord[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const report = (column: string, code: string, message: string, more: Partial<Problem> = {}): void => {
      const found = cells(column)?.[row] ?? '';
      const place = { file: table.file, line: table.lines[row], column: names.indexOf(column) + 1 };
      problems.push({ code, severity: 'error', ...place, message, found, ...more });
    };
    const id = ids?.[row] ?? '';
    const animal = byId.get(id);
    const weight = parseNumber(grams?.[row] ?? null, table.decimal);
    const age = parseNumber(ages?.[row] ?? null, table.decimal);
    const written = dates?.[row] ?? null;
    const day = written === null ? null : dayNumber(written);
    if (animal === undefined)
      report('animal', 'study-unknown-animal', 'the animal sheet has no such animal', { mend: suggestName(id, byId.keys()) });
    if (weight === undefined || weight <= 0)
      report('grams', 'study-invalid-weight', 'this is not a weight', { expected: 'grams, more than 0' });
    if (day === undefined) report('date', 'study-invalid-date', 'this is not a date', { expected: 'YYYY-MM-DD' });
    if (age === undefined) report('age_days', 'table-not-a-number', 'age_days must hold numbers');
    if (animal === undefined || weight === undefined || weight !== weight) continue;
    const date = day === undefined || day === null ? null : isoDate(day);
    const ageDays = age === undefined || age !== age ? daysBetween(animal.born, date) : age;
    records.push({ animal: animal.id, date, ageDays, grams: weight });
  }
  return records;
}

function noColumn(table: Table, name: string, known: readonly string[]): Problem {
  return {
    code: 'study-missing-column',
    severity: 'error',
    file: table.file,
    line: 1,
    message: `there is no column "${name}"`,
    expected: 'columns animal, grams, and date or age_days',
    mend: suggestName(name, known),
  };
}
