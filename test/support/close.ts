import { expect } from 'vitest';

/** Relative error of `actual` against `expected`; 0 for equal (including NaN, infinities), absolute where expected is 0. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (Number.isNaN(actual) || Number.isNaN(expected)) return Infinity;
  const difference = Math.abs(actual - expected);
  return expected === 0 ? difference : difference / Math.abs(expected);
}

/** Fails unless |actual - expected| <= tolerance * max(|expected|, floor). */
export function expectClose(actual: number, expected: number, tolerance: number, what = '', floor = 0): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const difference = Math.abs(actual - expected);
  const bound = tolerance * Math.max(Math.abs(expected), floor);
  if (!(difference <= bound)) {
    expect.fail(`${what}: got ${actual}, expected ${expected}, difference ${difference}, allowed ${bound}`);
  }
}
