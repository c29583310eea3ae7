import { describe, expect, it } from 'vitest';
import { type DataColumn, type DataFrame, factorColumn, numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import { degreesOfFreedomCheck, fitMixedModel, profileIntervals } from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { problemsAtOnce } from '../../support/problems.ts';
import { litterStudy } from './simulated.ts';

const study = litterStudy(10, 2, 3);
const y = study.response(11, 0, 0.8, 0.8);
const extended = (extra: [string, DataColumn][]): DataFrame =>
  new Map<string, DataColumn>([...study.frame, ['y', numericColumn(y)], ...extra]);
const frame = extended([]);
const FORMULA = 'y ~ arm * session + sex + (1 | litter/animal)';

/** Codes of the problems an attempt throws. */
const codes = (attempt: () => unknown): string[] => problemsAtOnce(attempt).map((problem) => problem.code);

describe('named errors', () => {
  it('too few levels, a level for each row, no random term, all at once where they are several', () => {
    const one = factorColumn(Array.from(y, () => 'only'));
    const rows = factorColumn(Array.from(y, (_, i) => `r${i}`));
    const odd = extended([
      ['one', one],
      ['row', rows],
    ]);
    expect(codes(() => fitMixedModel('y ~ arm + (1 | one) + (1 | row)', odd))).toEqual([
      'mixed-single-level',
      'mixed-level-per-row',
    ]);
    expect(codes(() => fitMixedModel('y ~ arm', frame))).toEqual(['mixed-no-random-term']);
    expect(codes(() => fitMixedModel('y ~ arm + (1 | liter)', frame))).toEqual(['formula-unknown-column']);
  });

  it('random terms that the rows do not distinguish', () => {
    const copy = frame.get('litter');
    if (copy === undefined) throw new Error('no litter');
    const twice = extended([['dam', copy]]);
    expect(codes(() => fitMixedModel('y ~ arm + (1 | litter) + (1 | dam)', twice))).toEqual(['mixed-terms-confounded']);
    expect(codes(() => fitMixedModel('y ~ litter + session + (1 | litter)', frame))).toEqual(['mixed-term-absorbed']);
    // One session left: an animal is a row.
    const first = selectRows(
      frame,
      Array.from(y.keys()).filter((i) => i % 3 === 0),
    );
    expect(codes(() => fitMixedModel('y ~ arm + (1 | litter/animal)', first))).toEqual(['mixed-level-per-row']);
  });

  it('no variance, no residual degrees of freedom, bad weights, Kenward-Roger for ML', () => {
    const flat = extended([
      ['flat', numericColumn(y.map(() => 7))],
      ['w', numericColumn(y.map((_, i) => (i === 4 ? 0 : 1)))],
    ]);
    expect(codes(() => fitMixedModel('flat ~ arm + (1 | litter)', flat))).toEqual(['mixed-zero-variance']);
    expect(codes(() => fitMixedModel('y ~ arm + (1 | litter)', flat, { weights: 'w' }))).toEqual(['mixed-weights']);
    expect(codes(() => fitMixedModel(FORMULA, frame, { reml: false, df: 'kenward-roger' }))).toEqual(['mixed-kenward-roger-ml']);
    const few = selectRows(frame, [0, 3, 6, 9]);
    expect(codes(() => fitMixedModel('y ~ litter * sex + (1 | animal)', few))).toEqual(['mixed-no-residual']);
  });

  it('type III with an empty cell', () => {
    const rows = Array.from(y.keys()).filter((i) => !(Math.floor(i / 6) % 2 === 1 && i % 3 === 2));
    const gap = selectRows(frame, rows);
    const model = fitMixedModel(FORMULA, gap);
    expect(codes(() => model.anova('III'))).toEqual(['empty-cells']);
    expect(model.notes.map((note) => note.code)).toContain('rank-deficient');
    expect(model.anova('II').map((row) => row.term)).toEqual(['arm', 'session', 'sex', 'arm:session']);
  });
});

describe('what a result says', () => {
  it('counts rows left out and aliased columns', () => {
    const holes = y.map((value, i) => (i % 20 === 3 ? NaN : value));
    const twin = numericColumn(y.map((_, i) => (Math.floor(i / 6) % 2 === 0 ? 0 : 2)));
    const model = fitMixedModel(
      'y ~ arm + twin + (1 | litter)',
      extended([
        ['y', numericColumn(holes)],
        ['twin', twin],
      ]),
    );
    expect(model.n).toBe(57);
    expect(model.notes.map((note) => note.code)).toEqual(['rows-left-out', 'rank-deficient']);
    expect(model.coefficients[2]).toBeNaN();
    // The sum arm + 2 twin is estimable, twin alone is not.
    expect(model.contrast([0, 1, 2]).estimate).toBeCloseTo(model.coefficients[1], 10);
    expect(model.contrast([0, 0, 1]).estimate).toBeNaN();
    expect(() => model.contrast([1])).toThrow(RangeError);
  });

  it('a variance of zero is exact, kept in the model and named', () => {
    const calm = study.response(11, 5, 0, 0);
    const model = fitMixedModel(FORMULA, extended([['y', numericColumn(calm)]]));
    expect(model.singular).toBe(true);
    expect(model.zeroVariance.length).toBeGreaterThan(0);
    for (const label of model.zeroVariance) expect(model.notes.some((note) => note.message.includes(label))).toBe(true);
    const zero = model.components.filter((one) => one.value === 0);
    expect(zero.length).toBe(model.zeroVariance.length);
    const interval = profileIntervals(model).find(({ parameter }) => parameter === `sd_(Intercept)|${zero[0].group}`);
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeGreaterThan(0);
  });

  it('warns when a factor has fewer than five levels', () => {
    const rows = Array.from(y.keys()).filter((i) => i < 24);
    const model = fitMixedModel('y ~ sex + (1 | litter)', selectRows(frame, rows));
    expect(model.notes.map((note) => note.code)).toContain('few-levels');
  });
});

describe('invariance', () => {
  const model = fitMixedModel(FORMULA, frame);

  it('units: the response times 1e6 plus 1e8 gives the same tests', () => {
    const scaled = fitMixedModel(FORMULA, extended([['y', numericColumn(y.map((value) => value * 1e6 + 1e8))]]));
    model.fixedEffects().forEach((row, i) => {
      if (i === 0) return;
      const other = scaled.fixedEffects()[i];
      expectClose(other.estimate, row.estimate * 1e6, 1e-8, row.term);
      expectClose(other.df, row.df, 1e-8, `${row.term} df`);
      expectClose(other.pvalue, row.pvalue, 1e-8, `${row.term} p`);
    });
  });

  it('coding: sum contrasts give the same F tests', () => {
    const summed = fitMixedModel(FORMULA, frame, { contrasts: 'sum' });
    for (const type of ['I', 'II', 'III'] as const) {
      summed.anova(type).forEach((row, i) => {
        const other = model.anova(type)[i];
        expectClose(row.F, other.F, 1e-9, `${type} ${row.term}`);
        expectClose(row.denDf, other.denDf, 1e-8, `${type} ${row.term} df`);
      });
    }
  });

  it('slopes: shifting and scaling a covariate leaves the fit, however collinear it is with the intercept', () => {
    const day = numericColumn(y.map((_, i) => i % 3));
    const date = numericColumn(y.map((_, i) => 20000 + 7 * (i % 3)));
    const a = fitMixedModel('y ~ day + (day | litter)', extended([['day', day]]));
    const b = fitMixedModel('y ~ date + (date | litter)', extended([['date', date]]));
    expectClose(b.fixedEffects()[1].pvalue, a.fixedEffects()[1].pvalue, 1e-6, 'p');
    expectClose(b.sigma, a.sigma, 1e-9, 'sigma');
    expectClose(b.components[1].sd * 7, a.components[1].sd, 1e-5, 'sd of slopes', a.sigma * 1e-3);
  });

  it('balanced data: the arm is tested on litters, as in a nested analysis of variance', () => {
    const plain = fitMixedModel('y ~ arm + (1 | litter/animal)', frame);
    if (plain.singular) throw new Error('choose another seed');
    expectClose(plain.fixedEffects()[1].df, 8, 1e-8, 'df');
    // Litter means of the ten litters give the same t.
    const means = Array.from({ length: 10 }, (_, l) => y.slice(l * 6, l * 6 + 6).reduce((sum, one) => sum + one, 0) / 6);
    const [even, odd] = [0, 1].map((rest) => means.filter((_, l) => l % 2 === rest));
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const squares = (values: number[]) => values.reduce((sum, one) => sum + (one - mean(values)) ** 2, 0);
    const t = (mean(odd) - mean(even)) / Math.sqrt(((squares(even) + squares(odd)) / 8) * (2 / 5));
    expectClose(plain.fixedEffects()[1].statistic, t, 1e-9, 't');
  });

  it('litter means check the arm at every session together, and say when a contrast is not one between litters', () => {
    const model = fitMixedModel(FORMULA, frame);
    const weights = model.columns.map((name) => (name === 'armdrug' ? 1 : name.startsWith('armdrug:') ? 1 / 3 : 0));
    const check = degreesOfFreedomCheck(model, weights);
    expect(check.group).toBe('litter');
    expectClose(check.groupMeans?.estimate ?? NaN, check.satterthwaite.estimate, 1e-9, 'estimate');
    expectClose(check.groupMeans?.statistic ?? NaN, check.kenwardRoger?.statistic ?? NaN, 1e-9, 't');
    expect(check.groupMeans?.df).toBe(8);
    const session = model.columns.map((name) => (name === 'sessions1' ? 1 : 0));
    expect(degreesOfFreedomCheck(model, session).groupMeans).toBeUndefined();
  });
});
