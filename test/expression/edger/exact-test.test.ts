import { describe, expect, it } from 'vitest';
import { equalizedCount } from '../../../src/expression/edger/equalized-count.ts';
import { doubledTail, exactTest } from '../../../src/expression/edger/exact-test.ts';
import { binomial, negativeBinomialVariate, randomStream } from '../../../src/stats/index.ts';

describe('exact test of two groups', () => {
  it('becomes the binomial test as the dispersion vanishes', () => {
    for (const [s1, s2, n1, n2] of [
      [3, 12, 2, 2],
      [20, 7, 3, 2],
      [40, 61, 4, 4],
    ]) {
      const share = n1 / (n1 + n2);
      const total = s1 + s2;
      const tail = s1 < total * share ? binomial.lower(s1, total, share) : binomial.upper(s1 - 1, total, share);
      expect(doubledTail(s1, s2, n1, n2, 1e-9) / Math.min(1, 2 * tail)).toBeCloseTo(1, 5);
    }
  });

  it('is the ratio of hypergeometric-like sums for sizes that are whole', () => {
    // dispersion 1 and one sample each: two geometric variables, whose first is uniform on 0..total given the total
    for (const [s1, s2] of [
      [0, 9],
      [2, 7],
      [8, 1],
    ]) {
      const extreme = Math.min(s1, s2) + 1;
      expect(doubledTail(s1, s2, 1, 1, 1)).toBeCloseTo((2 * extreme) / (s1 + s2 + 1), 12);
    }
    expect(doubledTail(5, 5, 1, 1, 1)).toBe(1);
  });

  it('passes from enumeration to the beta approximation without a jump', () => {
    const [below, above] = [doubledTail(900, 1400, 4, 4, 0.02), doubledTail(901, 1401, 4, 4, 0.02)];
    expect(above / below).toBeGreaterThan(0.9);
    expect(above / below).toBeLessThan(1.1);
  });

  it('leaves a count alone in a library of the same size, and scales it in another', () => {
    expect(equalizedCount(17, 12, 12, 0.1)).toBeCloseTo(17, 10);
    expect(equalizedCount(0, 5, 5, 0.3)).toBeCloseTo(0, 10);
    expect(equalizedCount(24, 24, 12, 0.1)).toBeCloseTo(12, 0);
    expect(Number.isFinite(equalizedCount(1e6, 10, 20, 0.1))).toBe(true);
  });

  it('holds its level under the null, whatever the library sizes', () => {
    const random = randomStream(5, 'exact');
    const sizes = Float64Array.of(1, 1.4, 0.7, 1.1, 2, 0.6).map((size) => size * 1e6);
    const genes = 1500;
    const counts = Float64Array.from({ length: genes * 6 }, (_, i) => negativeBinomialVariate(random, 60e-6 * sizes[i % 6], 0.1));
    const { pvalue, logFC } = exactTest(counts, sizes, Int32Array.of(0, 0, 0, 1, 1, 1), new Float64Array(genes).fill(0.1));
    const share = pvalue.filter((p) => p < 0.05).length / genes;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.065);
    expect(Math.abs(logFC.reduce((sum, value) => sum + value, 0) / genes)).toBeLessThan(0.05);
  });
});
