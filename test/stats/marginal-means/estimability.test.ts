import { describe, expect, it } from 'vitest';
import { factorColumn } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import {
  contrastMeans,
  jointTests,
  linearMeansModel,
  marginalMeans,
  referenceGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';
import { withColumns } from '../../support/study-tables.ts';
import { data } from './three-arms.ts';

describe('empty cells', () => {
  // no male in arm h
  const holes = withColumns(data, [
    ['sex', factorColumn(['f', 'm', 'f', 'm', 'f', 'm', 'f', 'f', 'f', 'f', 'm', 'm', 'f', 'f'])],
  ]);
  const model = linearMeansModel(fitLinearModel('y ~ arm * sex', holes));

  it('a mean that rests on one is not estimable, and said so; the others stay', () => {
    const cells = marginalMeans(referenceGrid(model), '~ arm * sex').means;
    expect(cells.filter((one) => !one.estimable).map((one) => one.levels.join(' '))).toEqual(['h m']);
    expect(cells.find((one) => !one.estimable)?.estimate).toBeNaN();
    expectClose(cells[2].estimate, (10 + 9 + 14 + 12 + 10) / 5, 1e-13, 'h f');
    const { rows } = contrastMeans(marginalMeans(referenceGrid(model), '~ arm | sex'), 'pairwise');
    expect(rows.map((row) => row.estimable)).toEqual([true, true, true, true, false, false]);
    expect(rows[5].pvalue).toBeNaN();
    expect(rows[3].pvalue).toBeGreaterThan(0);
  });

  it('joint tests keep the part that can be tested and mark it', () => {
    const interaction = jointTests(model).find((test) => test.term === 'arm:sex');
    expect(interaction?.numDf).toBe(1);
    expect(interaction?.partial).toBe(true);
    expect(interaction?.pvalue).toBeGreaterThan(0);
  });
});

describe('a coefficient that is not known', () => {
  it('makes the means that need it NaN, not 0', () => {
    const model = linearMeansModel(fitLinearModel('y ~ arm + sex', data));
    const separated = { ...model, coefficients: Float64Array.from(model.coefficients) };
    separated.coefficients[2] = NaN;
    const { means } = marginalMeans(referenceGrid(separated), '~ arm');
    expect(means.map((one) => Number.isNaN(one.estimate))).toEqual([false, false, true]);
    const [first, second] = contrastMeans(marginalMeans(referenceGrid(separated), '~ arm'), 'pairwise').rows;
    expect(first.estimate).not.toBeNaN();
    expect(second.estimate).toBeNaN();
    expect(jointTests(separated)[0].F).toBeNaN();
  });
});
