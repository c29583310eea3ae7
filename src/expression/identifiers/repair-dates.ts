import { type DamagedSymbol, symbolsOfDay } from './damaged-symbols.ts';
import { readDate, readSerial } from './read-date.ts';

/** Dates, serial numbers and numbers that lost their digits; nearly all ids need not be looked at further. */
const MAY_BE_DATE = /^\d{1,4}[-/. ]|^\d{5}(\.0)?$|^\d(\.\d+)?e\+?\d+$|[-/]\d{1,2}$/i;

/** What a clone's number with an E in it becomes. */
const LOST_DIGITS = /^\d(\.\d+)?e\+?\d{1,3}$/i;

/** Ids after the repair, and what was done. */
export interface RepairedIds {
  ids: string[];
  notes: string[];
}

/**
 * Repairs gene symbols that a spreadsheet turned into dates, in a table of symbols: `2-Sep`, `2023-09-02` or 45171 become `Sept2`
 * again. Where two genes become the same date (March1 and Marc1) and neither stands in the table under its present name,
 * nothing is guessed: the row keeps the date, with its line where it stands twice, and is named.
 *
 * @param lines one-based line of each id, for the notes
 */
export function repairDates(ids: string[], lines: ArrayLike<number>): RepairedIds {
  const rows: number[] = [];
  ids.forEach((id, row) => {
    if (MAY_BE_DATE.test(id)) rows.push(row);
  });
  if (rows.every((row) => candidatesOf(ids[row]) === null && !LOST_DIGITS.test(ids[row]))) return { ids, notes: [] };
  const present = new Set(ids);
  const upper = mostlyUpperCase(ids);
  const result = [...ids];
  const repaired: string[] = [];
  const unclear = new Map<string, { rows: number[]; candidates: DamagedSymbol[] }>();
  const unknown: string[] = [];
  rows.forEach((row) => {
    const id = ids[row];
    const candidates = candidatesOf(id);
    if (candidates === null) return;
    const left = candidates.filter(({ current }) => !has(present, current));
    if (candidates.length === 0) unknown.push(`"${id}" (line ${lines[row]})`);
    else if (left.length === 1) {
      const name = upper ? left[0].symbol.toUpperCase() : left[0].symbol;
      const today = upper ? left[0].current.toUpperCase() : left[0].current;
      result[row] = name;
      repaired.push(
        `"${id}" (line ${lines[row]}) is ${name}, today ${today}${candidates.length > 1 ? ', as the other candidate is in the table' : ''}`,
      );
    } else {
      const entry = unclear.get(id) ?? { rows: [], candidates };
      entry.rows.push(row);
      unclear.set(id, entry);
    }
  });
  for (const [id, { rows: same }] of unclear)
    if (same.length > 1) for (const row of same) result[row] = `${id} (line ${lines[row]})`;
  return { ids: result, notes: [...repairNotes(repaired, unclear, unknown, lines), ...lostDigits(ids, rows, lines)] };
}

/** The genes that an id which is a date may have been; null when it is no date. */
function candidatesOf(id: string): DamagedSymbol[] | null {
  const serial = readSerial(id);
  if (serial !== null) {
    const genes = symbolsOfDay(serial.month, serial.day);
    return genes.length === 0 ? null : genes;
  }
  const days = readDate(id);
  return days.length === 0 ? null : days.flatMap(({ month, day }) => symbolsOfDay(month, day));
}

function has(present: ReadonlySet<string>, name: string): boolean {
  return present.has(name) || present.has(name.toUpperCase());
}

function mostlyUpperCase(ids: readonly string[]): boolean {
  const words = ids.filter((id) => /^[A-Za-z]{3}/.test(id) && !id.startsWith('LOC'));
  return words.length > 0 && words.filter((id) => id === id.toUpperCase()).length > words.length / 2;
}

function repairNotes(
  repaired: readonly string[],
  unclear: ReadonlyMap<string, { rows: number[]; candidates: DamagedSymbol[] }>,
  unknown: readonly string[],
  lines: ArrayLike<number>,
): string[] {
  const notes: string[] = [];
  if (repaired.length > 0)
    notes.push(`A spreadsheet turned ${repaired.length} gene symbols into dates; repaired: ${repaired.join('; ')}.`);
  for (const [id, { rows, candidates }] of unclear)
    notes.push(
      `The date "${id}" (line ${rows.map((row) => lines[row]).join(', ')}) may be ${candidates.map(({ symbol }) => symbol).join(' or ')}: ` +
        `which cannot be told, so ${rows.length > 1 ? 'these rows are' : 'the row is'} not matched to a gene. Export the table again from the original.`,
    );
  if (unknown.length > 0)
    notes.push(`These gene ids are dates, but no gene is known that a spreadsheet would turn into them: ${unknown.join(', ')}.`);
  return notes;
}

/** RIKEN clones such as 2310009E13 become 2.31E+19, and their digits are lost. */
function lostDigits(ids: readonly string[], rows: readonly number[], lines: ArrayLike<number>): string[] {
  const lost = rows.filter((row) => LOST_DIGITS.test(ids[row])).map((row) => `"${ids[row]}" (line ${lines[row]})`);
  if (lost.length === 0) return [];
  return [
    `A spreadsheet turned ${lost.length} gene ids (RIKEN clones such as 2310009E13) into numbers and lost their digits: ${lost.slice(0, 10).join(', ')}. They cannot be repaired.`,
  ];
}
