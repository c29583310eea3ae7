import { describe, expect, it } from 'vitest';
import type { DataFrame } from '../../../src/stats/formula/index.ts';
import {
  fitGeneralizedMixedModel,
  type GeneralizedMixedModel,
  type GeneralizedMixedOptions,
} from '../../../src/stats/generalized/index.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { readFrame } from '../mixed/reference.ts';

const reference = referenceFile('glmm.json');
const EPIL = 'y ~ lbase * trt + lage + V4 + (1 | subject)';
const CBPP = 'cbind(incidence, size - incidence) ~ period + (1 | herd)';

/** Estimates, standard errors and standard deviations of glmmTMB and the exact likelihood, all to 1e-7. */
function checkExact(model: GeneralizedMixedModel, result: RValue, groups: readonly string[]): void {
  expect(model.fit.converged).toBe(true);
  expect(model.columns).toEqual(textsOf(result, 'fixed', 'term'));
  model.fixedEffects().forEach((row, i) => {
    expectClose(row.estimate, numbersOf(result, 'fixed', 'estimate')[i], 1e-7, row.term);
    expectClose(row.se, numbersOf(result, 'fixed', 'se')[i], 1e-7, `${row.term} se`);
  });
  groups.forEach((group, i) => {
    const at = model.fit.components.findIndex((one) => one.group === group);
    expectClose(model.fit.components[at].sd, numbersOf(result, 'sd')[i], 1e-7, `sd ${group}`);
    expectClose(model.fit.logSdSe[at], numbersOf(result, 'seLogSd')[i], 1e-7, `se of log sd ${group}`);
  });
  expectClose(model.logLik, numbersOf(result, 'logLik')[0], 1e-9, 'logLik');
}

function checkTmb(model: GeneralizedMixedModel, result: RValue, groups: readonly string[]): void {
  checkExact(model, result, groups);
  expectClose(model.aic, numbersOf(result, 'AIC')[0], 1e-9, 'AIC');
  const [dispersion] = numbersOf(result, 'dispersion');
  if (!Number.isNaN(dispersion)) expectClose(model.fit.dispersion, dispersion, 1e-7, 'dispersion');
  model.fixedEffects().forEach((row, i) => {
    expectClose(row.statistic, numbersOf(result, 'fixed', 'z')[i], 1e-7, `${row.term} z`);
    expectClose(row.pvalue, numbersOf(result, 'fixed', 'p')[i], 1e-7 * Math.max(1, row.statistic ** 2), `${row.term} p`);
  });
}

/** glmer's fields, good to 1e-5; its logLik with several nodes lacks constants. */
function checkGlmer(model: GeneralizedMixedModel, result: RValue): void {
  model.fixedEffects().forEach((row, i) => {
    expectClose(row.estimate, numbersOf(result, 'polished', 'estimate')[i], 1e-5, row.term);
    expectClose(row.se, numbersOf(result, 'fixed', 'se')[i], 1e-5, `${row.term} se`);
  });
  expectClose(model.fit.components[0].sd, numbersOf(result, 'polished', 'theta')[0], 1e-5, 'theta');
  if (model.fit.nodes === 1) {
    expectClose(model.logLik, numbersOf(result, 'logLik')[0], 1e-9, 'logLik');
    expectClose(model.aic, numbersOf(result, 'AIC')[0], 1e-9, 'AIC');
    expectClose(model.bic, numbersOf(result, 'BIC')[0], 1e-9, 'BIC');
  }
  const [effects] = model.fit.randomEffects;
  const scale = Math.max(...numbersOf(result, 'ranefFirst', 'condval').map(Math.abs));
  textsOf(result, 'ranefFirst', 'grp').forEach((level, i) => {
    const at = effects.levels.indexOf(level);
    expectClose(effects.values[at], numbersOf(result, 'ranefFirst', 'condval')[i], 1e-5, `mode ${level}`, scale);
    expectClose(effects.sd[at], numbersOf(result, 'ranefFirst', 'condsd')[i], 1e-5, `conditional sd ${level}`);
  });
}

describe.skipIf(!haveShared)('generalized mixed models against the references', () => {
  const cbpp = haveShared ? readFrame('cbpp.csv') : new Map();
  const epil = haveShared ? readFrame('epil.csv') : new Map();
  const estimate = (formula: string, data: DataFrame, options: GeneralizedMixedOptions) =>
    fitGeneralizedMixedModel(formula, data, options);

  it('glmm.cbpp.laplace.TMB and glmm.cbpp.laplace.glmer', () => {
    const model = estimate(CBPP, cbpp, { family: 'binomial' });
    checkTmb(model, reference.result('glmm.cbpp.laplace.TMB'), ['herd']);
    checkGlmer(model, reference.result('glmm.cbpp.laplace.glmer'));
  });

  it('glmm.epil.poisson.TMB and glmm.epil.poisson.glmer', () => {
    const model = estimate(EPIL, epil, { family: 'poisson' });
    checkTmb(model, reference.result('glmm.epil.poisson.TMB'), ['subject']);
    checkGlmer(model, reference.result('glmm.epil.poisson.glmer'));
  });

  it('glmm.grouseticks.poisson.TMB: three factors, one of them an effect for each row', () => {
    const formula = 'TICKS ~ YEAR + cHEIGHT + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)';
    const model = estimate(formula, readFrame('grouseticks.csv'), { family: 'poisson' });
    checkTmb(model, reference.result('glmm.grouseticks.poisson.TMB'), ['BROOD', 'INDEX', 'LOCATION']);
  });

  it('glmm.epil.nb2.TMB', () => {
    checkTmb(estimate(EPIL, epil, { family: 'negative-binomial' }), reference.result('glmm.epil.nb2.TMB'), ['subject']);
  });

  it('glmm.epil.nb1.TMB', () => {
    checkTmb(estimate(EPIL, epil, { family: 'negative-binomial-linear' }), reference.result('glmm.epil.nb1.TMB'), ['subject']);
  });

  it.each([
    ['glmm.cbpp.agq5', 5],
    ['glmm.cbpp.agq9', 9],
    ['glmm.cbpp.agq25', 25],
  ])('%s', (id, nodes) => {
    checkGlmer(estimate(CBPP, cbpp, { family: 'binomial', nodes }), reference.result(id));
  });

  it('quadrature with more nodes changes the deviance as glmer says', () => {
    const deviances = [5, 9, 25].map((nodes) => -2 * estimate(CBPP, cbpp, { family: 'binomial', nodes }).logLik);
    const glmer = [5, 9, 25].map((nodes) => numbersOf(reference.result(`glmm.cbpp.agq${nodes}`), 'polished', 'deviance')[0]);
    expectClose(deviances[0] - deviances[2], glmer[0] - glmer[2], 1e-6, '5 against 25');
    expectClose(deviances[1] - deviances[2], glmer[1] - glmer[2], 1e-5, '9 against 25');
  });

  it('glmm.epil.poisson.agq25 and glmm.epil.poisson.exactML', () => {
    const model = estimate(EPIL, epil, { family: 'poisson', nodes: 25 });
    checkGlmer(model, reference.result('glmm.epil.poisson.agq25'));
    checkExact(model, reference.result('glmm.epil.poisson.exactML'), ['subject']);
  });

  it('glmm.cbpp.exactML', () => {
    checkExact(estimate(CBPP, cbpp, { family: 'binomial', nodes: 41 }), reference.result('glmm.cbpp.exactML'), ['herd']);
  });

  it('glmm.cbpp.emmeans: probabilities and odds ratios with glmmTMB’s degrees of freedom', () => {
    const result = reference.result('glmm.cbpp.emmeans');
    const model = estimate(CBPP, cbpp, { family: 'binomial' });
    const df = model.residualDf;
    expect(df).toBe(numbersOf(result, 'prob', 'df')[0]);
    const means = [0, 1, 2, 3].map((k) => Float64Array.from([1, 0, 0, 0], (one, j) => (j === k && k > 0 ? 1 : one)));
    const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));
    // emmeans ran on glmmTMB's fit before the Newton polish of the other case, which is off by 3e-7.
    means.forEach((row, k) => {
      const { estimate, se, low, high } = model.contrast(row, { df });
      const p = logistic(estimate);
      expectClose(p, numbersOf(result, 'prob', 'prob')[k], 1e-6, 'probability');
      expectClose(se * p * (1 - p), numbersOf(result, 'prob', 'SE')[k], 1e-6, 'se');
      expectClose(logistic(low), numbersOf(result, 'prob', 'lower.CL')[k], 1e-6, 'low');
      expectClose(logistic(high), numbersOf(result, 'prob', 'upper.CL')[k], 1e-6, 'high');
    });
    const pairs: [number, number][] = [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ];
    pairs.forEach(([a, b], i) => {
      const { estimate, se, statistic } = model.contrast(
        means[a].map((one, j) => one - means[b][j]),
        { df },
      );
      expectClose(Math.exp(estimate), numbersOf(result, 'or', 'odds.ratio')[i], 1e-6, 'odds ratio');
      expectClose(se * Math.exp(estimate), numbersOf(result, 'or', 'SE')[i], 1e-6, 'se');
      expectClose(statistic, numbersOf(result, 'or', 't.ratio')[i], 1e-5, 't');
    });
  });

  it('runs every mixed case of glmm.json', () => {
    expect(reference.untouched().filter((id) => id.startsWith('glmm.'))).toEqual([]);
  });
});
