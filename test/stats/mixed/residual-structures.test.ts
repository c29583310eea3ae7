import { describe, expect, it } from 'vitest';
import { type DataFrame, numericColumn } from '../../../src/stats/formula/index.ts';
import { cholesky, choleskyInverse } from '../../../src/stats/linear-algebra/index.ts';
import {
  type CovarianceModel,
  type FixedEffectsModel,
  fitCovarianceModel,
  fitMixedModel,
  type ResidualStructure,
} from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, pick, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { readFrame } from './reference.ts';
import { litterStudy } from './simulated.ts';

const reference = referenceFile('lmm_compare.json');

/** Estimates and standard errors to 1e-5, log-likelihood to 1e-6, Wald F of the sequential tests to 1e-5. */
function check(model: CovarianceModel, result: RValue): void {
  expect(model.estimates.converged).toBe(true);
  const table = pick(result, 'tTable');
  expect(model.columns).toEqual(textsOf(table, 'row'));
  const rows = model.fixedEffects({ df: 'asymptotic' });
  rows.forEach((row, i) => {
    expectClose(row.estimate, numbersOf(table, 'Value')[i], 1e-5, row.term);
    expectClose(row.se, numbersOf(table, 'Std.Error')[i], 1e-5, `${row.term} se`);
    expectClose(row.statistic, numbersOf(table, 't-value')[i], 1e-5, `${row.term} t`);
  });
  expectClose(model.logLik, numbersOf(result, 'logLik')[0], 1e-6, 'logLik');
  expect(model.parameters).toBe(numbersOf(result, 'df')[0]);
  expectClose(model.aic, numbersOf(result, 'AIC')[0], 1e-6, 'AIC');
  expectClose(model.estimates.residualSd[0].sd, numbersOf(result, 'sigma')[0], 1e-5, 'sigma');
}

/**
 * nlme's table: marginal tests for gls as called; for lme sequential in the metric of V, so that the hypotheses are rows of the
 * Cholesky factor of X'V^-1X.
 */
function checkAnova(model: FixedEffectsModel, result: RValue, marginal: boolean): void {
  const p = model.columns.length;
  const lower = cholesky(model.vcov, p);
  if (lower === undefined) throw new Error('no covariance');
  const information = cholesky(choleskyInverse(lower, p), p);
  if (information === undefined) throw new Error('no information');
  model.design.terms.forEach((term, t) => {
    const rows = new Float64Array(term.width * p);
    for (let r = 0; r < term.width; r++) {
      for (let j = 0; j < p; j++) {
        const own = term.start + r;
        rows[r * p + j] = marginal ? (j === own ? 1 : 0) : information[j * p + own];
      }
    }
    const test = model.test(rows, term.width, { df: 'asymptotic' });
    // F is a square, so an estimate off by 1e-5 moves it by 2e-5.
    expectClose(test.F, numbersOf(result, 'anova', 'F-value')[t + 1], 2e-5, `F ${term.label}`);
  });
}

/** nlme's own optimizer stops within 1e-5 of these. */
const cases: [string, string, string, ResidualStructure][] = [
  ['lme.ratpup.hetero', 'RatPupWeight.csv', 'weight ~ Treatment + sex + Lsize + (1 | Litter)', { variance: 'Treatment' }],
  ['gls.orthodont.un', 'Orthodont.csv', 'distance ~ Sex * age', { correlation: 'unstructured', subject: 'Subject', time: 'age' }],
  ['gls.orthodont.cs', 'Orthodont.csv', 'distance ~ Sex * age', { correlation: 'compound-symmetry', subject: 'Subject' }],
  ['gls.orthodont.ar1', 'Orthodont.csv', 'distance ~ Sex * age', { correlation: 'ar1', subject: 'Subject', time: 't' }],
  [
    'lme.bodyweight.car1',
    'BodyWeight.csv',
    'weight ~ Time * Diet + (1 | Rat)',
    { correlation: 'car1', subject: 'Rat', time: 'Time' },
  ],
];

function data(file: string): DataFrame {
  const frame = readFrame(file);
  const age = frame.get('age');
  if (age?.kind !== 'number') return frame;
  return new Map([...frame, ['t', numericColumn(age.values.map((value) => (value - 6) / 2))]]);
}

describe.skipIf(!haveShared)('structured residuals against nlme', () => {
  it.each(cases)('%s', (id, file, formula, structure) => {
    const result = reference.result(id);
    const model = fitCovarianceModel(formula, data(file), structure);
    check(model, result);
    checkAnova(model, result, id.startsWith('gls'));
    const { estimates } = model;
    const values = pick(result, 'corStruct' in (result as object) ? 'corStruct' : 'varStruct');
    if (id === 'lme.ratpup.hetero') {
      const ratios = estimates.residualSd.map(({ sd }) => sd / estimates.residualSd[0].sd);
      ratios.forEach((ratio, i) => {
        expectClose(ratio, numbersOf(result, 'varStruct', estimates.residualSd[i].level)[0], 1e-5, 'ratio');
      });
      expectClose(estimates.components[0].sd, Number(textsOf(result, 'VarCorr', 'StdDev')[0]), 1e-5, 'litter sd');
    } else if (id === 'gls.orthodont.un') {
      const pairs = [1, 2, 3, 6, 7, 11];
      pairs.forEach((at, i) => {
        expectClose(estimates.correlations[at], numbersOf(values)[i], 1e-5, `correlation ${at}`);
      });
      estimates.residualSd.forEach(({ sd }, i) => {
        expectClose(sd / estimates.residualSd[0].sd, numbersOf(result, 'varStruct', String(i + 1))[0], 1e-5, 'ratio');
      });
    } else expectClose(estimates.correlation, numbersOf(values)[0], 1e-5, 'correlation');
  });

  it('lme.bodyweight.rs: nlme and lme4 agree on a model both can fit', () => {
    const result = reference.result('lme.bodyweight.rs');
    const model = fitMixedModel('weight ~ Time * Diet + (Time | Rat)', readFrame('BodyWeight.csv'));
    expectClose(model.logLik, numbersOf(result, 'logLik')[0], 1e-6, 'logLik');
    model.fixedEffects().forEach((row, i) => {
      expectClose(row.estimate, numbersOf(result, 'tTable', 'Value')[i], 1e-5, row.term);
    });
    checkAnova(model, result, false);
    model.components.forEach((component, i) => {
      const place = [0, 1, -1, 2][i];
      if (place >= 0) expectClose(component.sd, Number(textsOf(result, 'VarCorr', 'StdDev')[place]), 1e-5, `sd ${i}`);
    });
  });

  it('every case of lmm_compare.json runs here, in compare.test.ts or in resampling.test.ts', () => {
    const elsewhere = /^(lrt|ranova|profile|exactRLRT)\./;
    expect(reference.untouched().filter((id) => !elsewhere.test(id))).toEqual([]);
  });
});

describe('structured residuals', () => {
  const study = litterStudy(10, 3, 1);
  const frame = new Map([...study.frame, ['y', numericColumn(study.response(4, 0, 1, 0))]]);

  it('compound symmetry is the random intercept model, with the same Kenward-Roger degrees of freedom', () => {
    const mixed = fitMixedModel('y ~ arm + sex + (1 | litter)', frame);
    const structured = fitCovarianceModel('y ~ arm + sex', frame, { correlation: 'compound-symmetry', subject: 'litter' });
    expectClose(structured.logLik, mixed.logLik, 1e-10, 'logLik');
    const total = mixed.components[0].value + mixed.components[1].value;
    expectClose(structured.estimates.correlation, mixed.components[0].value / total, 1e-7, 'correlation');
    for (const df of ['kenward-roger', 'satterthwaite'] as const) {
      structured.fixedEffects({ df }).forEach((row, i) => {
        const other = mixed.fixedEffects({ df })[i];
        expectClose(row.estimate, other.estimate, 1e-8, `${df} ${row.term}`);
        expectClose(row.se, other.se, 1e-7, `${df} ${row.term} se`);
        expectClose(row.df, other.df, 1e-6, `${df} ${row.term} df`);
      });
    }
  });

  it('one variance group and no correlation is a linear model', () => {
    const structured = fitCovarianceModel('y ~ arm + sex', frame, {});
    for (const row of structured.fixedEffects()) expectClose(row.df, 27, 1e-7, 'df');
  });

  it('names what is missing in a structure', () => {
    expect(() => fitCovarianceModel('y ~ arm', frame, { correlation: 'ar1', subject: 'litter' })).toThrow(
      /needs a subject and a time/,
    );
    expect(() => fitCovarianceModel('y ~ arm', frame, { correlation: 'compound-symmetry' })).toThrow(/needs a subject/);
    const twice = { correlation: 'ar1', subject: 'litter', time: 'session' } as const;
    expect(() => fitCovarianceModel('y ~ arm', frame, twice)).toThrow(/same session/);
  });
});
