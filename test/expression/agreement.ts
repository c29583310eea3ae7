import { expect } from 'vitest';

/** How well two columns agree: shares of rows within relative bounds, and rows where only one is missing. */
export interface Agreement {
  rows: number;
  within1e9: number;
  within1e6: number;
  worst: number;
  worstRow: string;
  missingDiffers: string[];
}

/** Reads a cell of a reference table: NA as NaN, true and false as 1 and 0. */
export function cell(text: string | undefined): number {
  if (text === 'true' || text === 'TRUE') return 1;
  if (text === 'false' || text === 'FALSE') return 0;
  return text === undefined || text === 'NA' ? NaN : Number(text);
}

/** Compares row by row. Values both below `floor` in size count as equal. */
export function agreement(rows: Iterable<[name: string, actual: number, expected: number]>, floor = 0): Agreement {
  const result: Agreement = { rows: 0, within1e9: 0, within1e6: 0, worst: 0, worstRow: '', missingDiffers: [] };
  for (const [name, actual, expected] of rows) {
    if (Number.isNaN(actual) || Number.isNaN(expected)) {
      if (Number.isNaN(actual) !== Number.isNaN(expected)) result.missingDiffers.push(name);
      continue;
    }
    result.rows++;
    const same = actual === expected || (Math.abs(actual) < floor && Math.abs(expected) < floor);
    const error = same ? 0 : Math.abs(actual - expected) / Math.abs(expected);
    if (error <= 1e-9) result.within1e9++;
    if (error <= 1e-6) result.within1e6++;
    if (error > result.worst) {
      result.worst = error;
      result.worstRow = `${name}: ${actual} instead of ${expected}`;
    }
  }
  return result;
}

/** Fails unless the shares within 1e-9 and 1e-6 are large enough, all within `worst`, and the same rows are missing. */
export function expectAgreement(
  what: string,
  found: Agreement,
  bounds: { within1e9: number; within1e6: number; worst: number },
): void {
  expect(found.missingDiffers, `${what}: missing in only one`).toEqual([]);
  expect(found.rows, `${what}: rows`).toBeGreaterThan(0);
  const detail = `${what}, worst ${found.worst.toExponential(1)} (${found.worstRow})`;
  expect(found.within1e9 / found.rows, `share within 1e-9 of ${detail}`).toBeGreaterThanOrEqual(bounds.within1e9);
  expect(found.within1e6 / found.rows, `share within 1e-6 of ${detail}`).toBeGreaterThanOrEqual(bounds.within1e6);
  expect(found.worst, detail).toBeLessThanOrEqual(bounds.worst);
}
