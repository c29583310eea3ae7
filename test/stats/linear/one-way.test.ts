import { describe, expect, it } from 'vitest';
import {
  brownForsytheAnova,
  fitLinearModel,
  type GroupSummaries,
  gamesHowell,
  type PairComparison,
  pairwiseT,
  summarizeGroups,
  tukeyPairs,
  welchAnova,
} from '../../../src/stats/linear/index.ts';
import { contrastMeans, linearMeansModel, marginalMeans, referenceGrid } from '../../../src/stats/marginal-means/index.ts';
import { expectAll, expectColumns, numbersOf, pick, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');

/**
 * p below which R's ptukey is compared absolutely (1e-6 of this): it is off by up to 1.6e-10 here, as two values recomputed by an
 * independent quadrature show below. (Against the truth tables its absolute error reaches 1e-8 at 10 degrees of freedom.)
 */
const PTUKEY_FLOOR = 3e-4;

function groupsOf(file: string, response: string, group: string): GroupSummaries {
  const frame = studyTable(file);
  const y = frame.get(response);
  const g = frame.get(group);
  if (y?.kind !== 'number' || g?.kind !== 'factor') throw new Error('columns');
  return summarizeGroups(y.values, g.codes, g.levels);
}

const recovery = () => groupsOf('recovery', 'minutes', 'blanket');
const sprays = () => groupsOf('InsectSprays', 'count', 'spray');

describe.skipIf(!haveShared)('one factor', () => {
  it.each([
    ['oneway.welch', recovery],
    ['oneway.welch.IS', sprays],
  ] as const)('%s', (id, groups) => {
    const expected = reference.result(id);
    const result = welchAnova(groups());
    expectAll([result.F], numbersOf(expected, 'statistic', 'F'), 1e-9, 'F');
    expectAll([result.numDf], numbersOf(expected, 'parameter', 'num df'), 1e-9, 'df1');
    expectAll([result.denDf], numbersOf(expected, 'parameter', 'denom df'), 1e-9, 'df2');
    expectAll([result.pvalue], numbersOf(expected, 'p.value'), 1e-9, 'p');
  });

  it('oneway.brownforsythe', () => {
    const expected = reference.result('oneway.brownforsythe');
    const { F, numDf, denDf, pvalue } = brownForsytheAnova(sprays());
    expectAll(
      [F, numDf, denDf, pvalue],
      ['F', 'df1', 'df2', 'p.value'].flatMap((name) => numbersOf(expected, name)),
      1e-9,
      'F*',
    );
  });

  const names = (pairs: readonly PairComparison[]) => pairs.map((pair) => `${pair.second}-${pair.first}`);
  it.each([
    ['tukeyHSD.recovery', 'blanket', recovery],
    ['tukeyHSD.IS', 'spray', sprays],
  ] as const)('%s', (id, factor, groups) => {
    const expected = pick(reference.result(id), factor);
    const pairs = tukeyPairs(groups());
    expect(names(pairs)).toEqual(textsOf(expected, 'row'));
    expectColumns(pairs, expected, [['difference', 'diff']], 1e-9);
    expectColumns(
      pairs,
      expected,
      [
        ['lower', 'lwr'],
        ['upper', 'upr'],
      ],
      1e-6,
    );
    expectColumns(pairs, expected, [['pvalue', 'p adj']], 1e-6, PTUKEY_FLOOR);
  });

  it('games.howell.IS', () => {
    const expected = reference.result('games.howell.IS');
    const pairs = gamesHowell(sprays());
    expect(pairs.map((pair) => pair.first)).toEqual(textsOf(expected, 'a'));
    expectColumns(pairs, expected, [['difference', 'diff']], 1e-9);
    expectAll(
      pairs.map((pair) => Math.SQRT2 * pair.statistic),
      numbersOf(expected, 'q'),
      1e-9,
      'q',
    );
    expectColumns(pairs, expected, [['df', 'df']], 1e-9);
    expectColumns(
      pairs,
      expected,
      [
        ['lower', 'lower'],
        ['upper', 'upper'],
      ],
      1e-6,
    );
    expectColumns(pairs, expected, [['pvalue', 'p']], 1e-6, PTUKEY_FLOOR);
    expectAll(
      [pairs[3].pvalue, pairs[5].pvalue],
      [3.2087311088643675e-5, 6.654440771778691e-7],
      1e-12,
      'trapezoid sums, double range',
    );
  });

  it.each([
    ['pairwise.t.none', 'none', true],
    ['pairwise.t.bonferroni', 'bonferroni', true],
    ['pairwise.t.holm', 'holm', true],
    ['pairwise.t.BH', 'BH', true],
    ['pairwise.t.nopool.holm', 'holm', false],
  ] as const)('%s', (id, adjust, equalVariances) => {
    const { values } = reference.result(id) as { values: (number | null)[][] };
    const { pairs, pvalues } = pairwiseT(recovery(), adjust, equalVariances);
    expectAll(
      pvalues,
      pairs.map(({ i, j }) => Number(values[j - 1][i])),
      1e-9,
      'p',
    );
  });

  it('scheffe', () => {
    const expected = reference.result('scheffe');
    const model = linearMeansModel(fitLinearModel('minutes ~ blanket', studyTable('recovery')));
    const { rows } = contrastMeans(marginalMeans(referenceGrid(model), '~ blanket'), 'pairwise', { adjust: 'scheffe' });
    expect(rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
    expectColumns(
      rows,
      expected,
      [
        ['estimate', 'estimate'],
        ['se', 'SE'],
        ['statistic', 't.ratio'],
        ['pvalue', 'p.value'],
      ],
      1e-9,
    );
  });
});

describe('groups that cannot be compared', () => {
  it.each([
    [[1, 2, 3], [0, 0, 0], /at least two groups/],
    [[1, 2, 3], [0, 0, 1], /each group needs at least two values.*\(found "a: 2, b: 1"\)/],
  ])('%j', (values, codes, message) => {
    expect(() => summarizeGroups(values, codes, ['a', 'b'])).toThrow(message);
  });

  it('a group without spread has no Welch test', () => {
    const groups = summarizeGroups([1, 1, 2, 3], [0, 0, 1, 1], ['flat', 'b']);
    expect(() => welchAnova(groups)).toThrow(/all values are equal in flat/);
    expect(() => brownForsytheAnova(groups)).toThrow(/all values are equal in flat/);
  });

  it('values that are missing are left out', () => {
    expect([...summarizeGroups([1, NaN, 2, 3, 5], [0, 0, 0, 1, 1], ['a', 'b']).sizes]).toEqual([2, 2]);
  });
});
