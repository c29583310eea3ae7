import { describe, expect, it } from 'vitest';
import * as tests from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';

const cases = statsFixtureCases('tests.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

interface HTest {
  statistic: Record<string, number>;
  parameter: Record<string, number>;
  'p.value': number;
  estimate: Record<string, number>;
  'conf.int': (number | string)[];
}

const first = (named: Record<string, number>) => Object.values(named)[0];
const limit = (value: number | string) => (value === 'Inf' ? Infinity : Number(value));
type Table = [number, number, number, number];

function check(id: string, got: { statistic: number; df: number; pvalue: number }): HTest {
  const expected = result<HTest>(id);
  expectClose(got.statistic, first(expected.statistic), 1e-10, `${id} statistic`);
  if (expected.parameter !== undefined) expect(got.df).toBe(first(expected.parameter));
  expectClose(got.pvalue, expected['p.value'], 1e-10, `${id} p`);
  return expected;
}

function checkInterval(id: string, got: { low: number; high: number }, tolerance: number, floor = 0): void {
  const expected = result<HTest>(id)['conf.int'];
  expectClose(got.low, limit(expected[0]), tolerance, `${id} low`, floor);
  expectClose(got.high, limit(expected[1]), tolerance, `${id} high`, floor);
}

/** P(A >= a) of the noncentral hypergeometric distribution by whole-number arithmetic, for an odds ratio held to 60 bits. */
function exactUpperTail([a, b, c, d]: Table, oddsRatio: number): number {
  const choose = (n: number, k: number): bigint => {
    let out = 1n;
    for (let i = 1; i <= k; i++) out = (out * BigInt(n - k + i)) / BigInt(i);
    return out;
  };
  const scale = 1n << 300n;
  const ratio = BigInt(Math.round(oddsRatio * 2 ** 60)) << 240n;
  let weight = scale;
  let upper = 0n;
  let all = 0n;
  for (let x = 0; x <= Math.min(a + b, a + c); x++) {
    if (x >= a + c - (c + d)) {
      const term = choose(a + b, x) * choose(c + d, a + c - x) * weight;
      all += term;
      if (x >= a) upper += term;
    }
    weight = (weight * ratio) / scale;
  }
  return Number((upper << 60n) / all) / 2 ** 60;
}

describe('Fisher’s exact test (tests.json)', () => {
  // R's odds ratios come from a root search with an absolute tolerance of 1.2e-4 and are held to that (0.1 percent off in fisher.2x2); that ours
  // solve the equations is shown below by whole-number arithmetic. R writes tables column by column.
  const rootSearch = 3e-4;
  for (const [id, table, alternative] of [
    ['fisher.2x2', [3, 11, 9, 2], 'two-sided'],
    ['fisher.2x2.zero', [0, 6, 8, 2], 'two-sided'],
    ['fisher.2x2.greater', [30, 12, 170, 188], 'greater'],
  ] as const) {
    it(id, () => {
      const got = tests.fisherExactTest(table as unknown as Table, { alternative });
      const expected = result<HTest>(id);
      expectClose(got.pvalue, expected['p.value'], 1e-10, id);
      expectClose(got.oddsRatio, first(expected.estimate), rootSearch, id, 1);
      checkInterval(id, got, rootSearch, 1);
    });
  }

  it('limits put exactly half of alpha beyond the table seen', () => {
    const table: Table = [3, 11, 9, 2];
    const got = tests.fisherExactTest(table);
    expectClose(exactUpperTail(table, got.low), 0.025, 1e-9);
    expectClose(1 - exactUpperTail([4, 10, 8, 3], got.high), 0.025, 1e-9);
  });

  it('larger tables', () => {
    const table = [3, 1, 2, 1, 5, 6, 4, 9, 5];
    expectClose(tests.fisherExactTable(table, 3).pvalue, result<HTest>('fisher.rxc')['p.value'], 1e-10);
    expectClose(tests.fisherExactTable([3, 11, 9, 2], 2).pvalue, result<HTest>('fisher.2x2')['p.value'], 1e-10);
    const sampled = tests.fisherExactTable(table, 3, { limit: 1, draws: 20_000 });
    expect(sampled.exact).toBe(false);
    expect(Math.abs(sampled.pvalue - result<HTest>('fisher.rxc')['p.value'])).toBeLessThan(4 * sampled.mcse);
    // the likeliest table of all: every table counts, those reached on equal paths too
    expectClose(tests.fisherExactTable([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 4).pvalue, 1, 1e-12);
    const large = tests.fisherExactTable([8, 5, 3, 7, 9, 2, 4, 6, 8, 3, 9, 7], 4);
    expect(large.exact).toBe(true);
    const drawn = tests.fisherExactTable([8, 5, 3, 7, 9, 2, 4, 6, 8, 3, 9, 7], 4, { limit: 1, draws: 20_000 });
    expect(Math.abs(large.pvalue - drawn.pvalue)).toBeLessThan(4 * drawn.mcse);
  });
});

describe('chi-squared tests (tests.json)', () => {
  const table = [30, 12, 170, 188];

  it('with and without Yates’ correction', () => {
    check('chisq.2x2', tests.chiSquaredTest(table, 2));
    const got = tests.chiSquaredTest(table, 2, false);
    check('chisq.2x2.nocorrect', got);
    const expected = result<{ expected: { values: number[][] }; stdres: { values: number[][] } }>('chisq.2x2.nocorrect');
    for (const [i, value] of expected.expected.values.flat().entries()) expectClose(got.expected[i], value, 1e-12);
    for (const [i, value] of expected.stdres.values.flat().entries()) expectClose(got.standardizedResiduals[i], value, 1e-10);
    check('chisq.rxc', tests.chiSquaredTest([3, 1, 2, 1, 5, 6, 4, 9, 5], 3));
  });

  it('pairs and strata', () => {
    check('mcnemar', tests.mcNemarTest([20, 14, 5, 31]));
    const strata: Table[] = [
      [3, 11, 9, 2],
      [8, 4, 5, 7],
      [12, 5, 6, 9],
    ];
    const got = tests.mantelHaenszelTest(strata);
    expectClose(got.oddsRatio, first(check('cmh', got).estimate), 1e-10);
    checkInterval('cmh', got, 1e-10);
    const exact = tests.mantelHaenszelExactTest(strata);
    const expected = result<HTest>('cmh.exact');
    expect(exact.statistic).toBe(first(expected.statistic));
    expectClose(exact.pvalue, expected['p.value'], 1e-10);
    expectClose(exact.oddsRatio, first(expected.estimate), 3e-4);
    checkInterval('cmh.exact', exact, 3e-4, 1);
  });

  it('proportions', () => {
    const binomial = tests.binomialTest(17, 24);
    expectClose(binomial.pvalue, result<HTest>('binom.test')['p.value'], 1e-10);
    expectClose(binomial.estimate, first(result<HTest>('binom.test').estimate), 1e-14);
    checkInterval('binom.test', binomial, 1e-10);
    check('prop.wilson', tests.wilsonTest(17, 24));
    checkInterval('prop.wilson', tests.wilsonTest(17, 24), 1e-10);
    check('prop.trend', tests.proportionTrendTest([3, 7, 11, 15], [20, 20, 20, 20], [0, 1, 2, 3]));
    check('prop.two.yates', tests.twoProportionsTest([15, 50], [25, 50]));
    checkInterval('prop.two.yates', tests.twoProportionsTest([15, 50], [25, 50]), 1e-10);
  });

  it('names what cannot be tested', () => {
    expect(() => tests.fisherExactTest([1, 2, 3, 0.5])).toThrow(/whole numbers/);
    expect(() => tests.chiSquaredTest([0, 0, 3, 4], 2)).toThrow(/empty/);
    expect(() => tests.mcNemarTest([5, 0, 0, 5])).toThrow(/discordant/);
    expect(() => tests.binomialTest(5, 4)).toThrow(/successes/);
    expect(() => tests.fisherExactTable([1, 2, 3, 4, 5], 2)).toThrow(/rows/);
  });
});
