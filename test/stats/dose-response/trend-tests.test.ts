import { describe, expect, it } from 'vitest';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { litter, result, teeth } from './reference.ts';

describe.skipIf(!haveShared)('trends (doseresponse.json)', () => {
  interface Jt {
    JT: number;
    E: number;
    varNoTies: number;
    varTies: number;
    z: number;
    pIncreasing: number;
    pDecreasing: number;
    pTwo: number;
  }

  it('Jonckheere with ties, normal', () => {
    for (const [id, { values, groups }] of [
      ['jonckheere.litter', litter],
      ['jonckheere.toothgrowth', teeth],
    ] as const) {
      const expected = result<Jt>(id);
      const got = dose.jonckheereTest(values, groups, 'normal');
      expect([got.statistic, got.expected]).toEqual([expected.JT, expected.E]);
      expectClose(got.variance, expected.varTies, 1e-10, id);
      expectClose(got.z, expected.z, 1e-10, id);
      expectClose(got.pvalueIncreasing, expected.pIncreasing, 1e-10, id);
      expectClose(got.pvalueDecreasing, expected.pDecreasing, 1e-10, id);
      expectClose(got.pvalue, expected.pTwo, 1e-10, id);
    }
  });

  it('Jonckheere exact', () => {
    const expected = result<Jt>('jonckheere.exact.noties');
    const values = [40, 35, 38, 43, 44, 41, 38.5, 40.5, 47, 44.5, 40.2, 42, 48, 40.7, 45, 43.2, 46, 44.2];
    const got = dose.jonckheereTest(
      values,
      values.map((_, i) => Math.floor(i / 6)),
    );
    expect([got.exact, got.statistic]).toEqual([true, expected.JT]);
    expectClose(got.pvalueIncreasing, expected.pIncreasing, 1e-10);
    expectClose(got.pvalueDecreasing, expected.pDecreasing, 1e-10);
  });

  it('Williams', () => {
    for (const [id, { values, groups }, direction] of [
      ['williams.litter.decreasing', litter, 'decrease'],
      ['williams.toothgrowth', teeth, 'increase'],
    ] as const) {
      const expected = result<{ means: number[]; amalgamated: number[]; df: number; t: number[] }>(id);
      const got = dose.williamsTest(values, groups, direction);
      expect(got.residualDf).toBe(expected.df);
      got.doses.forEach((one, i) => {
        expectClose(one.mean, expected.means[i + 1], 1e-10, id);
        expectClose(one.amalgamated, expected.amalgamated[i], 1e-10, id);
        expectClose(one.statistic, expected.t[i], 1e-10, id);
        expect(one.adjusted).toBeGreaterThanOrEqual(one.pvalue);
      });
    }
  });

  it('critical values of Williams', () => {
    const expected = result<{ k: number; df: number; q: number[] }[]>('williams.critical');
    for (const { k, df, q } of expected) {
      const distribution = dose.williamsDistribution(10, new Array(k).fill(10));
      // the table is Monte Carlo with 1e6 draws; three standard errors of each tail
      [0.05, 0.025, 0.01].forEach((p, i) => {
        expect(Math.abs(distribution.upper(q[i], df) - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / 1e6));
      });
    }
  });
});
