import { describe, expect, it } from 'vitest';
import { numericColumn } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import {
  customContrasts,
  linearMeansModel,
  marginalMeans,
  referenceGrid,
  slopeGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll } from '../../support/r-reference.ts';
import { withColumns } from '../../support/study-tables.ts';
import { data, gridOf } from './three-arms.ts';

describe('means and what they average', () => {
  it('cell weights give the raw means of a saturated model', () => {
    const { means } = marginalMeans(gridOf('y ~ arm * sex'), '~ arm', { weights: 'cells' });
    expectAll(
      means.map((one) => one.estimate),
      [34 / 5, 38 / 4, 55 / 5].map((_, i) => [(5 + 7 + 6 + 9 + 6) / 5, (8 + 12 + 11 + 7) / 4, (10 + 9 + 14 + 12 + 10) / 5][i]),
      1e-13,
      'raw means',
    );
  });

  it('hold predictors where they are told to', () => {
    const at5 = marginalMeans(gridOf('y ~ arm * x', new Map([['x', [5]]])), '~ arm');
    const model = fitLinearModel('y ~ arm * x', data);
    expectClose(at5.means[0].estimate, model.coefficients[0] + 5 * model.coefficients[3], 1e-13);
    const several = marginalMeans(gridOf('y ~ arm * x', new Map([['x', [1, 5]]])), '~ arm | x');
    expect(several.means.map((one) => one.levels.join(' '))).toEqual(['v 1', 'l 1', 'h 1', 'v 5', 'l 5', 'h 5']);
  });

  it('a factor made in the formula counts level by level, the overall mean needs no factor', () => {
    const { means } = marginalMeans(gridOf('y ~ factor(x)'), '~ x');
    expect(means.map((one) => one.levels[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(marginalMeans(gridOf('y ~ arm'), '~ 1').means).toHaveLength(1);
  });

  it('slopes are derivatives: exact for a curve, by level of a factor', () => {
    const model = fitLinearModel('y ~ poly(x, 3, raw = TRUE) + arm:x', data);
    const [, b1, b2, b3] = model.coefficients;
    const slopes = marginalMeans(slopeGrid(linearMeansModel(model), 'x', { at: new Map([['x', [4]]]) }), '~ arm').means;
    expectClose(
      slopes[0].estimate,
      b1 + 8 * b2 + 48 * b3 + (Number.isNaN(model.coefficients[4]) ? 0 : model.coefficients[4]),
      1e-9,
    );
  });

  it('means at an offset include it', () => {
    const shifted = withColumns(data, [
      ['y', numericColumn((data.get('y') as { values: Float64Array }).values.map((y) => y + 100))],
    ]);
    const off = withColumns(shifted, [['o', numericColumn(new Float64Array(14).fill(100))]]);
    const with100 = marginalMeans(referenceGrid(linearMeansModel(fitLinearModel('y ~ arm + offset(o)', off))), '~ arm').means;
    const plain = marginalMeans(gridOf('y ~ arm'), '~ arm').means;
    expectAll(
      with100.map((one) => one.estimate),
      plain.map((one) => one.estimate + 100),
      1e-12,
      'mean',
    );
  });

  it('a numeric predictor with two values counts as a factor, with more it stands at its mean', () => {
    const two = withColumns(data, [['x', numericColumn(Array.from({ length: 14 }, (_, i) => (i < 5 ? 0 : 1)))]]);
    const grid = referenceGrid(linearMeansModel(fitLinearModel('y ~ arm + x', two)));
    expect(grid.factors.find((factor) => factor.name === 'x')?.levels).toEqual(['0', '1']);
    expect(gridOf('y ~ arm + x').factors.find((factor) => factor.name === 'x')?.levels).toEqual([String(76 / 14)]);
  });

  it('custom contrasts need one coefficient per mean', () => {
    const means = marginalMeans(gridOf('y ~ arm'), '~ arm');
    const { rows } = customContrasts(means, { names: ['v against both'], matrix: Float64Array.of(1, -0.5, -0.5) });
    expectClose(rows[0].estimate, means.means[0].estimate - (means.means[1].estimate + means.means[2].estimate) / 2, 1e-13);
    expect(() => customContrasts(means, { names: ['x'], matrix: Float64Array.of(1, -1) })).toThrow(/needs 3 coefficients/);
  });
});
