import { describe, expect, it } from 'vitest';
import { contrastEstimates } from '../../src/pathway/set-tests/contrast-estimates.ts';
import { relabeledStatistics, sequentialPvalues } from '../../src/pathway/set-tests/relabeled-statistics.ts';
import { maxT, permutationTest, randomStream } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';

const stream = randomStream(5, 'test/relabeled');
const samples = 8;
const values = Float64Array.from({ length: 3 * samples }, () => stream.normal() + 8);
const twoGroups = Float64Array.from(Array.from({ length: samples }, (_, j) => [1, j < 4 ? 0 : 1]).flat());
const withBatch = Float64Array.from(Array.from({ length: samples }, (_, j) => [1, j % 2, j < 4 ? 0 : 1]).flat());
const input = (design: Float64Array, columns: number) => ({
  values,
  design,
  columns,
  contrast: Float64Array.from({ length: columns }, (_, k) => (k === columns - 1 ? 1 : 0)),
  prior: null,
  seed: 1,
  purpose: 'test',
});

describe('statistics under relabeling of samples', () => {
  it('the observed ones are |t| of the model, with and without covariates', () => {
    for (const [design, columns] of [
      [twoGroups, 2],
      [withBatch, 3],
    ] as const) {
      const { contrast } = input(design, columns);
      const { t } = contrastEstimates(values, design, columns, contrast, false);
      const { observed } = relabeledStatistics(input(design, columns));
      for (let row = 0; row < 3; row++) expectClose(observed[row], Math.abs(t[row]), 1e-10, `row ${row}`);
    }
  });

  it('in two groups every one is |t| of some assignment of the samples, and all 35 pairs of assignments come up', () => {
    const possible: number[] = [];
    for (let mask = 0; mask < 256; mask++) {
      const design = Float64Array.from(Array.from({ length: samples }, (_, j) => [1, (mask >> j) & 1]).flat());
      if (Array.from({ length: samples }, (_, j) => (mask >> j) & 1).reduce((a, b) => a + b) !== 4) continue;
      possible.push(Math.abs(contrastEstimates(values.slice(0, samples), design, 2, Float64Array.of(0, 1), false).t[0]));
    }
    const { relabeled } = relabeledStatistics(input(twoGroups, 2));
    const into = new Float64Array(3);
    const seen = new Set<number>();
    for (let b = 0; b < 600; b++) {
      relabeled(b, into);
      const at = possible.findIndex((one) => Math.abs(one - into[0]) < 1e-9 * one);
      expect(at, `relabeling ${b}`).toBeGreaterThanOrEqual(0);
      seen.add(at);
    }
    expect(seen.size).toBe(35);
  });

  it('keeps the correlation between rows: twice the same row gives twice the same statistic', () => {
    const doubled = Float64Array.from([...values.subarray(0, samples), ...values.subarray(0, samples)]);
    const { relabeled } = relabeledStatistics({ ...input(withBatch, 3), values: doubled });
    const into = new Float64Array(2);
    for (let b = 0; b < 20; b++) {
      relabeled(b, into);
      expectClose(into[0], into[1], 1e-12);
    }
  });

  it('sequential p-values agree with the exact permutation test and stop early where p is large', () => {
    const shifted = values.slice();
    for (let j = 4; j < samples; j++) shifted[j] += 2.2;
    const statistics = relabeledStatistics({ ...input(twoGroups, 2), values: shifted });
    let drawn = 0;
    const counting = {
      observed: statistics.observed,
      relabeled: (b: number, into: Float64Array, rows?: readonly number[]) => {
        drawn++;
        statistics.relabeled(b, into, rows);
      },
    };
    const pvalues = sequentialPvalues(counting, 400, 20_000);
    for (let row = 0; row < 3; row++) {
      const own = shifted.subarray(row * samples, (row + 1) * samples);
      const exact = permutationTest(own.slice(4), own.slice(0, 4), { seed: 1 }).pvalue;
      expect(Math.abs(pvalues[row] - exact), `row ${row}`).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / (400 / exact)));
    }
    expect(drawn).toBeLessThan(20_000);
    expect(sequentialPvalues(statistics, 400, 3)[0]).toBeGreaterThanOrEqual(0.25);
  });

  it('feeds max-T, whose p-values are never below those of single rows', () => {
    const { observed, relabeled } = relabeledStatistics(input(withBatch, 3));
    const { raw, stepDown } = maxT(observed, { count: 199, statistics: relabeled, complete: false });
    raw.forEach((p, row) => {
      expect(stepDown[row]).toBeGreaterThanOrEqual(p);
    });
  });

  it('refuses a design without residual degrees of freedom', () => {
    const full = Float64Array.from({ length: 4 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const tiny = { ...input(full, 2), values: Float64Array.of(1, 2) };
    expect(() => relabeledStatistics(tiny)).toThrow('residual degree of freedom');
  });
});
