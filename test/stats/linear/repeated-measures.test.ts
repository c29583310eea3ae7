import { describe, expect, it } from 'vitest';
import { asFactor, type DataFrame, factorColumn, numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import {
  type RepeatedMeasuresAnova,
  type RepeatedMeasuresRequest,
  repeatedMeasuresAnova,
} from '../../../src/stats/linear/index.ts';
import { contrastMeans, marginalMeans, repeatedMeasuresGrid } from '../../../src/stats/marginal-means/index.ts';
import { expectAll, expectColumns, numbersOf, pick, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');

/** A table with a numeric column also as a factor of another name. */
function withFactor(name: string, from: string, to: string): DataFrame {
  const frame = studyTable(name);
  const column = frame.get(from);
  if (column === undefined) throw new Error(`no ${from}`);
  return frame.set(to, asFactor(column));
}

/** Terms as a set of names, whatever their order. */
const sorted = (term: string) => term.split(':').sort().join(':');

function expectAnova(result: RepeatedMeasuresAnova, expected: RValue, correction: 'GG' | 'HF' | 'none'): void {
  const all = [result.intercept, ...result.rows];
  const univariate = pick(expected, 'univariate');
  expect(all.map((row) => sorted(row.term))).toEqual(textsOf(univariate, 'row').map(sorted));
  expectColumns(
    all,
    univariate,
    [
      ['sumOfSquares', 'Sum Sq'],
      ['errorSumOfSquares', 'Error SS'],
    ],
    1e-9,
  );
  expectColumns(
    all,
    univariate,
    [
      ['numDf', 'num Df'],
      ['denDf', 'den Df'],
    ],
    0,
  );
  expectColumns(
    all,
    univariate,
    [
      ['F', 'F value'],
      ['pvalue', 'Pr(>F)'],
    ],
    1e-9,
  );
  const within = result.rows.filter((row) => row.sphericity !== undefined && row.sphericity.contrasts > 1);
  const shapes = within.map((row) => row.sphericity);
  expectAll(
    shapes.map((one) => one?.mauchlyW ?? NaN),
    numbersOf(expected, 'mauchly', 'Test statistic'),
    1e-9,
    'W',
  );
  expectAll(
    shapes.map((one) => one?.mauchlyP ?? NaN),
    numbersOf(expected, 'mauchly', 'p-value'),
    1e-9,
    'W p',
  );
  expectAll(
    shapes.map((one) => one?.greenhouseGeisser ?? NaN),
    numbersOf(expected, 'corrections', 'GG eps'),
    1e-9,
    'GG',
  );
  expectAll(
    shapes.map((one) => one?.huynhFeldt ?? NaN),
    numbersOf(expected, 'corrections', 'HF eps'),
    1e-9,
    'HF',
  );
  expectAll(
    within.map((row) => row.pvalueGreenhouseGeisser),
    numbersOf(expected, 'corrections', 'Pr(>F[GG])'),
    1e-9,
    'GG p',
  );
  expectAll(
    within.map((row) => row.pvalueHuynhFeldt),
    numbersOf(expected, 'corrections', 'Pr(>F[HF])'),
    1e-9,
    'HF p',
  );
  const table = pick(expected, 'table');
  const epsilon = (shape: (typeof shapes)[number]): number =>
    correction === 'none' || shape === undefined
      ? 1
      : correction === 'GG'
        ? shape.greenhouseGeisser
        : Math.min(1, shape.huynhFeldt);
  const corrected = result.rows.map((row) => epsilon(row.sphericity));
  expectAll(
    result.rows.map((row, i) => row.numDf * corrected[i]),
    numbersOf(table, 'num Df'),
    1e-9,
    'corrected df',
  );
  expectAll(
    result.rows.map((row, i) => row.errorSumOfSquares / (row.denDf * corrected[i])),
    numbersOf(table, 'MSE'),
    1e-9,
    'MSE',
  );
  const p = { GG: 'pvalueGreenhouseGeisser', HF: 'pvalueHuynhFeldt', none: 'pvalue' } as const;
  expectAll(
    result.rows.map((row) => row[p[correction]]),
    numbersOf(table, 'p.value'),
    1e-9,
    'table p',
  );
  if (JSON.stringify(table).includes('"ges"')) expectColumns(result.rows, table, [['generalizedEtaSquared', 'ges']], 1e-9);
  if (JSON.stringify(table).includes('"pes"')) expectColumns(result.rows, table, [['partialEtaSquared', 'pes']], 1e-9);
}

const OBK: RepeatedMeasuresRequest = {
  response: 'value',
  subject: 'id',
  within: ['phase', 'hour'],
  between: 'treatment * gender',
};

describe.skipIf(!haveShared)('repeated-measures analysis of variance of car and afex', () => {
  it.each([
    ['rm.obk.full', 'GG', {}],
    ['rm.obk.full.HF', 'HF', {}],
    ['rm.obk.type2', 'none', { type: 2 }],
    ['rm.obk.ges.observed', 'GG', { observed: ['gender'] }],
  ] as const)('%s', (id, correction, more) => {
    expectAnova(repeatedMeasuresAnova(studyTable('obk.long'), { ...OBK, ...more }), reference.result(id), correction);
  });

  it('rm.bodyweight: eleven sessions of sixteen rats', () => {
    const request = { response: 'weight', subject: 'Rat', within: ['TimeF'], between: 'Diet' };
    expectAnova(
      repeatedMeasuresAnova(withFactor('BodyWeight', 'Time', 'TimeF'), request),
      reference.result('rm.bodyweight'),
      'GG',
    );
  });

  it('rm.sleepstudy: no between-subject factor', () => {
    const request = { response: 'Reaction', subject: 'Subject', within: ['DaysF'] };
    expectAnova(
      repeatedMeasuresAnova(withFactor('sleepstudy', 'Days', 'DaysF'), request),
      reference.result('rm.sleepstudy'),
      'GG',
    );
  });

  it('rm.orthodont', () => {
    const request = { response: 'distance', subject: 'Subject', within: ['ageF'], between: 'Sex' };
    expectAnova(repeatedMeasuresAnova(withFactor('Orthodont', 'age', 'ageF'), request), reference.result('rm.orthodont'), 'HF');
  });

  it.each(['multivariate', 'univariate'] as const)('rm.obk.emmeans.multivariate: %s error', (error) => {
    const expected = pick(reference.result('rm.obk.emmeans.multivariate'), error);
    const means = marginalMeans(
      repeatedMeasuresGrid(repeatedMeasuresAnova(studyTable('obk.long'), OBK), error),
      '~ phase | treatment',
    );
    const { rows } = contrastMeans(means, 'pairwise', { adjust: 'holm' });
    expect(rows.map((row) => `${row.contrast} ${row.by}`)).toEqual(
      textsOf(expected, 'contrast').map((name, i) => `${name} ${textsOf(expected, 'treatment')[i]}`),
    );
    expectColumns(rows, expected, [['estimate', 'estimate']], 1e-9, 1e-2);
    expectColumns(
      rows,
      expected,
      [
        ['se', 'SE'],
        ['df', 'df'],
        ['pvalue', 'p.value'],
      ],
      1e-9,
    );
  });
});

describe('repeated measures, what can go wrong', () => {
  const subjects = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'];
  const session = ['1', '2', '1', '2', '1', '2', '1', '2'];
  const frame = (y: number[], arm: string[]): DataFrame =>
    new Map<string, ReturnType<typeof numericColumn> | ReturnType<typeof factorColumn>>([
      ['y', numericColumn(y)],
      ['animal', factorColumn(subjects)],
      ['session', factorColumn(session)],
      ['arm', factorColumn(arm)],
    ]);
  const arms = ['x', 'x', 'x', 'x', 'y', 'y', 'y', 'y'];
  const request = { response: 'y', subject: 'animal', within: ['session'], between: 'arm' };

  it('a two-level within factor gives the paired t test squared', () => {
    const y = [3, 5, 2, 6, 4, 4.5, 1, 3.5];
    const { rows } = repeatedMeasuresAnova(frame(y, arms), { ...request, between: undefined });
    const d = [2, 4, 0.5, 2.5];
    const mean = d.reduce((sum, value) => sum + value, 0) / 4;
    const variance = d.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    expect(rows[0].F).toBeCloseTo(mean ** 2 / (variance / 4), 12);
    expect(rows[0].sphericity?.greenhouseGeisser).toBe(1);
  });

  it('leaves out and names a subject with a missing session', () => {
    const result = repeatedMeasuresAnova(frame([3, NaN, 2, 6, 4, 4.5, 1, 3.5], arms), { ...request, between: undefined });
    expect(result.wide.incomplete).toEqual([{ subject: 'a', missingCells: ['2'] }]);
    expect(result.wide.subjects).toEqual(['b', 'c', 'd']);
  });

  it('refuses a between factor that varies within an animal', () => {
    const mixed = [...arms];
    mixed[1] = 'y';
    expect(() => repeatedMeasuresAnova(frame([3, 5, 2, 6, 4, 4.5, 1, 3.5], mixed), request)).toThrow(
      /"a" has several values.*x and y/,
    );
  });

  it('names unknown columns, all at once', () => {
    expect(() => repeatedMeasuresAnova(frame([], []), { ...request, subject: 'animol', within: ['sesion'] })).toThrow(
      /"animol"[\s\S]*"animal"[\s\S]*"sesion"[\s\S]*"session"/,
    );
  });

  it('empty between cells: type III is refused, type II tests what is left, their mean is not estimable', () => {
    const sex = ['f', 'f', 'm', 'm', 'f', 'f', 'f', 'f'];
    const data = new Map(frame([3, 5, 2, 6, 4, 4.5, 1, 3.5], arms)).set('sex', factorColumn(sex));
    const crossed = { ...request, between: 'arm * sex' };
    expect(() => repeatedMeasuresAnova(data, crossed)).toThrow(/no complete subject in arm y, sex m/);
    const anova = repeatedMeasuresAnova(data, { ...crossed, type: 2 });
    expect(anova.rows.map((row) => row.term)).toEqual(['arm', 'sex', 'session', 'arm:session', 'sex:session']);
    const { means } = marginalMeans(repeatedMeasuresGrid(anova), '~ arm * sex | session');
    expect(means.map((mean) => mean.estimable)).toEqual([true, true, true, false, true, true, true, false]);
    expect(means[0].estimate).toBeCloseTo(3, 12);
    expect(means[0].df).toBeCloseTo(1, 12);
  });

  it('averages several rows of one cell and says so', () => {
    const twice = selectRows(frame([3, 5, 2, 6, 4, 4.5, 1, 3.5], arms), [0, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(repeatedMeasuresAnova(twice, request).wide.averaged).toBe(1);
  });

  it('a response that does not vary gives no F', () => {
    const { rows } = repeatedMeasuresAnova(frame(Array(8).fill(2), arms), request);
    expect(rows.every((row) => Number.isNaN(row.F) && Number.isNaN(row.pvalue))).toBe(true);
  });
});
