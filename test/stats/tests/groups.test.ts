import { describe, expect, it } from 'vitest';
import { adjustPvalues } from '../../../src/stats/multiplicity/index.ts';
import * as tests from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { blockTable, grouped, rowsOf } from './data.ts';

const cases = statsFixtureCases('tests.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

interface HTest {
  statistic: Record<string, number>;
  parameter: Record<string, number>;
  'p.value': number;
  kendallW?: number;
}

function check(id: string, got: { statistic: number; pvalue: number }, dfs: readonly number[]): void {
  const expected = result<HTest>(id);
  expectClose(got.statistic, Object.values(expected.statistic)[0], 1e-10, `${id} statistic`);
  expect(dfs).toEqual(Object.values(expected.parameter));
  expectClose(got.pvalue, expected['p.value'], 1e-10, `${id} p`);
}

describe.skipIf(!haveShared)('rank tests of several groups (tests.json)', () => {
  it('Kruskal-Wallis', () => {
    const sprays = grouped(rowsOf('InsectSprays.csv'), 'count', 'spray');
    const kw = tests.kruskalWallisTest(sprays.values, sprays.groups);
    check('kw', kw, [kw.df]);
    const plants = grouped(rowsOf('PlantGrowth.csv'), 'weight', 'group');
    const small = tests.kruskalWallisTest(plants.values, plants.groups);
    check('kw.small.mc', small, [small.df]);
    const sampled = tests.kruskalWallisPermutation(plants.values, plants.groups, { draws: 20_000 });
    expect(sampled.exact).toBe(false);
    expect(Math.abs(sampled.pvalue - small.pvalue)).toBeLessThan(0.006);
  });

  it('Dunn with every adjustment', () => {
    const sprays = grouped(rowsOf('InsectSprays.csv'), 'count', 'spray');
    const got = tests.dunnTest(sprays.values, sprays.groups);
    const expected = result<Record<'meanRankDiff' | 'se' | 'z' | 'p' | 'p.holm' | 'p.bonferroni' | 'p.BH', number[]>>('dunn');
    const pvalues = got.map((one) => one.pvalue);
    const adjusted = (['holm', 'bonferroni', 'BH'] as const).map((method) => adjustPvalues(pvalues, method));
    expect(got.length).toBe(expected.p.length);
    got.forEach((one, i) => {
      expectClose(one.meanRankDifference, expected.meanRankDiff[i], 1e-10);
      expectClose(one.se, expected.se[i], 1e-10);
      expectClose(one.statistic, expected.z[i], 1e-10);
      expectClose(one.pvalue, expected.p[i], 1e-10);
      expectClose(adjusted[0][i], expected['p.holm'][i], 1e-10);
      expectClose(adjusted[1][i], expected['p.bonferroni'][i], 1e-10);
      expectClose(adjusted[2][i], expected['p.BH'][i], 1e-10);
    });
  });

  it('Friedman, Quade, Nemenyi', () => {
    const weights = blockTable(rowsOf('BodyWeight.csv'), 'weight', 'Rat', 'Time');
    const friedman = tests.friedmanTest(weights.table, weights.treatments);
    check('friedman', friedman, [friedman.df]);
    expectClose(friedman.kendallW, result<{ kendallW: number }>('friedman').kendallW, 1e-10);
    const seizures = blockTable(rowsOf('epil.csv'), 'y', 'subject', 'period');
    const ties = tests.friedmanTest(seizures.table, seizures.treatments);
    check('friedman.ties', ties, [ties.df]);
    expectClose(ties.kendallW, result<{ kendallW: number }>('friedman.ties').kendallW, 1e-10);
    const quade = tests.quadeTest(seizures.table, seizures.treatments);
    check('quade.ties', quade, [quade.numDf, quade.denDf]);
    const nemenyi = tests.nemenyiTest(seizures.table, seizures.treatments);
    const expected = result<Record<'meanRankDiff' | 'q' | 'p', number[]>>('nemenyi.after.friedman');
    nemenyi.forEach((one, i) => {
      expectClose(one.meanRankDifference, expected.meanRankDiff[i], 1e-10);
      expectClose(one.statistic, expected.q[i], 1e-10);
      expectClose(one.pvalue, expected.p[i], 1e-10, `nemenyi ${i}`);
    });
  });
});

describe('several groups', () => {
  it('exact permutation distribution of Kruskal-Wallis', () => {
    const expected = result<{ x: number[]; group: number[]; H: number; permutations: number; asExtreme: number }>(
      'kw.exact.tiny',
    );
    const groups = expected.group.map((one) => one - 1);
    const got = tests.kruskalWallisPermutation(expected.x, groups);
    expect([got.arrangements, got.asExtreme, got.exact]).toEqual([expected.permutations, expected.asExtreme, true]);
    const { statistic, pvalue } = tests.kruskalWallisTest(expected.x, groups);
    expectClose(statistic, expected.H, 1e-10);
    expectClose(pvalue, (expected as unknown as { 'p.asymptotic': number })['p.asymptotic'], 1e-10);
  });

  it('names what cannot be tested', () => {
    expect(() => tests.kruskalWallisTest([1, 2], [0, 0])).toThrow(/two groups/);
    expect(() => tests.kruskalWallisTest([1, 2], [0, 2])).toThrow(/two groups/);
    expect(() => tests.kruskalWallisTest([3, 3, 3], [0, 1, 1])).toThrow(/equal/);
    expect(() => tests.kruskalWallisTest([3, NaN, 3], [0, 1, 1])).toThrow(/missing/);
    expect(() => tests.friedmanTest(Float64Array.of(1, 1, 2, 2), 2)).toThrow(/every block/);
    expect(() => tests.friedmanTest(Float64Array.of(1, NaN, 2, 3), 2)).toThrow(/complete/);
  });
});
