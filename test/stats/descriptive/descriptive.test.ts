import { describe, expect, it } from 'vitest';
import * as descriptive from '../../../src/stats/descriptive/index.ts';

describe('moments', () => {
  it('keep their digits under a large offset', () => {
    const values = [1, 2, 4, 8].map((value) => value + 1e9);
    expect(descriptive.mean(values)).toBe(1e9 + 3.75);
    expect(descriptive.sampleVariance(values)).toBeCloseTo(9.583333333333334, 12);
    expect(descriptive.pearsonCorrelation(values, [2, 4, 8, 16])).toBeCloseTo(1, 12);
  });
  it('are NaN where they do not exist', () => {
    expect(descriptive.mean([])).toBeNaN();
    expect(descriptive.sampleVariance([3])).toBeNaN();
    expect(descriptive.pearsonCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(descriptive.mean([1, Infinity])).toBe(Infinity);
    expect(descriptive.mean([1, NaN])).toBeNaN();
  });
});

describe('quantiles', () => {
  it('type 7 and type 1 as R', () => {
    const ascending = descriptive.sorted([5, 1, 9, 2]);
    expect([0, 0.1, 0.5, 0.9, 1].map((p) => descriptive.quantileOfSorted(ascending, p))).toEqual([
      1,
      expect.closeTo(1.3, 12),
      3.5,
      expect.closeTo(7.8, 12),
      9,
    ]);
    expect([0, 0.25, 0.26, 0.5, 1].map((p) => descriptive.inverseDistributionOfSorted(ascending, p))).toEqual([1, 1, 2, 2, 9]);
    expect(descriptive.median([3, 1, 2])).toBe(2);
    expect(descriptive.median([])).toBeNaN();
    expect(descriptive.quantileOfSorted(ascending, 1.1)).toBeNaN();
  });
});

describe('ranks', () => {
  it('share ties and count them', () => {
    expect([...descriptive.midranks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
    expect(descriptive.tieSum([3, 1, 3, 2, 3])).toBe(24);
    expect(descriptive.tieSum([1, 2, 3])).toBe(0);
  });
});
