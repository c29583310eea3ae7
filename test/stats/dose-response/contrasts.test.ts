import { describe, expect, it } from 'vitest';
import { dunnett } from '../../../src/stats/distributions/index.ts';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { cholesky } from '../../../src/stats/linear-algebra/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { gammaVariate } from '../../../src/stats/variates.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { column } from '../tests/data.ts';
import { biom, litter, type Matrix, recovery, result, teeth } from './reference.ts';

/** Shares of 300,000 simulated largest t statistics above given values. */
function sampledTails(correlation: Float64Array, k: number, df: number, values: number[]): { share: number; error: number }[] {
  const root = cholesky(correlation, k) ?? new Float64Array(0);
  const stream = randomStream(3, 'largest-t');
  const counts = values.map(() => 0);
  const draws = 300_000;
  const z = new Float64Array(k);
  for (let b = 0; b < draws; b++) {
    for (let j = 0; j < k; j++) z[j] = stream.normal();
    let largest = -Infinity;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += root[i * k + j] * z[j];
      largest = Math.max(largest, sum);
    }
    const t = largest / Math.sqrt(gammaVariate(stream, df / 2, 2) / df);
    values.forEach((value, i) => {
      if (t > value) counts[i]++;
    });
  }
  return counts.map((count) => ({ share: count / draws, error: Math.sqrt(count) / draws }));
}

describe.skipIf(!haveShared)('comparisons of doses (doseresponse.json)', () => {
  it('MCP-Mod', () => {
    const expected = result<{ contMat: Matrix; t: number[]; p: number[]; corMat: Matrix }>('mctp.biom');
    const got = dose.mcpModTest(column(biom, 'resp'), column(biom, 'dose'), [
      { kind: 'linear' },
      { kind: 'emax', ed50: 0.05 },
      { kind: 'emax', ed50: 0.2 },
      { kind: 'sigEmax', ed50: 0.4, h: 5 },
    ]);
    got.contrasts.forEach((one, i) => {
      expectClose(one.statistic, expected.t[i], 1e-10);
      // the reference's Genz-Bretz integral was asked for 1e-3 absolute; our own sampling below holds the quadrature to less
      expect(Math.abs(one.pvalue - expected.p[i])).toBeLessThan(1e-3);
      expected.contMat.values.forEach((row, d) => {
        expectClose(got.contrastMatrix[i * 5 + d], row[i], 1e-10);
      });
      expected.corMat.values[i].forEach((value, j) => {
        expectClose(got.correlation[i * 4 + j], value, 1e-10);
      });
    });
    const sampled = sampledTails(
      got.correlation,
      4,
      95,
      got.contrasts.map((one) => one.statistic),
    );
    sampled.forEach(({ share, error }, i) => {
      expect(Math.abs(got.contrasts[i].pvalue - share)).toBeLessThan(3.5 * error);
    });
  });

  it('Dunnett', () => {
    for (const [id, { values, groups }] of [
      ['dunnett.recovery', recovery],
      ['dunnett.litter', litter],
      ['dunnett.toothgrowth', teeth],
    ] as const) {
      const expected = result<{ t: number[]; df: number; pTwo: number[]; pLess: number[]; crit05two: number }>(id);
      const got = dose.dunnettTest(values, groups);
      expect(got.residualDf).toBe(expected.df);
      expectClose(got.critical, expected.crit05two, 1e-8, id);
      got.comparisons.forEach((one, i) => {
        expectClose(one.statistic, expected.t[i], 1e-10, id);
        // the reference integrates P(max <= c) and subtracts it from 1, which leaves about 1e-13 absolute
        expectClose(one.pvalue, expected.pTwo[i], 1e-8, id, 1e-4);
        expectClose(one.pvalueLess, expected.pLess[i], 1e-8, id, 1e-4);
      });
    }
    const mc = result<{ t: number[]; p: number[] }>('dunnett.recovery.multcomp');
    dose.dunnettTest(recovery.values, recovery.groups).comparisons.forEach((one, i) => {
      expectClose(one.statistic, mc.t[i], 1e-10);
      expect(Math.abs(one.pvalue - mc.p[i])).toBeLessThan(1e-6);
    });
    const steps = result<number[]>('dunnett.stepdown.litter');
    dose.stepDownDunnett(litter.values, litter.groups).forEach((p, i) => {
      expectClose(p, steps[i], 1e-8);
    });
  });

  it('Dunnett’s tail where the reference loses its digits', () => {
    // P(max |T| > c) lies between the largest single tail and the sum of all
    const upper = dunnett.upper(11.580119271921193, 27, [Math.SQRT1_2, Math.SQRT1_2], 'two');
    const single = dunnett.upper(11.580119271921193, 27, [0], 'two');
    expect(upper).toBeGreaterThan(single);
    expect(upper).toBeLessThan(2 * single);
  });

  it('Steel', () => {
    const expected = result<{ z: number[]; pTwo: number[] }>('steel.litter');
    dose.steelTest(litter.values, litter.groups).comparisons.forEach((one, i) => {
      expectClose(one.statistic, expected.z[i], 1e-10);
      expectClose(one.pvalue, expected.pTwo[i], 1e-8);
    });
  });

  it('contrasts together', () => {
    const sizes = [0, 1, 2, 3].map((g) => litter.groups.filter((one) => one === g).length);
    const williams = result<{ contrMat: Matrix; t: number[]; p: number[] }>('glht.williams.contrasts');
    const matrix = dose.williamsContrasts(sizes);
    williams.contrMat.values.flat().forEach((value, at) => {
      expectClose(matrix[at], value, 1e-12);
    });
    const got = dose.multipleContrastTest(litter.values, litter.groups, matrix, 'less');
    expect(got.exact).toBe(true);
    got.contrasts.forEach((one, i) => {
      expectClose(one.statistic, williams.t[i], 1e-10);
      expectClose(one.pvalue, williams.p[i], 1e-4);
    });
    const tukey = result<{ t: number[]; p: number[]; cor: Matrix }>('glht.tukey.unbalanced');
    const pairs = dose.multipleContrastTest(recovery.values, recovery.groups, dose.pairwiseContrasts(4), 'two-sided');
    pairs.contrasts.forEach((one, i) => {
      expectClose(one.statistic, tukey.t[i], 1e-10);
      // Monte Carlo error of the reference about 1e-5
      expect(Math.abs(one.pvalue - tukey.p[i])).toBeLessThan(1e-4);
      tukey.cor.values[i].forEach((value, j) => {
        expect(Math.abs(pairs.correlation[i * 6 + j] - value)).toBeLessThan(1e-12);
      });
    });
  });
});
