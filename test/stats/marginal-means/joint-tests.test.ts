import { describe, it } from 'vitest';
import { anovaTable, fitLinearModel } from '../../../src/stats/linear/index.ts';
import { jointTests, linearMeansModel } from '../../../src/stats/marginal-means/index.ts';
import { expectAll } from '../../support/r-reference.ts';
import { data } from './three-arms.ts';

describe('joint tests are type III tests', () => {
  it('for unbalanced factors', () => {
    const model = fitLinearModel('y ~ arm * sex', data);
    const joint = jointTests(linearMeansModel(model));
    expectAll(
      joint.map((test) => test.F),
      anovaTable(model, 3)
        .rows.slice(1)
        .map((row) => row.F),
      1e-10,
      'F',
    );
  });
});
