import { describe, expect, it } from 'vitest';
import * as tests from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { column, rowsOf } from './data.ts';

const cases = statsFixtureCases('tests.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

interface HTest {
  statistic: Record<string, number>;
  parameter: Record<string, number>;
  'p.value': number;
  estimate: Record<string, number>;
  'conf.int': number[];
}

const shuffled20 = [3, 1, 2, 7, 4, 6, 5, 12, 8, 11, 9, 10, 14, 20, 13, 15, 19, 16, 18, 17];
const one20 = Array.from({ length: 20 }, (_, i) => i + 1);

function checkPearson(id: string, got: tests.CorrelationTest): void {
  const expected = result<HTest>(id);
  expectClose(got.statistic, expected.statistic['t'], 1e-10, id);
  expect(got.df).toBe(expected.parameter['df']);
  expectClose(got.pvalue, expected['p.value'], 1e-10, id);
  expectClose(got.estimate, expected.estimate['cor'], 1e-10, id);
  expectClose(got.low, expected['conf.int'][0], 1e-10, id);
  expectClose(got.high, expected['conf.int'][1], 1e-10, id);
}

function checkSpearman(id: string, got: tests.CorrelationTest): void {
  const expected = result<HTest>(id);
  expectClose(got.estimate, expected.estimate['rho'], 1e-10, id);
  expectClose(got.pvalue, expected['p.value'], 1e-10, id);
}

/** P(at least `least` concordant pairs) in a random permutation of n, by whole numbers. */
function shareOfConcordant(n: number, least: number): number {
  let counts = [1n];
  let all = 1n;
  for (let m = 2; m <= n; m++) {
    const next = new Array<bigint>(counts.length + m - 1).fill(0n);
    counts.forEach((count, i) => {
      for (let j = 0; j < m; j++) next[i + j] += count;
    });
    counts = next;
    all *= BigInt(m);
  }
  const upper = counts.slice(least).reduce((a, b) => a + b, 0n);
  return Number((upper * 2n ** 80n) / all) / 2 ** 80;
}

describe('correlations (tests.json)', () => {
  it('few pairs', () => {
    checkPearson('cor.pearson.n5', tests.pearsonTest([1, 3, 2, 5, 4], [2.2, 2.9, 3.1, 5.5, 4.0]));
    const exact = tests.spearmanTest([1, 2, 3, 4, 5, 6, 7], [2, 1, 4, 3, 7, 5, 6]);
    checkSpearman('cor.spearman.exact.n7', exact);
    expectClose(exact.statistic, result<HTest>('cor.spearman.exact.n7').statistic['S'], 1e-10);
    const series = tests.spearmanTest(one20, shuffled20);
    checkSpearman('cor.spearman.edgeworth.n20', series);
    expectClose(series.statistic, result<HTest>('cor.spearman.edgeworth.n20').statistic['S'], 1e-10);
    // R 4.2.2, cor.test(1:12, y, method = "spearman"): the upper tail of the sum of squares
    const falling = tests.spearmanTest(
      Array.from({ length: 12 }, (_, i) => i),
      [9, 12, 8, 11, 10, 5, 7, 6, 2, 4, 1, 3],
    );
    expectClose(falling.pvalue, 4.43302209472018e-4, 1e-10);
    const reversed = tests.spearmanTest(
      one20,
      Array.from(shuffled20, (value) => -value),
    );
    expectClose(reversed.pvalue, series.pvalue, 1e-12);
    const kendall = tests.kendallTest(one20, shuffled20);
    const expected = result<HTest>('cor.kendall.exact');
    expectClose(kendall.tau, expected.estimate['tau'], 1e-10);
    expect(kendall.statistic).toBe(expected.statistic['T']);
    // R forms 1 - P(T <= 166), which leaves nine digits; the count of permutations in whole numbers has them all
    expect(Math.abs(kendall.pvalue - expected['p.value'])).toBeLessThan(1e-15);
    expectClose(kendall.pvalue, 2 * shareOfConcordant(20, 167), 1e-13);
  });

  it.skipIf(!haveShared)('150 irises', () => {
    const iris = rowsOf('iris.csv');
    const of = (name: string) => column(iris, name);
    const [x, y] = [of('Sepal.Length'), of('Petal.Width')];
    checkPearson('cor.pearson', tests.pearsonTest(x, y));
    checkSpearman('cor.spearman.ties', tests.spearmanTest(x, y));
    const kendall = tests.kendallTest(x, y);
    const expected = result<HTest>('cor.kendall.ties');
    expectClose(kendall.tau, expected.estimate['tau'], 1e-10);
    expectClose(kendall.statistic, expected.statistic['z'], 1e-10);
    expectClose(kendall.pvalue, expected['p.value'], 1e-10);
    const species = iris.map((row) => row.get('Species'));
    const groups = Float64Array.from(species.flatMap((one) => [1, one === 'versicolor' ? 1 : 0, one === 'virginica' ? 1 : 0]));
    const covariates = Float64Array.from(
      iris.flatMap((row) => [1, Number(row.get('Sepal.Width')), Number(row.get('Petal.Length'))]),
    );
    for (const [id, design, method] of [
      ['cor.partial.group', groups, 'pearson'],
      ['cor.partial.group.spearman', groups, 'spearman'],
      ['cor.partial.kernel', covariates, 'pearson'],
    ] as const) {
      const partial = result<{ r: number; df: number; t: number; 'p.value': number; 'conf.int': number[] }>(id);
      const got = tests.partialCorrelation(x, y, design, { method });
      expectClose(got.estimate, partial.r, 1e-10, id);
      expect(got.df).toBe(partial.df);
      expectClose(got.statistic, partial.t, 1e-10, id);
      expectClose(got.pvalue, partial['p.value'], 1e-10, id);
      expectClose(got.low, partial['conf.int'][0], 1e-10, id);
      expectClose(got.high, partial['conf.int'][1], 1e-10, id);
    }
  });

  it('two dependent correlations', () => {
    const expected = result<{ t: number; p: number }>('steiger.dependent');
    const got = tests.dependentCorrelationsTest(150, -0.1175698, 0.8717538, -0.4284401);
    expectClose(got.statistic, expected.t, 1e-10);
    expectClose(got.pvalue, expected.p, 1e-10);
  });

  it('six intraclass correlations', () => {
    const columns = [
      [9, 6, 8, 7, 10, 6],
      [2, 1, 4, 1, 5, 2],
      [5, 3, 6, 2, 6, 4],
      [8, 2, 8, 6, 9, 7],
    ];
    const table = Float64Array.from({ length: 24 }, (_, at) => columns[at % 4][Math.floor(at / 4)]);
    const expected = result<
      Record<'type', string[]> & Record<'ICC' | 'F' | 'df1' | 'df2' | 'p' | 'lower bound' | 'upper bound', number[]>
    >('icc');
    tests.intraclassCorrelations(table, 4).forEach((got, i) => {
      expect([got.kind, got.numDf, got.denDf]).toEqual([expected.type[i], expected.df1[i], expected.df2[i]]);
      expectClose(got.estimate, expected.ICC[i], 1e-10, got.kind);
      expectClose(got.F, expected.F[i], 1e-10, got.kind);
      expectClose(got.pvalue, expected.p[i], 1e-10, got.kind);
      expectClose(got.low, expected['lower bound'][i], 1e-10, got.kind);
      expectClose(got.high, expected['upper bound'][i], 1e-10, got.kind);
    });
  });

  it('exact Spearman tails are those of all pairings, ties included', () => {
    const x = [1, 2, 2, 4, 5, 6];
    const y = [3, 1, 3, 3, 8, 5];
    const got = tests.spearmanTest(x, y);
    const rhos: number[] = [];
    const permute = (left: number[], taken: number[]): void => {
      if (left.length === 0) rhos.push(tests.spearmanTest(x, taken, { reference: 't' }).estimate);
      for (let i = 0; i < left.length; i++) permute([...left.slice(0, i), ...left.slice(i + 1)], [...taken, left[i]]);
    };
    permute(y, []);
    const share = (holds: (rho: number) => boolean) => rhos.filter(holds).length / rhos.length;
    const [up, down] = [share((rho) => rho >= got.estimate - 1e-9), share((rho) => rho <= got.estimate + 1e-9)];
    expectClose(got.pvalue, Math.min(1, 2 * Math.min(up, down)), 1e-12);
    expectClose(tests.spearmanTest(x, y, { alternative: 'greater' }).pvalue, up, 1e-12);
  });

  it('names what cannot be tested', () => {
    expect(() => tests.pearsonTest([1, 2, 3], [4, 4, 4])).toThrow(/vary/);
    expect(() => tests.spearmanTest([1, 2], [1, 2])).toThrow(/three pairs/);
    expect(() => tests.spearmanTest([1, 1, 3], [1, 2, 3], { reference: 'edgeworth' })).toThrow(/ties/);
    expect(() => tests.partialCorrelation([1, 2, 3], [3, 1, 2], Float64Array.of(1, 0, 1, 0, 1, 1))).toThrow(/degree of freedom/);
    expect(() => tests.dependentCorrelationsTest(20, 0.9, -0.9, 0.9)).toThrow(/together/);
    expect(() => tests.intraclassCorrelations(Float64Array.of(1, 2, 3), 2)).toThrow(/two raters/);
  });
});
