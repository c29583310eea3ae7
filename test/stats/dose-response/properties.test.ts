import { describe, expect, it } from 'vitest';
import { studentT } from '../../../src/stats/distributions/index.ts';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { largestT } from '../../../src/stats/marginal-means/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectClose } from '../../support/close.ts';

describe('trend tests', () => {
  it('exact Jonckheere with ties is the share of arrangements', () => {
    const values = [1, 2, 2, 3, 3, 4, 2];
    const groups = [0, 0, 1, 1, 2, 2, 2];
    const got = dose.jonckheereTest(values, groups);
    let [all, up, down] = [0, 0, 0];
    const visit = (labels: number[], room: number[]): void => {
      if (labels.length === values.length) {
        all++;
        const { statistic } = dose.jonckheereTest(values, labels, 'normal');
        if (statistic >= got.statistic) up++;
        if (statistic <= got.statistic) down++;
        return;
      }
      for (let g = 0; g < 3; g++)
        if (room[g] > 0)
          visit(
            [...labels, g],
            room.map((one, h) => one - (h === g ? 1 : 0)),
          );
    };
    visit([], [2, 2, 3]);
    expect(got.exact).toBe(true);
    expectClose(got.pvalueIncreasing, up / all, 1e-12);
    expectClose(got.pvalueDecreasing, down / all, 1e-12);
  });

  it('one dose makes Williams’ and the largest t statistic Student’s', () => {
    expectClose(dose.williamsDistribution(7, [5]).upper(2.1, 10), studentT.upper(2.1, 10), 1e-9);
    expectClose(largestT(Float64Array.of(1), 1).upper(2.1, 10), studentT.upper(2.1, 10), 1e-9);
  });

  it('largest t of nested quadrature, of lattices and of Dunnett agree', () => {
    const equal = Float64Array.from({ length: 9 }, (_, at) => (at % 4 === 0 ? 1 : 0.5));
    const uneven = Float64Array.of(1, 0.6, -0.2, 0.6, 1, 0.3, -0.2, 0.3, 1);
    const twice = Float64Array.from({ length: 36 }, (_, at) => uneven[(Math.floor(at / 6) % 3) * 3 + ((at % 6) % 3)]);
    const exact = largestT(uneven, 3);
    const sampled = largestT(twice, 6);
    expect([exact.exact, sampled.exact, largestT(equal, 3).exact]).toEqual([true, false, true]);
    expectClose(sampled.upper(2.2, 20), exact.upper(2.2, 20), 2e-3);
    expectClose(exact.upper(exact.quantileUpper(0.05, 20), 20), 0.05, 1e-10);
    expect(() => exact.quantileUpper(0.7, 20)).toThrow(/one half/);
  });

  it('Williams’ test keeps its level and finds the lowest dose that differs', () => {
    const groups = Array.from({ length: 40 }, (_, i) => Math.floor(i / 10));
    let rejected = 0;
    const runs = 300;
    const distribution = dose.williamsDistribution(10, [10, 10, 10]);
    for (let run = 0; run < runs; run++) {
      const stream = randomStream(5, 'williams-level', run);
      const values = groups.map(() => stream.normal());
      const means = [0, 1, 2, 3].map((g) => values.filter((_, i) => groups[i] === g).reduce((a, b) => a + b, 0) / 10);
      const squares = values.reduce((sum, one, i) => sum + (one - means[groups[i]]) ** 2, 0);
      const top = Math.max(means[3], (means[2] + means[3]) / 2, (means[1] + means[2] + means[3]) / 3);
      if (distribution.upper((top - means[0]) / Math.sqrt((squares / 36) * 0.2), 36) < 0.05) rejected++;
    }
    expect(Math.abs(rejected / runs - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / runs));
    const stream = randomStream(6, 'williams-power');
    const clear = dose.williamsTest(
      groups.map((g) => stream.normal() + (g >= 2 ? 3 : 0)),
      groups,
      'increase',
    );
    expect(clear.doses.map((one) => one.adjusted < 0.05)).toEqual([false, true, true]);
  });
});

describe('curves', () => {
  const doses = Array.from({ length: 30 }, (_, i) => [0, 1, 3, 10, 30, 100][i % 6]);

  it('a Hill curve without noise is found exactly', () => {
    const values = doses.map((d) => 2 + (5 * d ** 1.7) / (12 ** 1.7 + d ** 1.7) + (d === 0 ? 1e-9 : 0));
    const fit = dose.fitDoseResponse('hill', doses, values);
    expectClose(fit.ec50, 12, 1e-6);
    expectClose(fit.hillSlope, 1.7, 1e-6);
  });

  it('says when there is no curve to fit', () => {
    const stream = randomStream(8, 'flat');
    const line = doses.map((d) => d + stream.normal());
    expect(() => dose.fitDoseResponse('logistic4', doses, line)).toThrow(/logarithm/);
    expect(() => dose.fitDoseResponse('hill', [0, 1, 0, 1, 0], [1, 2, 1, 2, 1])).toThrow(/different doses/);
    expect(() => dose.fitDoseResponse('emax', [0, 1, 2, NaN], [1, 2, 3, 4])).toThrow(/missing|finite/);
  });

  it('profile intervals cover', () => {
    let covered = 0;
    const runs = 120;
    for (let run = 0; run < runs; run++) {
      const stream = randomStream(9, 'emax-cover', run);
      const values = doses.map((d) => 1 + (4 * d) / (8 + d) + 0.4 * stream.normal());
      const fit = dose.fitDoseResponse('emax', doses, values);
      const { low, high } = dose.profileInterval(dose.emaxCurve, doses, values, fit, 2);
      if (low <= 8 && high >= 8) covered++;
    }
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs));
  });
});

describe('benchmark dose', () => {
  const doses = Array.from({ length: 40 }, (_, i) => [0, 1, 3, 10][i % 4]);
  const stream = randomStream(11, 'benchmark');
  const noise = doses.map(() => stream.normal());

  it('of three models, with limits around it', () => {
    for (const model of ['linear', 'exponential', 'emax'] as const) {
      const values = doses.map((d, i) => 20 + 0.5 * d + noise[i]);
      const got = dose.benchmarkDose(doses, values, { model, direction: 'increase' });
      expect(got.lower < got.bmd && got.bmd < got.upper).toBe(true);
      expect(Math.abs(got.bmd - 2)).toBeLessThan(1.5);
    }
    const exact = dose.benchmarkDose(
      doses,
      doses.map((d, i) => 20 + 0.5 * d + 0.5 * noise[i]),
      { model: 'linear', direction: 'increase', response: 2 },
    );
    expect(exact.bmd / exact.sd).toBeGreaterThan(3.5);
    expect(exact.bmd / exact.sd).toBeLessThan(4.5);
  });

  it('a response that moves the other way has no benchmark dose, only a lower limit', () => {
    const got = dose.benchmarkDose(
      doses,
      doses.map((d, i) => 20 + 0.5 * d + noise[i]),
      { model: 'linear', direction: 'decrease' },
    );
    expect([got.bmd, got.upper]).toEqual([Infinity, Infinity]);
    expect(got.lower).toBeGreaterThan(2);
  });

  it('names what is missing', () => {
    expect(() => dose.benchmarkDose([1, 2, 3], [1, 2, 3], { direction: 'increase' })).toThrow(/control at dose 0/);
    expect(() => dose.benchmarkDose([0, 2, 3], [-1, 2, 3], { direction: 'increase' })).toThrow(/positive/);
  });
});

it('comparisons name what they cannot compare', () => {
  expect(() => dose.dunnettTest([1, 1, 2, 2], [0, 0, 1, 1])).toThrow(/do not vary/);
  expect(() => dose.steelTest([1, 1, 1], [0, 1, 1])).toThrow(/equal/);
  expect(() => dose.jonckheereTest([2, 2], [0, 1])).toThrow(/equal/);
  expect(() => dose.mcpModTest([1, 2], [0, 1], [])).toThrow(/shape/);
  expect(() => dose.effectiveDose([1, 0], new Float64Array(4), { intercept: 0, slope: 1 })).toThrow(/slope/);
});
