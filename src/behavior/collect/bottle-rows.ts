import type { Problem } from '../../problems/index.ts';
import { findColumn, numbers, requireColumn, type Table } from '../../table/index.ts';
import type { BottleRecord } from './bottles.ts';
import type { Places } from './place-rows.ts';

const SWEET = ['sucrose', 'saccharin', 'sweet'] as const;

/** One bottle on one cage for one day as it stands in a table; the side is null for a cage without an animal. */
export interface BottleRow extends Omit<BottleRecord, 'side' | 'loss'> {
  /** Row of the table. */
  row: number;
  side: 'left' | 'right' | null;
}

/**
 * The bottles of a table, in either layout: one row per bottle (`day`, `bottle`, `side`, `start_g`, `end_g`), or one row per day
 * (`day`, `sucrose_side`, `sucrose_start_g`, `sucrose_end_g`, `water_start_g`, `water_end_g`; saccharin likewise).
 */
export function bottleRows(table: Table, places: Places, problems: Problem[]): BottleRow[] {
  const sweet = SWEET.find((name) => findColumn(table, `${name}_start_g`) !== undefined);
  return sweet === undefined ? rowPerBottle(table, places, problems) : rowPerDay(table, places, sweet, problems);
}

function rowPerBottle(table: Table, places: Places, problems: Problem[]): BottleRow[] {
  const day = requireColumn(table, 'day').cells;
  const bottle = lowerCase(table, 'bottle');
  const side = lowerCase(table, 'side');
  const [start, end] = [numbers(table, 'start_g'), numbers(table, 'end_g')];
  return day.map((name, row) => {
    const known = bottle[row] === 'water' || SWEET.some((one) => one === bottle[row]);
    if (!known) complain(table, row, 'bottle', bottle[row], 'sucrose or water', problems);
    return {
      row,
      day: name ?? '',
      bottle: bottle[row] === 'water' ? 'water' : 'sucrose',
      side: sideOf(table, row, 'side', side[row], places, problems),
      start: start[row],
      end: end[row],
    };
  });
}

function rowPerDay(table: Table, places: Places, sweet: string, problems: Problem[]): BottleRow[] {
  const day = requireColumn(table, 'day').cells;
  const column = `${sweet}_side`;
  const sides = lowerCase(table, column);
  const weights = [sweet, 'water'].map((name) => [numbers(table, `${name}_start_g`), numbers(table, `${name}_end_g`)]);
  return day.flatMap((name, row): BottleRow[] => {
    const side = sideOf(table, row, column, sides[row], places, problems);
    const other = side === null ? null : side === 'left' ? 'right' : 'left';
    const common = { row, day: name ?? '' };
    return [
      { ...common, bottle: 'sucrose', side, start: weights[0][0][row], end: weights[0][1][row] },
      { ...common, bottle: 'water', side: other, start: weights[1][0][row], end: weights[1][1][row] },
    ];
  });
}

function lowerCase(table: Table, name: string): string[] {
  return requireColumn(table, name).cells.map((cell) => (cell ?? '').toLowerCase());
}

/** The side, or null; an animal's bottle must say it. */
function sideOf(table: Table, row: number, column: string, text: string, places: Places, problems: Problem[]): BottleRow['side'] {
  if (text === 'left' || text === 'right') return text;
  if (places.animal[row] >= 0) complain(table, row, column, text, 'left or right', problems);
  return null;
}

function complain(table: Table, row: number, column: string, found: string, expected: string, problems: Problem[]): void {
  if (problems.length >= 20) return;
  problems.push({
    code: 'behavior-bad-cell',
    severity: 'error',
    file: table.file,
    line: table.lines[row],
    column: table.columns.findIndex((one) => one.name === column) + 1,
    message: `column "${column}" must say ${expected}`,
    found,
    mend: 'correct the cell',
  });
}
