import { type Problem, suggestName } from '../problems/index.ts';
import { findColumn, parseNumber, type Table } from '../table/index.ts';
import { dayNumber, daysBetween, isoDate } from './dates.ts';
import type { Animal, WeightRecord } from './study.ts';

/**
 * Reads body weights: columns `animal`, `grams`, and `date` (with the animal's date of birth) or `age_days`.
 *
 * @param problems every fault is added here, with its line and column
 */
export function readWeights(table: Table, animals: readonly Animal[], problems: Problem[]): WeightRecord[] {
  const byId = new Map(animals.map((animal) => [animal.id, animal]));
  const cells = (name: string) => findColumn(table, name)?.cells;
  const [ids, grams, dates, ages] = [cells('animal'), cells('grams'), cells('date'), cells('age_days')];
  for (const name of ['animal', 'grams']) if (cells(name) === undefined) problems.push(noColumn(table, name));
  if (dates === undefined && ages === undefined) problems.push(noColumn(table, 'date'));
  const records: WeightRecord[] = [];
  if (ids === undefined || grams === undefined) return records;
  for (let row = 0; row < table.rowCount; row++) {
    const place = { severity: 'error' as const, file: table.file, line: table.lines[row] };
    const animal = byId.get(ids[row] ?? '');
    const weight = parseNumber(grams[row], table.decimal);
    const age = parseNumber(ages?.[row] ?? null, table.decimal);
    const written = dates?.[row] ?? null;
    const day = written === null ? undefined : dayNumber(written);
    if (animal === undefined)
      problems.push({
        ...place,
        code: 'study-unknown-animal',
        message: 'the animal sheet has no such animal',
        found: ids[row] ?? '',
        mend: suggestName(ids[row] ?? '', byId.keys()),
      });
    if (weight === undefined || weight <= 0)
      problems.push({
        ...place,
        code: 'study-invalid-weight',
        message: 'this is not a weight',
        found: grams[row] ?? '',
        expected: 'grams, more than 0',
      });
    if (written !== null && day === undefined)
      problems.push({
        ...place,
        code: 'study-invalid-date',
        message: 'this is not a date',
        found: written,
        expected: 'YYYY-MM-DD',
      });
    if (age === undefined)
      problems.push({ ...place, code: 'table-not-a-number', message: 'age_days must hold numbers', found: ages?.[row] ?? '' });
    if (animal === undefined || weight === undefined || weight !== weight) continue;
    const date = day === undefined ? null : isoDate(day);
    records.push({
      animal: animal.id,
      date,
      ageDays: age !== undefined && age === age ? age : daysBetween(animal.born, date),
      grams: weight,
    });
  }
  return records;
}

function noColumn(table: Table, name: string): Problem {
  return {
    code: 'study-missing-column',
    severity: 'error',
    file: table.file,
    line: 1,
    message: `there is no column "${name}"`,
    expected: 'columns animal, grams, and date or age_days',
    mend: suggestName(
      name,
      table.columns.map((column) => column.name),
    ),
  };
}
