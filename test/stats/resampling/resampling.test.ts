import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/problems/index.ts';
import { mean } from '../../../src/stats/descriptive/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import * as resampling from '../../../src/stats/resampling/index.ts';
import { permutationTest, signFlipTest } from '../../../src/stats/tests/index.ts';

const x = [15.2, 21.5, 17.6, 9.7, 14.5, 10, 8.2, 9.4, 16.5, 9.7];
const y = [4.2, 11.5, 7.3, 5.8, 6.4, 10, 11.2, 11.2, 5.2, 7];
const difference: resampling.SampleStatistic = ([a, b]) => mean(a) - mean(b);

describe('bootstrap', () => {
  it('is reproducible, and its replicates do not depend on how many there are', () => {
    const few = resampling.bootstrap([x, y], difference, { resamples: 50, seed: 3 });
    const many = resampling.bootstrap([x, y], difference, { resamples: 200, seed: 3 });
    expect([...many.replicates.slice(0, 50)]).toEqual([...few.replicates]);
    expect(resampling.bootstrap([x, y], difference, { resamples: 50, seed: 4 }).replicates).not.toEqual(few.replicates);
  });
  it('agrees with the known standard error of a mean difference', () => {
    const { standardError, bca, estimate } = resampling.bootstrap([x, y], difference, { resamples: 20000 });
    const variance = (values: number[]) => values.reduce((s, v) => s + (v - mean(values)) ** 2, 0) / values.length ** 2;
    const exact = Math.sqrt(variance(x) + variance(y));
    expect(Math.abs(standardError / exact - 1)).toBeLessThan(4 / Math.sqrt(2 * 20000));
    expect(bca.lower).toBeLessThan(estimate);
    expect(bca.upper).toBeGreaterThan(estimate);
  });
  it('covers a skewed mean about as often as it says, better than the percentile interval', () => {
    const studies = 400;
    let [bca, percentile] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const stream = randomStream(11, 'test/coverage', study);
      const sample = Float64Array.from({ length: 30 }, () => -Math.log(stream.uniform()));
      const result = resampling.bootstrap([sample], ([a]) => mean(a), { resamples: 500, seed: study });
      if (result.bca.lower < 1 && 1 < result.bca.upper) bca++;
      if (result.percentile.lower < 1 && 1 < result.percentile.upper) percentile++;
    }
    // 92.5 % is the known coverage at this size; four standard errors below it and the nominal one bracket the count.
    expect(bca / studies).toBeGreaterThan(0.925 - 4 * Math.sqrt((0.925 * 0.075) / studies));
    expect(bca / studies).toBeLessThan(0.99);
    expect(bca).toBeGreaterThanOrEqual(percentile - 4);
  });
  it('says when a sample cannot be resampled', () => {
    expect(() => resampling.bootstrap([x, [1]], difference)).toThrow(InputError);
    expect(() => resampling.exactBootstrap(x, mean)).toThrow(/1 to 7/);
  });
  it('has no acceleration for a symmetric sample', () => {
    const leaveOneOut = resampling.leaveOneOutValues([Float64Array.of(-2, -1, 0, 1, 2)], ([a]) => mean(a));
    expect(leaveOneOut[0]).toHaveLength(5);
    expect(resampling.stratifiedAcceleration(leaveOneOut)).toBeCloseTo(0, 15);
    expect(resampling.pooledAcceleration([[1, 1, 1]])).toBe(0);
  });
});

describe('permutation tests', () => {
  it('count splits that are equal but for rounding, also when the difference is 0', () => {
    expect(permutationTest([0.1, 0.2, 0.3], [0.6, 0, 0]).asExtreme).toBe(20);
    expect(signFlipTest([0.1, 0.2, -0.3]).pvalue).toBe(1);
  });
});

describe('estimation plot', () => {
  it('puts difference, standardized difference and permutation test together', () => {
    const result = resampling.estimateDifference(x, y, { resamples: 1000 });
    expect(result.difference.estimate).toBeCloseTo(5.25, 12);
    expect(result.standardized.hedgesG.estimate).toBeCloseTo(1.3575093894, 9);
    expect(result.permutation.asExtreme).toBe(964);
  });
  it('pairs by row', () => {
    const result = resampling.estimateDifference(x, y, { resamples: 500, paired: true });
    expect(result.difference.estimate).toBeCloseTo(5.25, 12);
    expect(result.standardized.df).toBe(9);
    expect(result.permutation.arrangements).toBe(1024);
    expect(() => resampling.estimateDifference(x, [1, 2], { paired: true })).toThrow(/10 and 2/);
  });
});
