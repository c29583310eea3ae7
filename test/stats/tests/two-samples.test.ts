import { describe, expect, it } from 'vitest';
import * as tests from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { column, rowsOf } from './data.ts';

const cases = statsFixtureCases('tests.json');

interface HTest {
  statistic: Record<string, number>;
  parameter?: Record<string, number>;
  'p.value': number;
  estimate?: Record<string, number>;
  'conf.int'?: (number | string)[];
  stderr?: number;
}

const reference = (id: string) => cases.get(id)?.result as HTest;
const limit = (value: number | string | undefined) => (value === 'Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value));
const first = (named: Record<string, number> | undefined) => Object.values(named ?? {})[0];

function checkT(id: string, got: tests.TTest, tolerance = 1e-10): void {
  const expected = reference(id);
  expectClose(got.statistic, first(expected.statistic), tolerance, `${id} t`);
  expectClose(got.df, first(expected.parameter), tolerance, `${id} df`);
  expectClose(got.pvalue, expected['p.value'], tolerance, `${id} p`);
  expectClose(got.low, limit(expected['conf.int']?.[0]), tolerance, `${id} low`);
  expectClose(got.high, limit(expected['conf.int']?.[1]), tolerance, `${id} high`);
}

describe.skipIf(!haveShared)('t-tests (tests.json)', () => {
  const sleep = haveShared ? rowsOf('sleep.csv') : [];
  const s1 = column(sleep, 'extra', (row) => row.get('group') === '1');
  const s2 = column(sleep, 'extra', (row) => row.get('group') === '2');

  it('two samples, pairs, one sample', () => {
    checkT('t.two.pooled', tests.studentTTest(s1, s2));
    checkT('t.two.welch', tests.welchTTest(s1, s2));
    checkT('t.two.welch.less', tests.welchTTest(s1, s2, { alternative: 'less', level: 0.9 }));
    checkT('t.paired', tests.pairedTTest(s1, s2));
    checkT('t.one', tests.oneSampleTTest(s2, { mu: 1, alternative: 'greater' }));
    const add = (values: number[]) => values.map((one) => one + 1e8);
    checkT('t.offset1e8', tests.welchTTest(add(s1), add(s2)), 1e-7);
  });

  it('tooth growth and rat pups', () => {
    const teeth = rowsOf('ToothGrowth.csv');
    const supp = (which: string) => column(teeth, 'len', (row) => row.get('supp') === which);
    checkT('t.toothgrowth', tests.welchTTest(supp('OJ'), supp('VC')));
    const pups = rowsOf('RatPupWeight.csv');
    const of = (treatment: string) => pups.filter((row) => row.get('Treatment') === treatment);
    const litterMeans = (treatment: string) => {
      const groups = new Map<string, number[]>();
      for (const row of of(treatment)) {
        const litter = row.get('Litter') ?? '';
        groups.set(litter, [...(groups.get(litter) ?? []), Number(row.get('weight'))]);
      }
      return [...groups.values()].map((one) => one.reduce((a, b) => a + b, 0) / one.length);
    };
    checkT('t.littermeans.control.vs.low', tests.studentTTest(litterMeans('Control'), litterMeans('Low')));
    checkT(
      't.pups.control.vs.low.PSEUDOREPLICATED',
      tests.studentTTest(column(of('Control'), 'weight'), column(of('Low'), 'weight')),
    );
  });
});

function checkRank(
  id: string,
  got: tests.RankTest,
  statistic: number | undefined,
  interval: number | null,
  estimate = true,
): void {
  const expected = reference(id);
  if (statistic !== undefined) expect(got.statistic).toBe(statistic);
  expectClose(got.pvalue, expected['p.value'], 1e-10, `${id} p`);
  if (interval === null) return;
  if (estimate) expectClose(got.estimate, first(expected.estimate), interval, `${id} estimate`, 1);
  expectClose(got.low, limit(expected['conf.int']?.[0]), interval, `${id} low`, 1);
  expectClose(got.high, limit(expected['conf.int']?.[1]), interval, `${id} high`, 1);
}

describe.skipIf(!haveShared)('rank tests (tests.json)', () => {
  const plants = haveShared ? rowsOf('PlantGrowth.csv') : [];
  const x = column(plants, 'weight', (row) => row.get('group') === 'trt1').map((one, i) => one + i * 1e-6);
  const y = column(plants, 'weight', (row) => row.get('group') === 'trt2');
  const rotarod = haveShared ? rowsOf('rotarod.csv') : [];
  const control = column(rotarod, 'time', (row) => row.get('group') === 'control');
  const treated = column(rotarod, 'time', (row) => row.get('group') === 'treatment');

  it('Mann-Whitney without ties', () => {
    checkRank('mw.exact.noties', tests.mannWhitneyTest(x, y), 16, 1e-10);
    // the statistic equals its expectation on a whole stretch of shifts: R's root search ends anywhere in it, we give its middle
    checkRank('mw.asym.corrected', tests.mannWhitneyTest(x, y, { reference: 'normal' }), 16, 1e-3, false);
    checkRank('mw.asym.uncorrected', tests.mannWhitneyTest(x, y, { reference: 'normal', correction: false }), 16, null);
  });

  it('Mann-Whitney with many ties, exact and approximate', () => {
    checkRank('mw.asym.ties', tests.mannWhitneyTest(control, treated, { reference: 'normal' }), 102, 1e-3);
    const exact = tests.mannWhitneyTest(control, treated);
    checkRank('mw.exact.ties', exact, 102, 1e-10);
    checkRank('mw.exact.ties.less', tests.mannWhitneyTest(control, treated, { alternative: 'less' }), 102, null);
    checkRank('mw.coin.exact.ties', exact, undefined, null);
    checkRank(
      'mw.coin.asym.ties',
      tests.mannWhitneyTest(control, treated, { reference: 'normal', correction: false }),
      undefined,
      null,
    );
    const seizures = rowsOf('epil.csv').filter((row) => row.get('period') === '4');
    const placebo = column(seizures, 'y', (row) => row.get('trt') === 'placebo');
    const progabide = column(seizures, 'y', (row) => row.get('trt') === 'progabide');
    checkRank('mw.coin.exact.ties.epil', tests.mannWhitneyTest(placebo, progabide, { reference: 'exact' }), undefined, null);
    checkRank('mw.asym.epil', tests.mannWhitneyTest(placebo, progabide, { reference: 'normal' }), undefined, null);
    const bm = tests.brunnerMunzelTest(placebo, progabide);
    const expected = cases.get('brunner.munzel.epil')?.result as unknown as {
      statistic: number;
      df: number;
      'p.value': number;
      pHat: number;
    };
    expectClose(bm.statistic, expected.statistic, 1e-10);
    expectClose(bm.df, expected.df, 1e-10);
    expectClose(bm.pvalue, expected['p.value'], 1e-10);
    expectClose(bm.superiority, expected.pHat, 1e-10);
  });

  it('Brunner-Munzel where one group does not vary', () => {
    const bm = tests.brunnerMunzelTest(control, treated);
    const expected = cases.get('brunner.munzel.rotarod')?.result as unknown as {
      statistic: number;
      df: number;
      'conf.int': number[];
    };
    expectClose(bm.statistic, expected.statistic, 1e-10);
    expectClose(bm.df, expected.df, 1e-10);
    expectClose(bm.low, expected['conf.int'][0], 1e-10);
    expectClose(bm.high, expected['conf.int'][1], 1e-10);
  });

  it('permutation tests, exact', () => {
    const rot = tests.permutationTest(control, treated);
    expect(rot.exact).toBe(false);
    const whole = tests.permutationTest(control, treated, { enumerate: 3e6 });
    expectClose(whole.pvalue, reference('perm.t.exact.rotarod')['p.value'], 1e-12);
    expect(Math.abs(rot.pvalue - whole.pvalue)).toBeLessThan(4 * rot.mcse);
    const less = tests.permutationTest(control, treated, { enumerate: 3e6, alternative: 'less' });
    expect(less.pvalue).toBe(reference('perm.t.exact.rotarod.less')['p.value']);
    const sleep = rowsOf('sleep.csv');
    const s1 = column(sleep, 'extra', (row) => row.get('group') === '1');
    const s2 = column(sleep, 'extra', (row) => row.get('group') === '2');
    const two = cases.get('perm.t.exact.sleep')?.result as { permutations: number; asExtreme: number };
    const got = tests.permutationTest(s1, s2);
    expect([got.arrangements, got.asExtreme]).toEqual([two.permutations, two.asExtreme]);
    const paired = cases.get('perm.paired.exact.sleep')?.result as { permutations: number; asExtreme: number };
    const flipped = tests.signFlipTest(s1.map((one, i) => one - s2[i]));
    expect([flipped.arrangements, flipped.asExtreme]).toEqual([paired.permutations, paired.asExtreme]);
  });

  it('signed ranks', () => {
    const sleep = rowsOf('sleep.csv');
    const s1 = column(sleep, 'extra', (row) => row.get('group') === '1');
    const s2 = column(sleep, 'extra', (row) => row.get('group') === '2');
    const d = s1.map((one, i) => one - s2[i]);
    checkRank('sr.asym', tests.signedRankTest(d, { reference: 'normal' }), 0, 1e-3, false);
    // wilcox.exact gives -3 as the lower limit: at the shift -2.95 two values tie in decimals but not in doubles, so it ranks them apart
    const exact = tests.signedRankTest(d);
    checkRank('sr.exact.ties', { ...exact, low: -3 }, 0, 1e-10);
    expectClose(exact.low, -2.95, 1e-12);
    for (const [id, test] of [
      ['sr.coin.pratt.exact', tests.prattSignedRankTest],
      ['sr.coin.wilcoxon.exact', tests.wilcoxonSignedRankTest],
    ] as const) {
      const expected = cases.get(id)?.result as unknown as { statistic: number; 'p.value': number };
      expectClose(test(d).statistic, expected.statistic, 1e-10, id);
      expectClose(test(d).pvalue, expected['p.value'], 1e-10, id);
    }
    const anorexia = rowsOf('anorexia.csv').filter((row) => row.get('Treat') === 'FT');
    const gain = anorexia.map((row, i) => Number(row.get('Postwt')) - Number(row.get('Prewt')) + (i + 1) * 1e-7);
    checkRank('sr.exact.noties', tests.signedRankTest(gain, { mu: 1 }), 136, 1e-9);
  });
});

describe('exact null distributions', () => {
  it('rank sums as R’s pwilcox, up to 40 and 50 values', () => {
    const table = cases.get('pwilcox.table')?.result as Record<'m' | 'n' | 'q' | 'p' | 'upper', number[]>;
    table.m.forEach((m, i) => {
      const n = table.n[i];
      const distribution = tests.subsetSums(
        Array.from({ length: m + n }, (_, r) => r),
        m,
      );
      const base = (m * (m - 1)) / 2;
      const center = (m * (m + n - 1)) / 2;
      expectClose(tests.sumTails(distribution, table.q[i] + base, center).lower, table.p[i], 1e-12, `${m} ${n} ${table.q[i]}`);
      expectClose(
        tests.sumTails(distribution, table.q[i] + base + 1, center).upper,
        table.upper[i],
        1e-12,
        `upper ${m} ${n} ${table.q[i]}`,
      );
    });
  });

  it('signed ranks as R’s psignrank, up to 300 values', () => {
    const table = cases.get('psignrank.table')?.result as Record<'n' | 'q' | 'p' | 'upper', number[]>;
    table.n.forEach((n, i) => {
      const distribution = tests.signedSums(Array.from({ length: n }, (_, r) => r + 1));
      expectClose(tests.sumTails(distribution, table.q[i], 0).lower, table.p[i], 1e-12, `${n} ${table.q[i]}`);
      expectClose(tests.sumTails(distribution, table.q[i] + 1, 0).upper, table.upper[i], 1e-12, `upper ${n} ${table.q[i]}`);
    });
  });

  it('refuses what has no answer', () => {
    expect(() => tests.welchTTest([1, 1], [2, 2])).toThrow(/do not vary/);
    expect(() => tests.signedRankTest([0, 0])).toThrow(/zero/);
    expect(() => tests.mannWhitneyTest([1, NaN], [2])).toThrow(/missing/);
    expect(() => tests.brunnerMunzelTest([1, 2], [3, 4])).toThrow(/overlap/);
  });
});
