import { describe, expect, it } from 'vitest';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitGeneralizedLinearModel } from '../../../src/stats/generalized/index.ts';
import { expectClose } from '../../support/close.ts';
import { type Matrix, result } from './reference.ts';

describe('lethal doses (doseresponse.json)', () => {
  const dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16];
  const data = new Map<string, ReturnType<typeof numericColumn> | ReturnType<typeof factorColumn>>([
    ['share', numericColumn(dead.map((one) => one / 20))],
    ['n', numericColumn(dead.map(() => 20))],
    ['ldose', numericColumn(dead.map((_, i) => i % 6))],
    ['sex', factorColumn(dead.map((_, i) => (i < 6 ? 'm' : 'f')))],
  ]);

  interface Glm {
    coef: Record<'Estimate' | 'Std. Error' | 'z value' | 'Pr(>|z|)', number[]>;
    deviance: number;
    df: number;
    vcov: Matrix;
    ld50: Record<string, number>;
    ld50SE: number[];
  }

  function checkGlm(id: string, formula: string, link: 'logit' | 'probit') {
    const expected = result<Glm>(id);
    const model = fitGeneralizedLinearModel(formula, data, { family: 'binomial', link, weights: 'n' });
    const p = expected.coef.Estimate.length;
    model.fixedEffects().forEach((row, j) => {
      expectClose(row.estimate, expected.coef.Estimate[j], 1e-9, id);
      expectClose(row.se, expected.coef['Std. Error'][j], 1e-9, id);
      expectClose(row.statistic, expected.coef['z value'][j], 1e-9, id);
      expectClose(row.pvalue, expected.coef['Pr(>|z|)'][j], 1e-8, id);
      expected.vcov.values[j].forEach((value, k) => {
        expectClose(model.vcov[j * p + k], value, 1e-8, id);
      });
    });
    expectClose(model.fit.deviance, expected.deviance, 1e-9, id);
    expect(model.fit.residualDf).toBe(expected.df);
    return { model, expected };
  }

  it('logit with LD50 and LD90', () => {
    const { model, expected } = checkGlm('logit.budworm', 'share ~ 0 + sex + ldose', 'logit');
    [0.5, 0.9].forEach((share, i) => {
      const got = dose.effectiveDose(model.coefficients, model.vcov, { intercept: 0, slope: 2, share });
      expectClose(got.estimate, Object.values(expected.ld50)[i], 1e-9);
      expectClose(got.se, expected.ld50SE[i], 1e-9);
      expect(got.low < got.estimate && got.estimate < got.high).toBe(true);
    });
  });

  it('probit', () => {
    const { model } = checkGlm('probit.budworm', 'share ~ sex * ldose', 'probit');
    const got = dose.effectiveDose(model.coefficients, model.vcov, { intercept: 0, slope: 2, link: 'probit' });
    expectClose(got.estimate, -model.coefficients[0] / model.coefficients[2], 1e-14);
  });
});
