import { expect } from 'vitest';
import type { BehaviorFile } from '../../src/behavior/recording/recording.ts';
import type { Mutant } from './fuzz-mutations.ts';

/** Every number of a track by what it is: time, and x, y and likelihood of each point. */
export function numbersOf(read: BehaviorFile): Map<string, Float64Array> {
  const numbers = new Map<string, Float64Array>();
  if (read.kind !== 'recording') return numbers;
  for (const [r, { time, individuals, zones, columns }] of read.recordings.entries()) {
    // Times count from the first frame, whichever clock the file gives.
    if (time !== null)
      numbers.set(
        `${r} time`,
        time.map((at) => Number((at - time[0]).toFixed(9))),
      );
    for (const { name, points } of individuals) {
      for (const { name: point, x, y, likelihood } of points) {
        numbers.set(`${r} ${name} ${point} x`, x);
        numbers.set(`${r} ${name} ${point} y`, y);
        if (likelihood !== null) numbers.set(`${r} ${name} ${point} likelihood`, likelihood);
      }
    }
    for (const { name, inside } of zones) numbers.set(`${r} zone ${name}`, Float64Array.from(inside));
    for (const { name, values } of columns) numbers.set(`${r} column ${name}`, values);
  }
  return numbers;
}

/** Every event or value of a scoring or summary, in words. */
export function wordsOf(read: BehaviorFile): string[] {
  if (read.kind === 'summary') return read.summary.rows.map(({ measure, value }) => `${measure} ${value}`);
  if (read.kind !== 'scoring') return [];
  return read.scoring.observations.flatMap(({ behavior, start, stop }) =>
    // SimBA's body part stands behind the zone only where there are several: one altered cell may add it to all.
    behavior.map((name, i) => `${name.replace(/ \(.*\)$/, '')} ${start[i]} ${stop[i]}`),
  );
}

const same = (a: number, b: number): boolean => a === b || (a !== a && b !== b);

/** Fails when a file that was mutated is read with numbers that its mutation does not account for. */
export function requirePromise(read: BehaviorFile, original: BehaviorFile, { promise, cell }: Mutant, what: string): void {
  if (promise === 'any' || read.kind !== original.kind) return;
  // A blank in a cell makes two of it; in MED-PC that moves the five values of a row.
  const allowed = promise === 'same' ? 0 : read.kind === 'summary' ? 6 : 2;
  if (read.kind !== 'recording') requireWords(wordsOf(read), new Set(wordsOf(original)), allowed, what);
  const [mine, theirs] = [numbersOf(read), numbersOf(original)];
  const changed = new Set<number>();
  for (const [name, values] of mine) {
    const expected = theirs.get(name);
    if (expected === undefined) continue;
    if (promise !== 'prefix' && values.length !== expected.length) expect.fail(`${what}: length of ${name}`);
    for (let i = 0; i < values.length; i++) {
      if (same(values[i], expected[i])) continue;
      if (promise === 'one-row' && isFrom(cell, values[i], name)) changed.add(i);
      else if (!(promise === 'prefix' && i === values.length - 1 && isNoted(read)))
        expect.fail(`${what}: ${name} is ${values[i]} instead of ${expected[i]} at ${i}`);
    }
  }
  if (changed.size > 1) expect.fail(`${what}: ${changed.size} rows changed`);
}

/** Whether a number is one that the new cell may have given: its own, missing, or (a zone) not known. */
function isFrom(cell: string, value: number, name: string): boolean {
  return (
    value !== value ||
    value === Number(cell) ||
    value === Number(Number(cell).toFixed(9)) ||
    value === Number(cell.replace(',', '.')) ||
    (name.includes('zone') && value === 2)
  );
}

function isNoted(read: BehaviorFile): boolean {
  const notes = read.kind === 'recording' ? read.recordings.flatMap((one) => one.notes) : [];
  return notes.some((note) => note.includes('no line end'));
}

/** Events and values that the original does not have: none, or those of the row that was cut or changed. */
function requireWords(words: readonly string[], original: ReadonlySet<string>, allowed: number, what: string): void {
  const strange = words.filter((word) => !original.has(word));
  if (strange.length > allowed) expect.fail(`${what}: ${strange.slice(0, 3).join(' | ')}`);
}
