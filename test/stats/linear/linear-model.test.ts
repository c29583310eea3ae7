import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { anovaTable, coefficientTable, fitLinearModel, influence, waldTest } from '../../../src/stats/linear/index.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll } from '../../support/r-reference.ts';

/** Longley's data, NIST Statistical Reference Datasets (public domain): six predictors that nearly determine each other. */
const LONGLEY = `60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962`;

function longley(): Map<string, DataColumn> {
  const rows = LONGLEY.split('\n').map((line) => line.split(' ').map(Number));
  return new Map(['y', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6'].map((name, j) => [name, numericColumn(rows.map((row) => row[j]))]));
}

describe('certified values of NIST', () => {
  it('Longley: coefficients, standard errors and fit to 1e-11', () => {
    const model = fitLinearModel('y ~ x1 + x2 + x3 + x4 + x5 + x6', longley());
    const table = coefficientTable(model.design.columns, model.coefficients, model.covariance, model.residualDf);
    expectAll(
      model.coefficients,
      [
        -3482258.63459582, 15.0618722713733, -0.35819179292591e-1, -2.02022980381683, -1.03322686717359, -0.511041056535807e-1,
        1829.15146461355,
      ],
      1e-11,
      'coefficient',
    );
    expectAll(
      table.map((row) => row.se),
      [
        890420.383607373, 84.9149257747669, 0.334910077722432e-1, 0.488399681651699, 0.214274163161675, 0.22607320006937,
        455.478499142212,
      ],
      1e-11,
      'standard error',
    );
    expectClose(model.sigma, 304.854073561965, 1e-12);
    expectClose(model.rSquared, 0.995479004577296, 1e-13);
    expectClose(model.overall.F, 330.285339234588, 1e-11);
  });

  it('a quadratic far from the origin (offset 1e6) keeps nine digits', () => {
    const x = Array.from({ length: 21 }, (_, i) => 1e6 + i);
    const data = new Map<string, DataColumn>([
      ['x', numericColumn(x)],
      ['y', numericColumn(x.map((_, i) => 3 + 2 * i - 0.5 * i * i + (i % 3)))],
    ]);
    const near = new Map<string, DataColumn>([...data, ['x', numericColumn(x.map((value) => value - 1e6))]]);
    const far = fitLinearModel('y ~ poly(x, 2)', data);
    const plain = fitLinearModel('y ~ poly(x, 2)', near);
    expectAll(far.coefficients, [...plain.coefficients], 1e-9, 'coefficient');
  });
});

const small = new Map<string, DataColumn>([
  ['y', numericColumn([3, 5, 4, 8, 7, 10])],
  ['x', numericColumn([1, 2, 3, 4, 5, 6])],
  ['w', numericColumn([1, 2, 1, 0, 3, 1])],
  ['g', factorColumn(['a', 'a', 'b', 'b', 'c', 'c'])],
]);

describe('weights', () => {
  it('of whole numbers count rows several times, but for the degrees of freedom', () => {
    const weighted = fitLinearModel('y ~ x', small, { weights: 'w' });
    const repeated = [0, 1, 1, 2, 4, 4, 4, 5];
    const copies = new Map<string, DataColumn>(
      ['y', 'x'].map((name) => {
        const column = small.get(name) as { values: Float64Array };
        return [name, numericColumn(repeated.map((row) => column.values[row]))];
      }),
    );
    const plain = fitLinearModel('y ~ x', copies);
    expectAll(weighted.coefficients, [...plain.coefficients], 1e-12, 'coefficient');
    expectClose(weighted.residualSumOfSquares, plain.residualSumOfSquares, 1e-12);
    expect(weighted.residualDf).toBe(3);
    expect([...weighted.design.usedRows]).toEqual([0, 1, 2, 4, 5]);
    expect(weighted.residuals).toHaveLength(5);
    expectClose(weighted.fitted[3] + weighted.residuals[3], 7, 1e-14);
  });

  it('leave the fit as it is when all are equal', () => {
    const data = new Map(small).set('w', numericColumn(new Float64Array(6).fill(4)));
    const weighted = fitLinearModel('y ~ x', data, { weights: 'w' });
    const plain = fitLinearModel('y ~ x', data);
    expectAll(weighted.covariance, [...plain.covariance], 1e-12, 'covariance');
    expectClose(weighted.logLik, plain.logLik, 1e-12);
    expectClose(weighted.rSquared, plain.rSquared, 1e-12);
    expectClose(weighted.overall.F, plain.overall.F, 1e-12);
    expectAll(influence(weighted).cooksDistance, [...influence(plain).cooksDistance], 1e-11, 'Cook');
  });

  it('must be numbers of at least 0 in a known column', () => {
    const negative = new Map(small).set('w', numericColumn([1, 1, -1, 1, 1, 1]));
    expect(() => fitLinearModel('y ~ x', negative, { weights: 'w' })).toThrow(/at least 0/);
    expect(() => fitLinearModel('y ~ x', small, { weights: 'g' })).toThrow(/at least 0/);
    expect(() => fitLinearModel('y ~ x', small, { weights: 'ww' })).toThrow(/did you mean "w"/);
  });
});

describe('what cannot be estimated is named', () => {
  it('aliased coefficients', () => {
    const data = new Map(small).set('twice', numericColumn([2, 4, 6, 8, 10, 12]));
    const model = fitLinearModel('y ~ x + twice + g', data);
    expect(model.aliased).toEqual(['twice']);
    expect(model.coefficients[2]).toBeNaN();
    expect(model.notes[0].message).toContain('twice');
    expect(() => anovaTable(model, 3)).toThrow(/every coefficient, but twice cannot be estimated/);
    expect(anovaTable(model, 1).untestable).toEqual(['twice']);
  });

  it('a constant response has no tests', () => {
    const model = fitLinearModel('y ~ g', new Map(small).set('y', numericColumn(new Float64Array(6).fill(3.3))));
    expect(model.notes.map((note) => note.code)).toEqual(['zero-residual-variance']);
    expect(model.sigma).toBe(0);
    const [row] = coefficientTable(model.design.columns, model.coefficients, model.covariance, model.residualDf);
    expect(row.statistic).toBeNaN();
    expect(row.pvalue).toBeNaN();
    expect(anovaTable(model, 1).rows[0].pvalue).toBeNaN();
  });

  it('as many coefficients as rows', () => {
    const model = fitLinearModel('y ~ factor(x)', small);
    expect(model.residualDf).toBe(0);
    expect(model.sigma).toBeNaN();
    expect(model.notes.map((note) => note.code)).toEqual(['no-residual-df']);
    const [row] = coefficientTable(model.design.columns, model.coefficients, model.covariance, model.residualDf);
    expect([row.se, row.pvalue, row.lower]).toEqual([NaN, NaN, NaN]);
  });

  it('random terms, factors as response, rows left out', () => {
    expect(() => fitLinearModel('y ~ x + (1 | g)', small)).toThrow(/random terms.*\(1 \| g\)/);
    expect(() => fitLinearModel('g ~ x', small)).toThrow(/holds categories.*a, b, c/);
    const gaps = new Map(small).set('x', numericColumn([NaN, 2, 3, 4, 5, 6]));
    expect(fitLinearModel('y ~ x', gaps).notes[0].message).toBe('1 of 6 rows have a missing value and were left out');
  });

  it('a Wald test of dependent rows', () => {
    const model = fitLinearModel('y ~ x', small);
    const l = Float64Array.of(0, 1, 0, 2);
    expect(waldTest(l, 2, model.coefficients, model.covariance, model.residualDf).F).toBeNaN();
  });
});

describe('properties', () => {
  it('the sums of squares of type I add up to the total', () => {
    const model = fitLinearModel('y ~ g + x', small);
    const { rows, residual } = anovaTable(model, 1);
    const y = [3, 5, 4, 8, 7, 10];
    const mean = y.reduce((sum, value) => sum + value, 0) / 6;
    const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expectClose(
      rows.reduce((sum, row) => sum + row.sumOfSquares, residual.sumOfSquares),
      total,
      1e-13,
    );
  });

  it('fits do not depend on the coding, and an offset is taken off the response', () => {
    const treatment = fitLinearModel('y ~ g * x', small);
    const sum = fitLinearModel('y ~ g * x', small, { contrasts: 'sum' });
    expectAll(sum.fitted, [...treatment.fitted], 1e-12, 'fitted');
    const data = new Map(small).set('o', numericColumn([1, 2, 3, 4, 5, 6]));
    const shifted = fitLinearModel('y ~ x + offset(o)', data);
    expectClose(shifted.coefficients[1], fitLinearModel('y ~ x', data).coefficients[1] - 1, 1e-12);
  });

  it('a regression through the origin is judged against 0', () => {
    const model = fitLinearModel('y ~ 0 + x', small);
    const sum = [3, 5, 4, 8, 7, 10].reduce((total, y) => total + y * y, 0);
    expectClose(model.rSquared, 1 - model.residualSumOfSquares / sum, 1e-13);
    expect(model.overall.numDf).toBe(1);
  });
});
