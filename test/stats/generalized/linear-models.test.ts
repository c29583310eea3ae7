import { describe, expect, it } from 'vitest';
import { asFactor, type DataColumn, type DataFrame, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import {
  fitGeneralizedLinearModel,
  type GeneralizedLinearModel,
  type GeneralizedLinearOptions,
} from '../../../src/stats/generalized/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, pick, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { readFrame } from '../mixed/reference.ts';

const reference = referenceFile('glmm.json');

function check(model: GeneralizedLinearModel, result: RValue): void {
  const table = pick(result, 'coefficients');
  expect(model.fit.converged).toBe(true);
  expect(model.columns).toEqual(textsOf(table, 'row'));
  const statistic = 'z value' in (table as object) ? 'z value' : 't value';
  const p = 'z value' in (table as object) ? 'Pr(>|z|)' : 'Pr(>|t|)';
  model.fixedEffects().forEach((row, i) => {
    expectClose(row.estimate, numbersOf(table, 'Estimate')[i], 1e-9, row.term);
    expectClose(row.se, numbersOf(table, 'Std. Error')[i], 1e-9, `${row.term} se`);
    expectClose(row.statistic, numbersOf(table, statistic)[i], 1e-9, `${row.term} statistic`);
    // The p-value of a large statistic magnifies its last digits.
    expectClose(row.pvalue, numbersOf(table, p)[i], 1e-9 * Math.max(1, row.statistic ** 2), `${row.term} p`);
  });
  const { fit } = model;
  expectClose(fit.deviance, numbersOf(result, 'deviance')[0], 1e-9, 'deviance');
  expectClose(fit.nullDeviance, numbersOf(result, 'nullDeviance')[0], 1e-9, 'null deviance');
  expect(fit.residualDf).toBe(numbersOf(result, 'dfResidual')[0]);
  expectClose(fit.dispersion, numbersOf(result, 'dispersion')[0], 1e-9, 'dispersion');
  const [aic] = numbersOf(result, 'AIC');
  if (Number.isNaN(aic)) expect(model.aic).toBeNaN();
  else {
    expectClose(model.aic, aic, 1e-9, 'AIC');
    expectClose(model.logLik, numbersOf(result, 'logLik')[0], 1e-9, 'logLik');
  }
}

function toothGrowth(): DataFrame {
  const frame = readFrame('ToothGrowth.csv');
  const dose = frame.get('dose');
  return dose === undefined ? frame : new Map([...frame, ['dose', asFactor(dose)]]);
}

describe.skipIf(!haveShared)('generalized linear models against the references', () => {
  const cases: [string, string, () => DataFrame, GeneralizedLinearOptions][] = [
    ['glm.poisson', 'count ~ spray', () => readFrame('InsectSprays.csv'), { family: 'poisson' }],
    ['glm.quasipoisson', 'count ~ spray', () => readFrame('InsectSprays.csv'), { family: 'quasipoisson' }],
    ['glm.binomial', 'cbind(incidence, size - incidence) ~ period', () => readFrame('cbpp.csv'), { family: 'binomial' }],
  ];
  it.each(cases)('%s', (id, formula, data, options) => {
    check(fitGeneralizedLinearModel(formula, data(), options), reference.result(id));
  });

  it('glm.gamma.log', () => {
    const model = fitGeneralizedLinearModel('len ~ supp * factor(dose)', toothGrowth(), { family: 'gamma' });
    check(model, reference.result('glm.gamma.log'));
  });

  it('glm.nb: theta too', () => {
    const result = reference.result('glm.nb');
    const model = fitGeneralizedLinearModel('count ~ spray', readFrame('InsectSprays.csv'), { family: 'negative-binomial' });
    expectClose(model.fit.theta, numbersOf(result, 'theta')[0], 1e-6, 'theta');
    // MASS takes the information one Newton step before its last theta.
    expectClose(model.fit.thetaSe, numbersOf(result, 'seTheta')[0], 2e-6, 'theta se');
    check(model, result);
  });

  it('proportions with trials as weights are the same as counts', () => {
    const frame = readFrame('cbpp.csv');
    const incidence = frame.get('incidence');
    const size = frame.get('size');
    if (incidence?.kind !== 'number' || size?.kind !== 'number') throw new Error('no counts');
    const rate = numericColumn(incidence.values.map((value, i) => value / size.values[i]));
    const model = fitGeneralizedLinearModel('rate ~ period', new Map([...frame, ['rate', rate]]), {
      family: 'binomial',
      weights: 'size',
    });
    check(model, reference.result('glm.binomial'));
  });
});

describe('separation', () => {
  const x = numericColumn([1, 2, 3, 4, 5, 6, 7, 8]);
  const complete = new Map([
    ['x', x],
    ['y', numericColumn([0, 0, 0, 0, 1, 1, 1, 1])],
  ]);

  it('glm.separation: says that the slope runs away instead of reporting it', () => {
    expect(pick(reference.result('glm.separation'), 'converged')).toBe(true);
    const model = fitGeneralizedLinearModel('y ~ x', complete, { family: 'binomial' });
    expect(model.coefficients.every(Number.isNaN)).toBe(true);
    expect(model.fit.infinite).toEqual([
      { column: '(Intercept)', sign: -1 },
      { column: 'x', sign: 1 },
    ]);
    expect(model.notes.map((note) => note.code)).toContain('separation-complete');
    expect(model.fixedEffects()[1].pvalue).toBeNaN();
  });

  it('finds quasi-complete separation and names only the column concerned', () => {
    const arm = factorColumn(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c']);
    const frame: DataFrame = new Map<string, DataColumn>([
      ['arm', arm],
      ['y', numericColumn([0, 1, 0, 1, 1, 0, 1, 1, 1])],
    ]);
    const model = fitGeneralizedLinearModel('y ~ arm', frame, { family: 'binomial' });
    expect(model.fit.infinite).toEqual([{ column: 'armc', sign: 1 }]);
    expect(model.notes.map((note) => note.code)).toContain('separation');
  });

  it('finds a group of zero counts in a Poisson model', () => {
    const frame: DataFrame = new Map<string, DataColumn>([
      ['arm', factorColumn(['a', 'a', 'a', 'b', 'b', 'b'])],
      ['y', numericColumn([3, 0, 2, 0, 0, 0])],
    ]);
    const model = fitGeneralizedLinearModel('y ~ arm', frame, { family: 'poisson' });
    expect(model.fit.infinite).toEqual([{ column: 'armb', sign: -1 }]);
  });

  it('the bias-reduced fit is finite: for one group it is (successes + 1/2) / (n + 1)', () => {
    const model = fitGeneralizedLinearModel('y ~ x', complete, { family: 'binomial', firth: true });
    expect(model.fit.converged).toBe(true);
    expect(model.coefficients[1]).toBeGreaterThan(0);
    expect(model.coefficients[1]).toBeLessThan(5);
    const all = new Map([['y', numericColumn([1, 1, 1, 1])]]);
    const [intercept] = fitGeneralizedLinearModel('y ~ 1', all, { family: 'binomial', firth: true }).coefficients;
    expectClose(1 / (1 + Math.exp(-intercept)), 4.5 / 5, 1e-12, 'proportion');
  });

  it('never cries wolf: overlapping data have finite estimates', () => {
    for (let index = 0; index < 40; index++) {
      const stream = randomStream(1, 'overlap', index);
      const n = 60;
      const z = Float64Array.from({ length: n }, () => stream.normal());
      const y = z.map((value) => (stream.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
      const frame = new Map([
        ['z', numericColumn(z)],
        ['y', numericColumn(y)],
      ]);
      const model = fitGeneralizedLinearModel('y ~ z', frame, { family: 'binomial' });
      expect(model.fit.infinite).toEqual([]);
      // The score equations hold at the estimate.
      let score = 0;
      model.fit.fitted.forEach((mean, i) => {
        score += (y[i] - mean) * z[i];
      });
      expect(Math.abs(score)).toBeLessThan(1e-10);
    }
  });
});

describe.skipIf(!haveShared)('coverage of the references', () => {
  it('runs every generalized linear case of glmm.json', () => {
    expect(reference.untouched().filter((id) => id.startsWith('glm.'))).toEqual([]);
  });
});

describe('impossible inputs', () => {
  const frame = new Map([
    ['x', numericColumn([1, 2, 3, 4])],
    ['y', numericColumn([0, -1, 2.5, 3])],
  ]);
  it('names every row a family cannot have', () => {
    expect(() => fitGeneralizedLinearModel('y ~ x', frame, { family: 'poisson' })).toThrow(/2:? ?.*negative[\s\S]*not whole/);
    expect(() => fitGeneralizedLinearModel('y ~ x', frame, { family: 'gamma' })).toThrow(/not positive/);
    expect(() => fitGeneralizedLinearModel('y ~ x', frame, { family: 'binomial' })).toThrow(/outside 0 to 1/);
  });
  it('refuses a link or a bias reduction that does not exist', () => {
    expect(() => fitGeneralizedLinearModel('x ~ 1', frame, { family: 'poisson', link: 'logit' })).toThrow(/log, identity, sqrt/);
    expect(() => fitGeneralizedLinearModel('x ~ 1', frame, { family: 'poisson', firth: true })).toThrow(/binomial/);
  });
  it('warns of overdispersion', () => {
    const wild = new Map([['y', numericColumn([0, 0, 40, 1, 0, 33, 0, 2, 50, 0, 0, 61])]]);
    expect(fitGeneralizedLinearModel('y ~ 1', wild, { family: 'poisson' }).notes.map((note) => note.code)).toEqual([
      'overdispersion',
    ]);
    expect(fitGeneralizedLinearModel('y ~ 1', wild, { family: 'negative-binomial' }).notes).toEqual([]);
  });
});
