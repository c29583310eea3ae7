import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn, withReference } from '../../../src/stats/formula/index.ts';
import { contrastMeans, marginalMeans, referenceGrid } from '../../../src/stats/marginal-means/index.ts';
import { fitModel } from '../../../src/stats/model/index.ts';
import { expectClose } from '../../support/close.ts';

/** Sums of eight yes-or-no trials: they vary less than a Poisson distribution. */
const names = new Map([
  ['v', 'vehicle'],
  ['l', 'low'],
  ['m', 'mid'],
]);
const arm = [...'mvmvmmmvvlvvlmlmvlvmlllmllvmllllvlvvvvvmmmvmmmllvl'].map((one) => names.get(one) ?? one);
const sex = [...'mfmfmmfmfmfffmfmmmmffmmfmfmfmffmfmfffffffmfmffmmfm'];
const y = [...'54645663654434355667745754453755363355664774565665'].map(Number);
const litter = [...'83257124212251234823838736541166228456246535631428'].map((one) => `L${one}`);
const frame = new Map<string, DataColumn>([
  ['arm', withReference(factorColumn(arm), 'vehicle')],
  ['sex', factorColumn(sex)],
  ['y', numericColumn(y)],
  ['litter', factorColumn(litter)],
]);

/** R 4.2.2: glm(y ~ arm + sex, poisson), converged to 1e-14; glm.nb stops with theta 4e12 and a warning. */
const ESTIMATES = [1.530683116599, 0.0868119999356864, 0.189400935106154, -0.0309107784809084];
const ERRORS = [0.117378881620212, 0.166661201686761, 0.159478697731064, 0.134652152992566];
const LOG_LIKELIHOOD = -93.1616835319;

describe('counts that vary less than a Poisson distribution', () => {
  it.each([
    ['nbinom', 'y ~ arm + sex', Infinity],
    ['nbinom', 'y ~ arm + sex + (1 | litter)', Infinity],
    ['nbinom1', 'y ~ arm + sex', 0],
    ['nbinom1', 'y ~ arm + sex + (1 | litter)', 0],
  ] as const)('%s %s is the Poisson model, and says so', (family, formula, dispersion) => {
    const model = fitModel(formula, frame, { family });
    model.coefficients.forEach((row, i) => {
      expectClose(row.estimate, ESTIMATES[i], 1e-9, row.term);
      expectClose(row.se, ERRORS[i], 1e-9, `${row.term} se`);
    });
    expectClose(model.logLik, LOG_LIKELIHOOD, 1e-11, 'logLik');
    expect(model.dispersion).toBe(dispersion);
    const codes = model.notes.map((note) => note.code);
    expect(codes).toContain('no-overdispersion');
    expect(codes).not.toContain('not-converged');
    // the dispersion counts as a parameter all the same
    expectClose(model.aic, -2 * model.logLik + 2 * (model.coefficients.length + model.random.length + 1), 1e-12, 'AIC');
  });
});

describe('responses that a family cannot have', () => {
  const share = numericColumn(y.map((one) => one / 8));
  const trials = numericColumn(y.map(() => 8));
  const withShares = new Map<string, DataColumn>([...frame, ['share', share], ['trials', trials]]);

  it('a share without its trials is refused by the binomial family', () => {
    expect(() => fitModel('share ~ arm', withShares, { family: 'binomial' })).toThrow(/needs its number of trials/);
    expect(() => fitModel('share ~ arm + (1 | litter)', withShares, { family: 'binomial' })).toThrow(/number of trials/);
    expect(fitModel('share ~ arm', withShares, { family: 'quasibinomial' }).coefficients).toHaveLength(3);
    expect(fitModel('share ~ arm', withShares, { family: 'binomial', weights: 'trials' }).coefficients).toHaveLength(3);
  });

  it('so is one that is no whole number of successes', () => {
    const off = new Map<string, DataColumn>([...withShares, ['trials', numericColumn(y.map(() => 7))]]);
    expect(() => fitModel('share ~ arm', off, { family: 'binomial', weights: 'trials' })).toThrow(/0.625 of 7/);
  });

  it('a constant share has no precision', () => {
    const constant = new Map<string, DataColumn>([...withShares, ['half', numericColumn(y.map(() => 0.5))]]);
    expect(() => fitModel('half ~ arm + (1 | litter)', constant, { family: 'beta' })).toThrow(/does not vary/);
  });
});

describe('marginal means of a model with an offset', () => {
  const distance = [1200, 900, 2500, 3100, 800, 1500, 2200, 4000, 700, 1900, 2600, 3300];
  const entries = [5, 3, 9, 14, 2, 8, 9, 21, 1, 6, 12, 13];
  const field = new Map<string, DataColumn>([
    ['arm', withReference(factorColumn(['vehicle', 'low', 'high'].flatMap((one) => Array<string>(4).fill(one))), 'vehicle')],
    ['sex', factorColumn(distance.map((_, i) => (i % 2 === 0 ? 'f' : 'm')))],
    ['dist', numericColumn(distance)],
    ['y', numericColumn(entries)],
  ]);
  const model = fitModel('y ~ arm + sex + offset(log(dist))', field, { family: 'poisson' });

  it('stand at the mean of the offset, as in emmeans', () => {
    const { means } = marginalMeans(referenceGrid(model.means), '~ arm');
    // R 4.2.2, emmeans 1.8.4.1: emmeans(m, "arm")
    [1.9638196, 1.8837067, 2.1019168].forEach((expected, i) => {
      expectClose(means[i].estimate, expected, 3e-8, means[i].levels[0]);
    });
    expectClose(means[0].se, 0.17995917, 3e-8, 'se');
  });

  it('or where its column is held, with the same contrasts', () => {
    const usual = marginalMeans(referenceGrid(model.means), '~ arm');
    const held = marginalMeans(referenceGrid(model.means, { at: new Map([['dist', [2000]]]) }), '~ arm');
    // log(2000) less the mean of the logarithms
    held.means.forEach((one, i) => {
      expectClose(one.estimate - usual.means[i].estimate, 0.116785512350526, 1e-12, one.levels[0]);
    });
    expectClose(contrastMeans(held, 'pairwise').rows[0].estimate, contrastMeans(usual, 'pairwise').rows[0].estimate, 1e-12);
  });
});
