import { describe, expect, it } from 'vitest';
import { fitMixedModel, type MixedModel } from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { type AnovaTable, caseData, fixture, type MarginalTests, type MixedCase, type ReferenceF } from './reference.ts';

/** Models with a rank-deficient covariance block, of which the references hold an optimizer's estimate, good to 1e-4. */
const ROUGH = new Set(['tvbo.noise.singularSlopes', 'weight']);

const cases = ['lmm.json', 'lmm_simstudy_a.json'].flatMap((file) => fixture<{ cases: MixedCase[] }>(file).cases);

/** Every entry within tolerance, relative to the entry or to 1e-12 of the largest (the rule of the references' README). */
function expectAll(actual: ArrayLike<number>, expected: ArrayLike<number | string>, tolerance: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const wanted = Array.from(expected, Number);
  const floor = 1e-12 * Math.max(...wanted.map(Math.abs));
  wanted.forEach((value, i) => {
    expectClose(actual[i], value, tolerance, `${what} ${i}`, floor);
  });
}

function expectF(
  actual: { F: number; numDf: number; denDf: number; pvalue: number },
  reference: ReferenceF,
  rough: boolean,
): void {
  expect(actual.numDf).toBe(reference.NumDF);
  expectClose(actual.F, reference.F, rough ? 1e-4 : 1e-7, 'F');
  expectClose(actual.denDf, reference.DenDF, rough ? 1e-4 : 1e-6, 'denominator df');
  if (reference.p !== undefined) expectClose(actual.pvalue, reference.p, rough ? 1e-3 : 1e-6, 'p');
}

function checkOptimum(model: MixedModel, one: MixedCase, rough: boolean): void {
  const { optimum } = one;
  expect(model.n).toBe(one.n);
  expect(model.converged).toBe(true);
  expect(model.singular).toBe(one.singular);
  if (!rough) expectAll(model.theta, [optimum.theta].flat(), 1e-6, 'theta');
  expectClose(model.logLik, optimum.logLik, 1e-9, 'logLik');
  expect(model.parameters).toBe(optimum.df);
  expectClose(model.aic, optimum.AIC, 1e-9, 'AIC');
  expectClose(model.bic, optimum.BIC, 1e-9, 'BIC');
  expectClose(model.sigma, optimum.sigma, rough ? 1e-4 : 1e-7, 'sigma');
  const { vcov, sdcor, grp } = optimum.varcomp;
  expect(model.components.map((component) => component.group)).toEqual(grp.map((name) => name.replace(/\.1$/, '')));
  model.components.forEach((component, i) => {
    expectClose(component.value, vcov[i], rough ? 1e-4 : 1e-6, `variance component ${i}`);
    expectClose(component.sd, Number(sdcor[i]), rough ? 1e-4 : 1e-6, `sd or correlation ${i}`);
  });
}

function checkFixed(model: MixedModel, { fixed, vcov }: MixedCase, rough: boolean): void {
  const loose = rough ? 1e-4 : 1e-7;
  expect(model.columns).toEqual(fixed.term);
  const satterthwaite = model.fixedEffects({ df: 'satterthwaite' });
  expectAll(model.coefficients, fixed['estimate'], loose, 'estimate');
  expectAll(
    satterthwaite.map((row) => row.se),
    fixed['se'],
    loose,
    'se',
  );
  expectAll(
    satterthwaite.map((row) => row.statistic),
    fixed['t'],
    loose,
    't',
  );
  expectAll(
    satterthwaite.map((row) => row.df),
    fixed['dfSatterthwaite'] ?? fixed['dfSatterthwaite_lmerTest'],
    rough ? 1e-4 : 1e-6,
    'Satterthwaite df',
  );
  const covariance = model.vcov;
  vcov.values.forEach((row, i) => {
    row.forEach((value, j) => {
      // Entries that are zero by design hold the reference's own rounding, some 1e-13 of the standard errors.
      const floor = 1e-5 * Math.sqrt(vcov.values[i][i] * vcov.values[j][j]);
      expectClose(covariance[i * row.length + j], value, loose, `covariance ${i}, ${j}`, floor);
    });
  });
  if (fixed['dfKR'] === undefined) return;
  const kenwardRoger = model.fixedEffects({ df: 'kenward-roger' });
  expectAll(
    kenwardRoger.map((row) => row.se),
    fixed['seKR'],
    loose,
    'Kenward-Roger se',
  );
  expectAll(
    kenwardRoger.map((row) => row.df),
    fixed['dfKR'],
    rough ? 1e-4 : 1e-6,
    'Kenward-Roger df',
  );
  expectAll(
    kenwardRoger.map((row) => row.pvalue),
    fixed['pKR'],
    rough ? 1e-3 : 1e-6,
    'Kenward-Roger p',
  );
}

function checkMarginal(model: MixedModel, tests: Record<string, MarginalTests>, rough: boolean): void {
  for (const row of model.anova('III', { df: 'satterthwaite' })) {
    const { satterthwaite, satterthwaite_lmerTest: other } = tests[row.term];
    const reference = satterthwaite ?? other;
    if (reference === undefined) throw new Error(`no reference for ${row.term}`);
    expectF(row, reference, rough);
  }
  const [first] = Object.values(tests);
  if (first.kenwardRoger_pbkrtest !== undefined) {
    for (const row of model.anova('III', { df: 'kenward-roger' })) {
      const reference = tests[row.term].kenwardRoger_pbkrtest;
      if (reference !== undefined) expectF(row, reference, rough);
    }
  }
}

function checkSequential(model: MixedModel, type: 'I' | 'II', table: AnovaTable): void {
  // These tables come from lmerTest, whose numerical derivatives give the df to about 1e-8.
  model.anova(type, { df: 'satterthwaite' }).forEach((row, i) => {
    expect(row.term).toBe(table.term[i]);
    expectF(row, { F: table.F[i], NumDF: table.NumDF[i], DenDF: table.DenDF[i], p: table.p[i] }, false);
  });
}

function checkRandomEffects(model: MixedModel, { ranefFirst, fittedFirst, residualSumSq }: MixedCase, rough: boolean): void {
  const loose = rough ? 1e-4 : 1e-7;
  expectAll(model.fitted.slice(0, fittedFirst.length), fittedFirst, loose, 'fitted');
  expectClose(
    model.residuals.reduce((sum, one) => sum + one * one, 0),
    residualSumSq,
    loose,
    'residual sum of squares',
  );
  if (ranefFirst === undefined) return;
  const effects = model.randomEffects();
  const scale = Math.max(...ranefFirst.condval.map(Math.abs));
  ranefFirst.condval.forEach((value, i) => {
    const term = effects.find(
      ({ group, effects: names }) => group === ranefFirst.grpvar[i] && names.includes(ranefFirst.term[i]),
    );
    if (term === undefined) throw new Error(`no random effects of ${ranefFirst.grpvar[i]}`);
    const at = term.levels.indexOf(ranefFirst.grp[i]) * term.effects.length + term.effects.indexOf(ranefFirst.term[i]);
    expectClose(term.values[at], value, loose, `mode ${i}`, scale);
    expectClose(term.sd[at], ranefFirst.condsd[i], rough ? 1e-4 : 1e-6, `conditional sd ${i}`, 1e-9);
  });
}

describe.skipIf(!haveShared)('linear mixed models against the references', () => {
  for (const one of cases) {
    it(one.id, () => {
      const rough = ROUGH.has(one.id);
      const model = fitMixedModel(one.formula, caseData(one), { reml: one.REML, weights: one.weights });
      checkOptimum(model, one, rough);
      checkFixed(model, one, rough);
      if (one.anovaTypeIII !== undefined) checkMarginal(model, one.anovaTypeIII, rough);
      if (one.anovaTypeI !== undefined) checkSequential(model, 'I', one.anovaTypeI);
      if (one.anovaTypeII !== undefined) checkSequential(model, 'II', one.anovaTypeII);
      checkRandomEffects(model, one, rough);
    });
  }

  it('runs every case of both files', () => {
    expect(cases.length).toBe(42);
  });

  it('drops a zero component from Kenward-Roger when asked to', () => {
    const one = cases.find(({ id }) => id === 'fst.doseweek');
    if (one?.anovaTypeIII === undefined) throw new Error('no case');
    const model = fitMixedModel(one.formula, caseData(one), { zeroComponents: 'drop' });
    expect(model.zeroVariance).toEqual(['1 | litter']);
    for (const row of model.anova('III')) {
      const reference = one.anovaTypeIII[row.term].kenwardRoger;
      if (reference === undefined) throw new Error(`no reference for ${row.term}`);
      expectF(row, reference, false);
    }
  });
});
