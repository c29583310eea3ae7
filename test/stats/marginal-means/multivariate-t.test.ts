import { describe, expect, it } from 'vitest';
import { dunnett, normal, studentizedRange, studentT } from '../../../src/stats/distributions/index.ts';
import { maximumT } from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';

const equal = (k: number, rho: number) => Float64Array.from({ length: k * k }, (_, i) => (i % (k + 1) === 0 ? 1 : rho));

/** Correlations of all pairwise differences of k independent means of equal variance. */
function pairwise(k: number): { correlation: Float64Array; size: number } {
  const pairs: [number, number][] = [];
  for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) pairs.push([i, j]);
  const size = pairs.length;
  const correlation = new Float64Array(size * size);
  pairs.forEach(([a, b], r) => {
    pairs.forEach(([c, d], s) => {
      correlation[r * size + s] = ((a === c ? 1 : 0) - (a === d ? 1 : 0) - (b === c ? 1 : 0) + (b === d ? 1 : 0)) / 2;
    });
  });
  return { correlation, size };
}

describe('the largest of correlated t statistics', () => {
  it('is one t for perfectly correlated ones', () => {
    const { upper } = maximumT(equal(4, 1), 4);
    expectClose(upper(2.2, 11), 2 * studentT.upper(2.2, 11), 1e-12, 'rank 1');
  });

  it('is a product for two independent normal ones', () => {
    const { upper } = maximumT(equal(2, 0), 2);
    const single = 2 * normal.upper(1.5);
    expectClose(upper(1.5, Infinity), 1 - (1 - single) * (1 - single), 1e-12, 'independent');
  });

  it.each([
    [0.5, 2, 7],
    [3, 12, 30],
    [9, 4, 200],
  ])('equals the studentized range for all pairs of three means (c = %d)', (c, df1, df2) => {
    const { correlation, size } = pairwise(3);
    const { upper, exact } = maximumT(correlation, size);
    expect(exact).toBe(true);
    for (const df of [df1, df2, Infinity])
      expectClose(upper(c, df), studentizedRange.upper(Math.SQRT2 * c, 3, df), 1e-9, `df ${df}`, 1e-30);
  });

  it('equals the studentized range for all pairs of four means (a sphere)', () => {
    const { correlation, size } = pairwise(4);
    const { upper, quantileUpper, exact } = maximumT(correlation, size);
    expect(exact).toBe(true);
    for (const [c, df] of [
      [1, 5],
      [2.5, 20],
      [6, 40],
    ])
      expectClose(upper(c, df), studentizedRange.upper(Math.SQRT2 * c, 4, df), 1e-8, `c ${c}`);
    expectClose(quantileUpper(0.05, 20), studentizedRange.quantileUpper(0.05, 4, 20) / Math.SQRT2, 1e-8, 'quantile');
  });

  it('factorizes when one statistic is independent of two correlated ones (no product structure)', () => {
    const correlation = new Float64Array([1, -0.6, 0, -0.6, 1, 0, 0, 0, 1]);
    const pair = maximumT(new Float64Array([1, -0.6, -0.6, 1]), 2);
    for (const c of [0.3, 1.7, 4]) {
      const [two, one] = [pair.upper(c, Infinity), 2 * normal.upper(c)];
      expectClose(maximumT(correlation, 3).upper(c, Infinity), two + one - two * one, 1e-10, `c ${c}`);
    }
  });

  it('equals Dunnett for two and many comparisons with a control', () => {
    const loading = [Math.SQRT1_2];
    expectClose(
      maximumT(equal(2, 0.5), 2).upper(2.3, 14),
      dunnett.upper(2.3, 14, [...loading, ...loading], 'two'),
      1e-9,
      'k = 2',
    );
    const six = maximumT(equal(6, 0.5), 6);
    expect(six.exact).toBe(true);
    expectClose(six.upper(2.3, 14), dunnett.upper(2.3, 14, Array(6).fill(Math.SQRT1_2), 'two'), 1e-12, 'k = 6');
  });

  it('samples in more dimensions, reproducibly, close to the exact value', () => {
    const { correlation, size } = pairwise(6);
    const sampled = maximumT(correlation, size, 5);
    expect(sampled.exact).toBe(false);
    for (const [c, df] of [
      [2, 30],
      [3, 30],
      [6, 12],
    ])
      expectClose(sampled.upper(c, df), studentizedRange.upper(Math.SQRT2 * c, 6, df), 3e-3, `c ${c}`);
    expect(maximumT(correlation, size, 5).upper(3, 30)).toBe(sampled.upper(3, 30));
  });
});
