import { describe, expect, it } from 'vitest';
import { cramersV } from '../../../src/study/rigor/association.ts';

describe("Cramer's V", () => {
  it('is 1 for a label that follows, about 0 for independence, NaN without variation', () => {
    const a = Array.from({ length: 40 }, (_, i) => `a${i % 2}`);
    expect(cramersV({ a, b: a.map((label) => `b${label}`) })).toBeCloseTo(1, 12);
    expect(cramersV({ a, b: a.map((_, i) => `b${(i >> 1) % 2}`) })).toBe(0);
    expect(cramersV({ a, b: a.map(() => 'b') })).toBeNaN();
  });
  it('has the corrected value of a 2 x 2 table', () => {
    // by hand: phi2 = 0.16, n = 20, corrected phi2 = 0.16 - 1/19, r = c = 2 - 1/19
    const b = ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'y', 'y', 'y', 'x', 'x', 'x', 'y', 'y', 'y', 'y', 'y', 'y', 'y'];
    const a = b.map((_, i) => (i < 10 ? 'p' : 'q'));
    expect(cramersV({ a, b })).toBeCloseTo(Math.sqrt((0.16 - 1 / 19) / (1 - 1 / 19)), 12);
  });
});
