import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { marginalMeans, referenceGrid } from '../../../src/stats/marginal-means/index.ts';
import { fitModel } from '../../../src/stats/model/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll } from '../../support/r-reference.ts';

const stream = randomStream(5, 'fit-model test');
const n = 48;
const litter = Array.from({ length: n }, (_, i) => `L${Math.floor(i / 4)}`);
const arm = Array.from({ length: n }, (_, i) => ['high', 'low', 'vehicle'][Math.floor(i / 4) % 3]);
const data = new Map<string, DataColumn>([
  ['y', numericColumn(arm.map((one) => (one === 'high' ? 2 : 0) + stream.normal()))],
  ['count', numericColumn(arm.map((one) => stream.integer(one === 'high' ? 12 : 6)))],
  ['ate', numericColumn(arm.map(() => stream.integer(2)))],
  ['share', numericColumn(arm.map(() => 0.05 + 0.9 * stream.uniform()))],
  ['time', numericColumn(arm.map(() => 20 - 15 * Math.log(stream.uniform())))],
  ['arm', factorColumn(arm)],
  ['sex', factorColumn(Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'f' : 'm')))],
  ['litter', factorColumn(litter)],
]);

describe('one door to every model', () => {
  it.each([
    ['y ~ arm * sex', {}, 'linear', 42],
    ['y ~ arm * sex', { covariance: 'HC3' }, 'linear', 42],
    ['y ~ arm * sex + (1 | litter)', {}, 'mixed', NaN],
    ['count ~ arm * sex', { family: 'poisson' }, 'generalized', Infinity],
    ['count ~ arm * sex', { family: 'nbinom' }, 'generalized', Infinity],
    ['ate ~ arm * sex', { family: 'binomial' }, 'generalized', Infinity],
    ['count ~ arm * sex', { family: 'quasipoisson' }, 'generalized', 42],
    ['count ~ arm * sex', { family: 'nbinom1' }, 'generalized', Infinity],
    ['share ~ arm * sex', { family: 'beta' }, 'generalized', Infinity],
    ['time ~ arm * sex', { family: 'gamma' }, 'generalized', 42],
    ['ate ~ arm * sex + (1 | litter)', { family: 'binomial' }, 'generalized-mixed', Infinity],
    ['ate ~ arm * sex + (1 | litter)', { family: 'binomial', nodes: 7 }, 'generalized-mixed', Infinity],
    ['count ~ arm * sex + (1 | litter)', { family: 'nbinom' }, 'generalized-mixed', Infinity],
    ['share ~ arm * sex + (1 | litter)', { family: 'beta' }, 'generalized-mixed', Infinity],
  ] as const)('%s %j', (formula, options, kind, df) => {
    const model = fitModel(formula, data, options);
    expect(model.kind).toBe(kind);
    expect(model.n).toBe(n);
    expect(model.coefficients.map((row) => row.term)).toEqual([
      '(Intercept)',
      'armlow',
      'armvehicle',
      'sexm',
      'armlow:sexm',
      'armvehicle:sexm',
    ]);
    expect(model.anova.map((row) => row.term)).toEqual(['arm', 'sex', 'arm:sex']);
    for (const row of model.coefficients) {
      expect(row.pvalue).toBeGreaterThanOrEqual(0);
      expect(row.lower).toBeLessThan(row.upper);
      if (!Number.isNaN(df)) expect(row.df).toBe(df);
    }
    for (const row of model.anova) expect(row.pvalue).toBeGreaterThan(0);
    const { means } = marginalMeans(referenceGrid(model.means), '~ arm');
    expect(means).toHaveLength(3);
  });

  it('a term of one degree of freedom has the same p as its coefficient', () => {
    for (const options of [{}, { covariance: 'HC3' }, { family: 'poisson' }] as const) {
      const model = fitModel('count ~ sex', data, options);
      expectClose(model.anova[0].pvalue, model.coefficients[1].pvalue, 1e-10);
    }
  });

  it('means of a poisson model are exponentials of sums of coefficients', () => {
    const model = fitModel('count ~ arm', data, { family: 'poisson' });
    const counts = (data.get('count') as { values: Float64Array }).values;
    const { means, grid } = marginalMeans(referenceGrid(model.means), '~ arm');
    const raw = ['high', 'low', 'vehicle'].map((level) => {
      const own = counts.filter((_, i) => arm[i] === level);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    expectAll(
      means.map((one) => grid.link?.mean(one.estimate) ?? NaN),
      raw,
      1e-10,
      'mean',
    );
  });

  it('a separated response has no numbers, and says why', () => {
    const separated = new Map(data).set('ate', numericColumn(arm.map((one) => (one === 'high' ? 1 : 0))));
    const model = fitModel('ate ~ arm', separated, { family: 'binomial' });
    expect(model.coefficients.every((row) => Number.isNaN(row.estimate))).toBe(true);
    expect(model.notes.some((note) => /separat|infinit/.test(`${note.code} ${note.message}`))).toBe(true);
    expect(marginalMeans(referenceGrid(model.means), '~ arm').means.every((one) => Number.isNaN(one.estimate))).toBe(true);
  });

  it('a quasi family has no likelihood to put random effects in', () => {
    const quasi = () => fitModel('count ~ arm + (1 | litter)', data, { family: 'quasipoisson' });
    expect(quasi).toThrow(/no likelihood/);
  });

  it('refuses robust covariances where they make no sense', () => {
    expect(() => fitModel('y ~ arm + (1 | litter)', data, { covariance: 'HC3' })).toThrow(/without random terms/);
    expect(() => fitModel('count ~ arm', data, { family: 'poisson', covariance: 'HC3' })).toThrow(/gaussian/);
    expect(() => fitModel('y ~ arm', data, { covariance: 'HC3', anovaType: 'I' })).toThrow(/type I/);
  });
});
