import { describe, expect, it } from 'vitest';
import { permutationPvalues, permutedGenes } from '../../src/claims/permutation/permutation-summary.ts';
import { randomStream } from '../../src/stats/index.ts';

describe('permutation p of claims', () => {
  it('counts the arrangement at hand, and those that could not be computed as extreme', () => {
    const { pvalue, failed } = permutationPvalues(Float64Array.of(0.02, 0.5), [
      Float64Array.of(0.01, 0.3, 0.02, 0.9),
      Float64Array.of(NaN, 0.6, NaN, 0.7),
    ]);
    expect([...pvalue]).toEqual([3 / 5, 3 / 5]);
    expect([...failed]).toEqual([0, 2]);
  });

  it('adjusts by the smallest rank over the claims', () => {
    const rows = [Float64Array.of(0.1, 0.2, 0.3, 0.4), Float64Array.of(0.9, 0.8, 0.7, 0.6)];
    // smallest ranks per arrangement: 1/4, 2/4, 2/4, 1/4
    const { pvalue, adjusted } = permutationPvalues(Float64Array.of(0.15, 0.05), rows);
    expect([...pvalue]).toEqual([2 / 5, 1 / 5]);
    expect([...adjusted]).toEqual([3 / 5, 1 / 5]);
  });

  it('is uniform when nothing is there, and the adjusted one holds its level over ten claims', () => {
    const runs = 400;
    let [single, any] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const stream = randomStream(run, 'test/permutation-summary');
      const draw = (): Float64Array => Float64Array.from({ length: 99 }, () => stream.uniform());
      const rows = Array.from({ length: 10 }, draw);
      const observed = Float64Array.from(rows, () => stream.uniform());
      const { pvalue, adjusted } = permutationPvalues(observed, rows);
      if (pvalue[0] <= 0.1) single++;
      if (adjusted.some((p) => p <= 0.1)) any++;
    }
    expect(single / runs).toBeGreaterThan(0.05);
    expect(single / runs).toBeLessThan(0.16);
    expect(any / runs).toBeLessThan(0.16);
  });

  it('tells how many genes an arrangement has', () => {
    expect(permutedGenes(5, Float64Array.of(0, 0, 7, 1))).toEqual({ observed: 5, pvalue: 2 / 5, median: 1, largest: 7 });
  });
});
