import { describe, expect, it } from 'vitest';
import { fitGeneralizedMixedModel, linkOf } from '../../../src/stats/generalized/index.ts';
import {
  contrastMeans,
  contrastsAsRatios,
  marginalMeans,
  meansOnResponseScale,
  referenceGrid,
  waldMeansModel,
} from '../../../src/stats/marginal-means/index.ts';
import { expectAll, expectColumns, numbersOf, pick, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

/**
 * The emmeans case was computed at glmmTMB's own stop ("singular convergence"), 4e-7 from the optimum at which the other cases stand after
 * Newton steps: exp(-period2) is 2.69751854 there and 2.69751973 at the optimum.
 */
const UNPOLISHED = 2e-6;

describe.skipIf(!haveShared)('marginal means of a generalized mixed model', () => {
  const reference = referenceFile('glmm.json');
  const expected = reference.result('glmm.cbpp.emmeans');
  const cbpp = () =>
    fitGeneralizedMixedModel('cbind(incidence, size - incidence) ~ period + (1 | herd)', studyTable('cbpp'), {
      family: 'binomial',
    });
  // glmmTMB gives its contrasts the residual degrees of freedom; limbic's default for generalized models is the normal reference
  const means = () => {
    const model = waldMeansModel(cbpp(), linkOf('logit'));
    return marginalMeans(referenceGrid({ ...model, degreesOfFreedom: () => 51 }), '~ period');
  };

  it('glmm.cbpp.emmeans: probabilities', () => {
    const probabilities = meansOnResponseScale(means().means, linkOf('logit'));
    const columns = [
      ['estimate', 'prob'],
      ['se', 'SE'],
      ['lower', 'lower.CL'],
      ['upper', 'upper.CL'],
    ] as const;
    expectColumns(probabilities, pick(expected, 'prob'), columns, UNPOLISHED, 1);
  });

  it('glmm.cbpp.emmeans: odds ratios', () => {
    const ratios = contrastsAsRatios(contrastMeans(means(), 'pairwise', { adjust: 'holm' }).rows, linkOf('logit')) ?? [];
    expect(ratios.map((row) => row.contrast)).toEqual(textsOf(expected, 'or', 'contrast'));
    const [, ...optimum] = numbersOf(reference.result('glmm.cbpp.laplace.TMB'), 'fixed', 'estimate');
    expectAll(
      ratios.slice(0, 3).map((row) => row.estimate),
      optimum.map((estimate) => Math.exp(-estimate)),
      1e-7,
      'ratio at the optimum',
    );
    const columns = [
      ['estimate', 'odds.ratio'],
      ['se', 'SE'],
      ['statistic', 't.ratio'],
      ['pvalue', 'p.value'],
    ] as const;
    expectColumns(ratios, pick(expected, 'or'), columns, UNPOLISHED, 1);
  });
});
