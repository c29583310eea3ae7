import { describe, expect, it } from 'vitest';
import {
  buildDesign,
  type DataColumn,
  type DataFrame,
  designRows,
  factorColumn,
  numericColumn,
  singleResponse,
} from '../../../src/stats/formula/index.ts';

const ARMS = ['vehicle', 'low', 'high'];
const data: DataFrame = new Map<string, DataColumn>([
  ['y', numericColumn([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
  [
    'arm',
    factorColumn(['vehicle', 'low', 'high', 'vehicle', 'low', 'high', 'vehicle', 'low', 'high', 'vehicle', 'low', 'high'], ARMS),
  ],
  [
    'sex',
    factorColumn(['female', 'female', 'female', 'male', 'male', 'male', 'female', 'female', 'female', 'male', 'male', 'male']),
  ],
  ['week', numericColumn([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])],
  ['litter', numericColumn([1, 1, 2, 2, 3, 3, 4, 4, 10, 10, 11, 11])],
]);
const names = (formula: string) => [...buildDesign(formula, data).columns];

describe('column names and codings are those of R', () => {
  it.each([
    ['y ~ arm', ['(Intercept)', 'armlow', 'armhigh']],
    ['y ~ sex * arm', ['(Intercept)', 'sexmale', 'armlow', 'armhigh', 'sexmale:armlow', 'sexmale:armhigh']],
    ['y ~ 0 + arm', ['armvehicle', 'armlow', 'armhigh']],
    ['y ~ 0 + week + arm', ['week', 'armvehicle', 'armlow', 'armhigh']],
    ['y ~ 0 + sex + arm', ['sexfemale', 'sexmale', 'armlow', 'armhigh']],
    [
      'y ~ sex:arm',
      [
        '(Intercept)',
        'sexfemale:armvehicle',
        'sexmale:armvehicle',
        'sexfemale:armlow',
        'sexmale:armlow',
        'sexfemale:armhigh',
        'sexmale:armhigh',
      ],
    ],
    [
      'y ~ sex + sex:arm',
      ['(Intercept)', 'sexmale', 'sexfemale:armlow', 'sexmale:armlow', 'sexfemale:armhigh', 'sexmale:armhigh'],
    ],
    ['y ~ arm:week', ['(Intercept)', 'armvehicle:week', 'armlow:week', 'armhigh:week']],
    ['y ~ week + arm:week', ['(Intercept)', 'week', 'week:armlow', 'week:armhigh']],
    ['y ~ poly(week, 2)', ['(Intercept)', 'poly(week, 2)1', 'poly(week, 2)2']],
    [
      'y ~ poly(week, 2, raw = TRUE):sex',
      [
        '(Intercept)',
        'poly(week, 2, raw = TRUE)1:sexfemale',
        'poly(week, 2, raw = TRUE)2:sexfemale',
        'poly(week, 2, raw = TRUE)1:sexmale',
        'poly(week, 2, raw = TRUE)2:sexmale',
      ],
    ],
    ['y ~ log(week + 1) + I(week^2)', ['(Intercept)', 'log(week + 1)', 'I(week^2)']],
    [
      'y ~ factor(litter)',
      ['(Intercept)', 'factor(litter)2', 'factor(litter)3', 'factor(litter)4', 'factor(litter)10', 'factor(litter)11'],
    ],
    ['y ~ relevel(arm, ref = "high")', ['(Intercept)', 'relevel(arm, ref = "high")vehicle', 'relevel(arm, ref = "high")low']],
    ['y ~ 1', ['(Intercept)']],
    ['y ~ 0', []],
  ])('%s', (formula, expected) => expect(names(formula)).toEqual(expected));

  it('codes by sum, Helmert and polynomial contrasts', () => {
    const sum = buildDesign('y ~ arm', data, { contrasts: 'sum' });
    expect(sum.columns).toEqual(['(Intercept)', 'arm1', 'arm2']);
    expect([...sum.matrix.slice(0, 9)]).toEqual([1, 1, 0, 1, 0, 1, 1, -1, -1]);
    const poly = buildDesign('y ~ arm', data, { contrasts: new Map([['arm', 'polynomial']]) });
    expect(poly.columns).toEqual(['(Intercept)', 'arm.L', 'arm.Q']);
    expect(poly.matrix[1]).toBeCloseTo(-Math.SQRT1_2, 15);
    expect(poly.matrix[2]).toBeCloseTo(1 / Math.sqrt(6), 15);
    expect([...buildDesign('y ~ arm', data, { contrasts: 'helmert' }).matrix.slice(0, 9)]).toEqual([
      1, -1, -1, 1, 1, -1, 1, 0, 2,
    ]);
  });

  it('says which columns belong to which term', () => {
    const design = buildDesign('y ~ sex * arm', data);
    expect([...design.assign]).toEqual([0, 1, 2, 2, 3, 3]);
    expect(design.termOfColumn[4]).toBe('sex:arm');
    expect(design.terms[2]).toEqual({ label: 'sex:arm', variables: ['sex', 'arm'], start: 4, width: 2 });
  });
});

describe('orthogonal polynomials', () => {
  it('are orthonormal and the same on new rows', () => {
    const design = buildDesign('y ~ poly(week, 3)', data);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        let sum = 0;
        for (let i = 0; i < 12; i++) sum += design.matrix[i * 4 + a] * design.matrix[i * 4 + b];
        expect(sum).toBeCloseTo(a === b ? (a === 0 ? 12 : 1) : 0, 13);
      }
    }
    // poly(0:11, 3)[1, ] of R: the lowest point has linear < 0, quadratic > 0, cubic < 0.
    expect(design.matrix[1]).toBeCloseTo(-5.5 / Math.sqrt(143), 14);
    expect(design.matrix[2]).toBeGreaterThan(0);
    expect(design.matrix[3]).toBeLessThan(0);
    const row = designRows(design, new Map([['week', numericColumn([5])]]), 1);
    expect([...row]).toEqual([...design.matrix.slice(20, 24)]);
  });
});

describe('missing values', () => {
  it('leaves incomplete rows out and says which and why', () => {
    const gaps: DataFrame = new Map<string, DataColumn>(data).set(
      'week',
      numericColumn([0, NaN, 2, 3, 4, 5, 6, 7, 8, 9, 10, NaN]),
    );
    const design = buildDesign('y ~ week + arm', gaps);
    expect(design.rows).toBe(10);
    expect([...design.missing.rows]).toEqual([1, 11]);
    expect(design.missing.byColumn).toEqual([{ column: 'week', count: 2 }]);
    expect([...singleResponse(design.response)]).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('counts a single missing value too', () => {
    const gaps: DataFrame = new Map<string, DataColumn>(data).set(
      'week',
      numericColumn([0, NaN, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    );
    expect(buildDesign('y ~ week', gaps).missing.byColumn).toEqual([{ column: 'week', count: 1 }]);
  });

  it('drops levels that no used row has', () => {
    const gaps: DataFrame = new Map<string, DataColumn>(data).set(
      'y',
      numericColumn([1, 2, NaN, 4, 5, NaN, 7, 8, NaN, 10, 11, NaN]),
    );
    expect(buildDesign('y ~ arm', gaps).columns).toEqual(['(Intercept)', 'armlow']);
  });
});

describe('random designs', () => {
  it('gives groups, effects and their matrix', () => {
    const [inner, outer] = buildDesign('y ~ arm + (1 + week | sex/litter)', data).random;
    expect(inner.levels).toEqual(['1:female', '2:female', '2:male', '3:male', '4:female', '10:female', '10:male', '11:male']);
    expect(inner.groupLabel).toBe('litter:sex');
    expect(outer.effects).toEqual(['(Intercept)', 'week']);
    expect([...outer.matrix.slice(0, 6)]).toEqual([1, 0, 1, 1, 1, 2]);
    expect([...outer.codes]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  });
});

describe('errors name what is wrong', () => {
  it.each([
    ['y ~ arn + wek', /"arn".*\n.*did you mean "arm"\?[\s\S]*"wek".*\n.*did you mean "week"/],
    ['y ~ log(week)', /log\(week\) is not a finite number in 1 data row \(found "row 1"\)/],
    ['y ~ arm + (1 | liter)', /did you mean "litter"/],
    ['y ~ foo(week)', /the function foo\(\) is not known/],
    ['y ~ log(arm)', /holds categories/],
    ['y ~ poly(week, 30)', /more than 30 distinct values/],
    ['y ~ relevel(arm, ref = "medium")', /no level "medium"/],
  ])('%s', (formula, message) => expect(() => buildDesign(formula, data)).toThrow(message));

  it('a factor with one level, no complete row, a factor as response', () => {
    const one: DataFrame = new Map<string, DataColumn>(data).set('arm', factorColumn(Array(12).fill('low')));
    expect(() => buildDesign('y ~ arm', one)).toThrow(/single level.*\(found "low"/);
    expect(() =>
      buildDesign('y ~ week', new Map<string, DataColumn>(data).set('week', numericColumn(Array(12).fill(NaN)))),
    ).toThrow(/no row has a value/);
    expect(() => singleResponse(buildDesign('arm ~ week', data).response)).toThrow(/holds categories/);
    expect(() => singleResponse(buildDesign('~ week', data).response)).toThrow(/no response/);
  });

  it('column names from data are never object keys', () => {
    const odd: DataFrame = new Map<string, DataColumn>([
      ['__proto__', numericColumn([1, 2, 3])],
      ['constructor', factorColumn(['a', 'b', 'a'])],
    ]);
    expect(buildDesign('`__proto__` ~ constructor', odd).columns).toEqual(['(Intercept)', 'constructorb']);
  });
});
