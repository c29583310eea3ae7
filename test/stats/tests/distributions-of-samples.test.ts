import { describe, expect, it } from 'vitest';
import * as descriptive from '../../../src/stats/descriptive/index.ts';
import { normal } from '../../../src/stats/distributions/index.ts';
import * as tests from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { column, grouped, rowsOf } from './data.ts';

const cases = statsFixtureCases('tests.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

interface HTest {
  statistic: Record<string, number>;
  parameter: Record<string, number>;
  'p.value': number;
  estimate: Record<string, number>;
  'conf.int': number[];
}

function check(id: string, got: { statistic: number; pvalue: number }, tolerance = 1e-10): void {
  const expected = result<HTest>(id);
  expectClose(got.statistic, Object.values(expected.statistic)[0], tolerance, `${id} statistic`);
  expectClose(got.pvalue, expected['p.value'], tolerance, `${id} p`);
}

const rotarod = haveShared ? rowsOf('rotarod.csv') : [];
const timesOf = (group: string) => column(rotarod, 'time', (row) => row.get('group') === group);

describe('Shapiro-Wilk (tests.json)', () => {
  it('three values, exactly', () => check('shapiro.n3', tests.shapiroWilkTest([1, 2.5, 2.6])));

  it('five thousand values', () => {
    const cubes = Array.from({ length: 5000 }, (_, i) => normal.quantile((i + 0.5) / 5000) ** 3);
    check('shapiro.n5000', tests.shapiroWilkTest(cubes));
  });

  it.skipIf(!haveShared)('sleep, rotarod, pups', () => {
    check('shapiro.sleep', tests.shapiroWilkTest(column(rowsOf('sleep.csv'), 'extra', (row) => row.get('group') === '1')));
    check('shapiro.rotarod', tests.shapiroWilkTest(timesOf('treatment')));
    check('shapiro.pups', tests.shapiroWilkTest(column(rowsOf('RatPupWeight.csv'), 'weight')));
  });

  it('names what cannot be tested', () => {
    expect(() => tests.shapiroWilkTest([1, 2])).toThrow(/3 to 5000/);
    expect(() => tests.shapiroWilkTest([2, 2, 2, 2])).toThrow(/equal/);
  });
});

describe.skipIf(!haveShared)('equal variances (tests.json)', () => {
  it('Levene, Brown-Forsythe, Bartlett, Fligner', () => {
    const { values, groups } = grouped(rowsOf('InsectSprays.csv'), 'count', 'spray');
    for (const [id, center] of [
      ['levene.mean', 'mean'],
      ['brown.forsythe.median', 'median'],
    ] as const) {
      const expected = result<{ F: number; df1: number; df2: number; 'p.value': number }>(id);
      const got = tests.leveneTest(values, groups, center);
      expectClose(got.statistic, expected.F, 1e-10, id);
      expect([got.numDf, got.denDf]).toEqual([expected.df1, expected.df2]);
      expectClose(got.pvalue, expected['p.value'], 1e-10, id);
    }
    check('bartlett', tests.bartlettTest(values, groups));
    check('fligner', tests.flignerKilleenTest(values, groups));
  });

  it('ratio of two variances', () => {
    const teeth = rowsOf('ToothGrowth.csv');
    const of = (supp: string) => column(teeth, 'len', (row) => row.get('supp') === supp);
    const got = tests.varianceRatioTest(of('OJ'), of('VC'));
    check('var.test', got);
    const expected = result<HTest>('var.test');
    expect([got.numDf, got.denDf]).toEqual(Object.values(expected.parameter));
    expectClose(got.low, expected['conf.int'][0], 1e-10);
    expectClose(got.high, expected['conf.int'][1], 1e-10);
  });
});

describe.skipIf(!haveShared)('Kolmogorov-Smirnov (tests.json)', () => {
  it('exact, with and without ties', () => {
    check('ks.two.exact.ties', tests.kolmogorovSmirnovTest(timesOf('control'), timesOf('treatment')));
    const plants = rowsOf('PlantGrowth.csv');
    // the call of kw.exact.tiny, evaluated in between, has put its own nine values into x
    const { x } = result<{ x: number[] }>('kw.exact.tiny');
    const y = column(plants, 'weight', (row) => row.get('group') === 'trt2');
    check('ks.two.exact', tests.kolmogorovSmirnovTest(x, y));
  });
});

describe('Kolmogorov-Smirnov by enumeration', () => {
  it('equals the share of arrangements with a gap at least as large', () => {
    const pooled = [1, 2, 2, 3, 5, 5, 6, 8];
    const gapOf = (inX: readonly boolean[]): number =>
      Math.max(
        ...pooled.map((at) => {
          const share = (which: boolean) => pooled.filter((one, i) => inX[i] === which && one <= at).length / (which ? 3 : 5);
          return Math.abs(share(true) - share(false));
        }),
      );
    const observed = tests.kolmogorovSmirnovTest([1, 2, 5], [2, 3, 5, 6, 8]);
    let [all, extreme] = [0, 0];
    for (let code = 0; code < 256; code++) {
      const inX = pooled.map((_, i) => ((code >> i) & 1) === 1);
      if (inX.filter(Boolean).length !== 3) continue;
      all++;
      if (gapOf(inX) >= observed.statistic - 1e-12) extreme++;
    }
    expectClose(observed.pvalue, extreme / all, 1e-13);
    expect(tests.kolmogorovSmirnovTest([1, 2], [1, 2]).pvalue).toBe(1);
  });

  it('the limiting distribution takes over for large samples', () => {
    const x = Array.from({ length: 2500 }, (_, i) => i);
    const y = x.map((one) => one * 1.03 + 20);
    const got = tests.kolmogorovSmirnovTest(x, y);
    expect(got.exact).toBe(false);
    const near = tests.kolmogorovSmirnovTest(x.slice(0, 1999), y.slice(0, 1999));
    expect(near.exact).toBe(true);
    expect(Math.abs(got.pvalue - near.pvalue)).toBeLessThan(0.1);
  });
});

describe.skipIf(!haveShared)('summaries (tests.json)', () => {
  it('skewness and kurtosis', () => {
    const expected = result<Record<'g1' | 'g2' | 'G1' | 'G2', number>>('skew.kurt');
    const got = descriptive.sampleShape(column(rowsOf('RatPupWeight.csv'), 'weight'));
    expectClose(got.skewness, expected.g1, 1e-10);
    expectClose(got.kurtosis, expected.g2, 1e-10);
    expectClose(got.adjustedSkewness, expected.G1, 1e-10);
    expectClose(got.adjustedKurtosis, expected.G2, 1e-10);
  });

  it('nine types of quantiles', () => {
    const expected = result<{ values: number[][] }>('quantile.types').values;
    const ascending = descriptive.sorted(timesOf('treatment'));
    [0.1, 0.25, 0.5, 0.75, 0.9].forEach((p, i) => {
      for (let type = 1; type <= 9; type++)
        expectClose(
          descriptive.quantileOfType(ascending, p, type as descriptive.QuantileType),
          expected[i][type - 1],
          1e-10,
          `type ${type} at ${p}`,
        );
    });
  });

  it('robust summaries', () => {
    const expected = result<Record<'mad' | 'trim20' | 'median' | 'sem' | 'iqr7' | 'geometric', number>>('mad.trim.wins');
    const z = timesOf('treatment');
    expect(descriptive.medianAbsoluteDeviation(z)).toBe(expected.mad);
    expectClose(descriptive.trimmedMean(z, 0.2), expected.trim20, 1e-10);
    expect(descriptive.median(z)).toBe(expected.median);
    expectClose(descriptive.sampleSd(z) / Math.sqrt(z.length), expected.sem, 1e-10);
    expect(descriptive.interquartileRange(z)).toBe(expected.iqr7);
    expectClose(descriptive.geometricMean(z), expected.geometric, 1e-10);
  });
});

describe('outliers (tests.json)', () => {
  const inline = [23.1, 24.4, 22.8, 25.0, 23.7, 24.1, 31.9, 23.3];

  function checkGrubbs(id: string, values: number[]): void {
    const expected = result<{ index: number; value: number; G: number; 'p.two.sided': number; 'critical.05': number }>(id);
    const got = tests.grubbsTest(values);
    expect([got.index + 1, got.value]).toEqual([expected.index, expected.value]);
    expectClose(got.statistic, expected.G, 1e-10, id);
    expectClose(got.pvalue, expected['p.two.sided'], 1e-10, id);
    expectClose(got.critical, expected['critical.05'], 1e-10, id);
  }

  it('Grubbs', () => checkGrubbs('grubbs.inline', inline));

  it('ROUT', () => {
    const expected = result<{ center: number; RSDR: number; outliers: number[] }>('rout.inline');
    const got = tests.routOutliers(inline);
    expectClose(got.center, expected.center, 1e-10);
    expectClose(got.scale, expected.RSDR, 1e-10);
    expect(got.outliers.map((one) => one + 1)).toEqual(expected.outliers);
    const two = tests.routOutliers([...inline, 33]);
    expect(two.outliers).toEqual([6, 8]);
  });

  it.skipIf(!haveShared)('Grubbs and Tukey on minutes of recovery', () => {
    const recovery = rowsOf('recovery.csv');
    checkGrubbs(
      'grubbs.recovery',
      column(recovery, 'minutes', (row) => row.get('blanket') === 'b0'),
    );
    const minutes = column(recovery, 'minutes');
    const got = tests.tukeyFences(minutes);
    const expected = result<{ stats: number[]; out: number[] }>('tukey.fences');
    expect([got.low, got.lowerHinge, got.median, got.upperHinge, got.high]).toEqual(expected.stats);
    expect(got.outside.map((i) => minutes[i])).toEqual(expected.out.flat());
  });

  it('names what has no outlier test', () => {
    expect(() => tests.grubbsTest([1, 1, 1])).toThrow(/vary/);
    expect(() => tests.routOutliers([300, 300, 300, 300, 18])).toThrow(/two thirds/);
  });
});
