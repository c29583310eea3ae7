import type { Problem } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import type { Table } from '../../table/index.ts';
import type { Assay } from '../assays/assay.ts';
import { type BottleRow, bottleRows } from './bottle-rows.ts';
import type { BottleRecord } from './bottles.ts';
import type { Places } from './place-rows.ts';
import type { Sheet } from './sheet.ts';

/** Names under which animal-free cages stand in the column `animal`. */
export const EMPTY_CAGES: readonly string[] = ['evaporation', 'empty', 'control cage'];

/**
 * Measures every animal and session of a bottle table; see {@link bottleRows} for its layouts. Rows of animal `evaporation` are cages
 * without an animal.
 */
export function measureBottles(
  table: Table,
  places: Places,
  study: Study,
  assay: Assay,
  sheet: Sheet,
  problems: Problem[],
): void {
  const rows = bottleRows(table, places, problems);
  if (problems.length > 0) return;
  const keyOf = ({ row, day, bottle }: BottleRow): string => `${places.session[row]} ${day} ${bottle}`;
  const losses = meanLosses(
    rows.filter(({ row }) => places.animal[row] < 0),
    keyOf,
  );
  const recordsOf = new Map<number, BottleRecord[]>();
  for (const one of rows) {
    const { row, side, ...record } = one;
    if (places.animal[row] < 0 || places.session[row] < 0 || side === null) continue;
    const cell = places.animal[row] * study.sessions.length + places.session[row];
    recordsOf.set(cell, [...(recordsOf.get(cell) ?? []), { ...record, side, loss: losses.get(keyOf(one)) ?? 0 }]);
  }
  for (const [cell, records] of recordsOf) {
    if (assay.fromBottles !== undefined)
      sheet.put(Math.floor(cell / study.sessions.length), cell % study.sessions.length, assay.fromBottles(records));
  }
}

/** Mean loss of the bottles on animal-free cages, per session, day and kind of bottle. */
function meanLosses(rows: readonly BottleRow[], keyOf: (row: BottleRow) => string): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const row of rows) {
    const loss = row.start - row.end;
    if (!Number.isFinite(loss)) continue;
    const entry = sums.get(keyOf(row)) ?? { sum: 0, n: 0 };
    sums.set(keyOf(row), { sum: entry.sum + loss, n: entry.n + 1 });
  }
  return new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]));
}
