import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { numbers, requireColumn, type Table } from '../../table/index.ts';
import type { Assay } from '../assays/assay.ts';
import type { BottleRecord } from './bottles.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';

/** Names under which animal-free cages stand in the column `animal`. */
export const EMPTY_CAGES: readonly string[] = ['evaporation', 'empty', 'control cage'];
const SUCROSE = ['sucrose', 'saccharin', 'sweet'];

/**
 * Measures every animal and session of a bottle table: columns `day`, `bottle` (sucrose or water), `side` (left or right),
 * `start_g`, `end_g`; rows of animal `evaporation` are cages without an animal.
 */
export function measureBottles(
  table: Table,
  places: Places,
  study: Study,
  assay: Assay,
  sheet: Sheet,
  problems: Problem[],
): void {
  const day = requireColumn(table, 'day').cells;
  const bottle = requireColumn(table, 'bottle').cells.map((cell) => (cell ?? '').toLowerCase());
  const side = requireColumn(table, 'side').cells.map((cell) => (cell ?? '').toLowerCase());
  const start = numbers(table, 'start_g');
  const end = numbers(table, 'end_g');
  for (let row = 0; row < table.rowCount && problems.length < 20; row++) {
    if (!SUCROSE.includes(bottle[row]) && bottle[row] !== 'water')
      problems.push(badCell(table, row, 'bottle', bottle[row], 'sucrose or water'));
    if (side[row] !== 'left' && side[row] !== 'right' && places.animal[row] >= 0)
      problems.push(badCell(table, row, 'side', side[row], 'left or right'));
  }
  if (problems.length > 0) return;
  const kindOf = (row: number): 'sucrose' | 'water' => (bottle[row] === 'water' ? 'water' : 'sucrose');
  const losses = meanLosses(
    table.rowCount,
    (row) => places.animal[row] < 0,
    (row) => `${places.session[row]} ${day[row]} ${kindOf(row)}`,
    start,
    end,
  );
  const recordsOf = new Map<number, BottleRecord[]>();
  for (let row = 0; row < table.rowCount; row++) {
    if (places.animal[row] < 0 || places.session[row] < 0) continue;
    const cell = places.animal[row] * study.sessions.length + places.session[row];
    const loss = losses.get(`${places.session[row]} ${day[row]} ${kindOf(row)}`) ?? 0;
    const record: BottleRecord = {
      day: day[row] ?? '',
      bottle: kindOf(row),
      side: side[row] === 'left' ? 'left' : 'right',
      start: start[row],
      end: end[row],
      loss,
    };
    recordsOf.set(cell, [...(recordsOf.get(cell) ?? []), record]);
  }
  for (const [cell, records] of recordsOf) {
    if (assay.fromBottles !== undefined)
      sheet.put(Math.floor(cell / study.sessions.length), cell % study.sessions.length, assay.fromBottles(records));
  }
}

/** Mean loss of the bottles on animal-free cages, per session, day and kind of bottle. */
function meanLosses(
  rows: number,
  isEmptyCage: (row: number) => boolean,
  keyOf: (row: number) => string,
  start: Float64Array,
  end: Float64Array,
): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (let row = 0; row < rows; row++) {
    const loss = start[row] - end[row];
    if (!isEmptyCage(row) || !Number.isFinite(loss)) continue;
    const entry = sums.get(keyOf(row)) ?? { sum: 0, n: 0 };
    sums.set(keyOf(row), { sum: entry.sum + loss, n: entry.n + 1 });
  }
  return new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]));
}

function badCell(table: Table, row: number, column: string, found: string, expected: string): Problem {
  return {
    code: 'behavior-bad-cell',
    severity: 'error',
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((one) => one.name === column) + 1,
    message: `column "${column}" must say ${expected}`,
    found,
    mend: 'correct the cell',
  };
}
