import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A value of a reference file: numbers, "Inf"/"NaN" texts, null for NA, nested lists and named lists. */
export type RValue = number | string | boolean | null | RValue[] | { [name: string]: RValue };

/** The result of one reference case of test/fixtures/stats/<file>; every case fetched is remembered for {@link untouchedCases}. */
export function referenceFile(file: string): { result(id: string): RValue; untouched(): string[] } {
  const { cases } = JSON.parse(readFileSync(new URL(`../fixtures/stats/${file}`, import.meta.url), 'utf8')) as {
    cases: { id: string; result: RValue }[];
  };
  const touched = new Set<string>();
  const result = (id: string): RValue => {
    const found = cases.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no reference case ${id}`);
    touched.add(id);
    return found.result;
  };
  return { result, untouched: () => cases.map((one) => one.id).filter((id) => !touched.has(id)) };
}

/** The part of a reference result below a path of names. */
export function pick(value: RValue, ...path: string[]): RValue {
  let at = value;
  for (const name of path) {
    if (at === null || typeof at !== 'object' || Array.isArray(at) || !(name in at))
      throw new Error(`no "${name}" in the reference`);
    at = at[name];
  }
  return at;
}

/** A column of numbers of a reference table; NA as NaN. */
export function numbersOf(value: RValue, ...path: string[]): number[] {
  const column = pick(value, ...path);
  const list = Array.isArray(column) ? column : [column];
  return list.map((one) => (one === null ? NaN : one === 'Inf' ? Infinity : one === '-Inf' ? -Infinity : Number(one)));
}

/** A column of texts of a reference table. */
export function textsOf(value: RValue, ...path: string[]): string[] {
  const column = pick(value, ...path);
  return (Array.isArray(column) ? column : [column]).map(String);
}

/** Fails unless both lists have equal length and |a - b| <= tolerance * max(|b|, floor) throughout. */
export function expectAll(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
  floor = 0,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  expected.forEach((value, i) => {
    const got = actual[i];
    if (Object.is(got, value) || got === value) return;
    const allowed = tolerance * Math.max(Math.abs(value), floor);
    if (!(Math.abs(got - value) <= allowed))
      expect.fail(`${what}[${i}]: got ${got}, expected ${value}, difference ${Math.abs(got - value)}, allowed ${allowed}`);
  });
}

/** Compares fields of our rows with columns of a reference table, as {@link expectAll} does. */
export function expectColumns<Field extends string>(
  rows: readonly { readonly [field in Field]: number }[],
  expected: RValue,
  columns: readonly (readonly [Field, string])[],
  tolerance: number,
  floor = 0,
): void {
  for (const [field, column] of columns) {
    const actual = rows.map((row) => row[field]);
    expectAll(actual, numbersOf(expected, column), tolerance, column, floor);
  }
}
