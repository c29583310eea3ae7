import { describe, expect, it } from 'vitest';
import {
  dropTermTests,
  fitMixedModel,
  likelihoodRatioTest,
  profileIntervals,
  randomEffectTests,
  varianceShares,
} from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, pick, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { caseData, fixture, type MixedCase, readFrame } from './reference.ts';

const reference = referenceFile('lmm_compare.json');
const RATPUP = 'weight ~ Treatment + sex + Lsize + (1 | Litter)';
const SLEEP = 'Reaction ~ Days + (Days | Subject)';

describe.skipIf(!haveShared)('likelihood-ratio tests against the references', () => {
  const sleep = haveShared ? readFrame('sleepstudy.csv') : new Map();
  const pups = haveShared ? readFrame('RatPupWeight.csv') : new Map();

  it('lrt.sleepstudy.days: refits by maximum likelihood when fixed effects differ', () => {
    const result = reference.result('lrt.sleepstudy.days');
    const test = likelihoodRatioTest(fitMixedModel(SLEEP, sleep), fitMixedModel('Reaction ~ 1 + (Days | Subject)', sleep));
    expectClose(test.statistic, numbersOf(result, 'Chisq')[1], 1e-6, 'statistic');
    expectClose(test.logLik, numbersOf(result, 'logLik')[0], 1e-9, 'logLik');
    expectClose(test.aic, numbersOf(result, 'AIC')[0], 1e-9, 'AIC');
    expect(test.df).toBe(1);
    expectClose(test.pvalue, numbersOf(result, 'p.value')[1], 1e-6, 'p');
  });

  it('lrt.sleepstudy.slope: restricted likelihoods compare random parts', () => {
    const result = reference.result('lrt.sleepstudy.slope');
    const test = likelihoodRatioTest(fitMixedModel('Reaction ~ Days + (1 | Subject)', sleep), fitMixedModel(SLEEP, sleep));
    expectClose(test.statistic, numbersOf(result, 'Chisq')[1], 1e-6, 'statistic');
    expectClose(test.pvalue, numbersOf(result, 'p.value')[1], 1e-6, 'p');
    expect(test.df).toBe(2);
    expect(test.boundaryPvalue).toBeLessThan(test.pvalue);
  });

  it('lrt.ratpup.treatment and lrt.ratpup.all: each fixed term', () => {
    const one = reference.result('lrt.ratpup.treatment');
    const all = reference.result('lrt.ratpup.all');
    const tests = dropTermTests(fitMixedModel(RATPUP, pups));
    expect(['<none>', ...tests.map((test) => test.term)]).toEqual(textsOf(all, 'row'));
    tests.forEach((test, i) => {
      expectClose(test.statistic, numbersOf(all, 'LRT')[i + 1], 1e-6, test.term);
      expectClose(test.pvalue, numbersOf(all, 'Pr(Chi)')[i + 1], 1e-6, `${test.term} p`);
      expectClose(test.aic, numbersOf(all, 'AIC')[i + 1], 1e-9, `${test.term} AIC`);
      expect(test.df).toBe(numbersOf(all, 'npar')[i + 1]);
    });
    expectClose(tests[0].statistic, numbersOf(one, 'Chisq')[1], 1e-6, 'treatment');
  });

  it('ranova.ratpup and ranova.sleepstudy: each random part', () => {
    for (const [id, formula, data] of [
      ['ranova.ratpup', RATPUP, pups],
      ['ranova.sleepstudy', SLEEP, sleep],
    ] as const) {
      const result = reference.result(id);
      const [test] = randomEffectTests(fitMixedModel(formula, data));
      expect(test.term).toBe(textsOf(result, 'row')[1]);
      expectClose(test.statistic, numbersOf(result, 'LRT')[1], 1e-6, id);
      expectClose(test.logLik, numbersOf(result, 'logLik')[1], 1e-9, id);
      expect(test.df).toBe(numbersOf(result, 'Df')[1]);
      expectClose(test.pvalue, numbersOf(result, 'p.value')[1], 1e-5, id);
    }
  });

  it('profile.sleepstudy and profile.ratpup', () => {
    for (const [id, formula, data] of [
      ['profile.sleepstudy', SLEEP, sleep],
      ['profile.ratpup', RATPUP, pups],
    ] as const) {
      const result = reference.result(id);
      const intervals = profileIntervals(fitMixedModel(formula, data));
      const values = pick(result, 'values') as number[][];
      textsOf(result, 'rows').forEach((name, i) => {
        const interval = intervals.find((one) => one.parameter === name);
        if (interval === undefined) throw new Error(`no interval of ${name}`);
        expectClose(interval.low, values[i][0], 1e-3, `${name} low`);
        expectClose(interval.high, values[i][1], 1e-3, `${name} high`);
      });
    }
  });
});

describe.skipIf(!haveShared)('shares of variance against the references', () => {
  const cases = ['lmm.json', 'lmm_simstudy_a.json'].flatMap((file) => fixture<{ cases: MixedCase[] }>(file).cases);
  it.each(cases.filter((one) => one.r2 !== undefined).map((one): [string, MixedCase] => [one.id, one]))('%s', (id, one) => {
    const { r2 } = one;
    if (r2 === undefined) throw new Error('no r2');
    const tolerance = id === 'tvbo.noise.singularSlopes' || id === 'weight' ? 1e-4 : 1e-7;
    const shares = varianceShares(fitMixedModel(one.formula, caseData(one), { reml: one.REML, weights: one.weights }));
    expectClose(shares.fixed, r2.varFixed, tolerance, 'fixed', r2.varFixed > 0 ? 0 : 1e-9);
    expectClose(shares.random, r2.varRandom, 1e-6, 'random', 1e-9);
    expectClose(shares.residual, r2.varResidual, tolerance, 'residual');
    expectClose(shares.marginal, r2.marginal, tolerance, 'marginal', 1e-9);
    expectClose(shares.conditional, r2.conditional, tolerance, 'conditional', 1e-9);
    expectClose(shares.icc, r2.icc, 1e-6, 'icc', 1e-9);
  });
});
