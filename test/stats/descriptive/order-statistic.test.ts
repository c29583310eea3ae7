import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderStatistic } from '../../../src/stats/index.ts';

describe('order statistic', () => {
  it('is what sorting puts at that place, ties included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 80 }), fc.nat(), (list, at) => {
        const k = at % list.length;
        const values = Float64Array.from(list, (value) => value / 4);
        expect(orderStatistic(values.slice(), k)).toBe(values.slice().sort()[k]);
      }),
    );
  });
});
