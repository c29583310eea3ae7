import { describe, expect, it } from 'vitest';
import { chiSquared, dunnett, studentizedRange } from '../../../src/stats/distributions/index.ts';
import { type DataColumn, type FactorColumn, factorColumn, numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import { dunnettxUpper } from '../../../src/stats/marginal-means/dunnettx.ts';
import {
  type ContrastAdjustment,
  contrastMeans,
  contrastsAsRatios,
  customContrasts,
  jointTests,
  linearMeansModel,
  marginalMeans,
  meansOnResponseScale,
  parseMeansSpecification,
  referenceGrid,
  slopeGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable, withColumns } from '../../support/study-tables.ts';

describe.skipIf(!haveShared)('comparisons with a control: exact Dunnett (doseresponse.json)', () => {
  it.each([
    [
      'dunnett.recovery',
      'recovery',
      'minutes ~ blanket',
      '~ blanket',
      [0.4559165488994231, 0.00012156867697765694, 0.1819795433580752],
      2.488589106653213,
    ],
    [
      'dunnett.litter',
      'litter',
      'weight ~ dose',
      '~ dose',
      [0.0879271866868726, 0.2100902946522657, 0.1645928207587397],
      2.406071375075341,
    ],
  ])('%s', (_, file, formula, what, p, critical) => {
    const model = linearMeansModel(fitLinearModel(formula, studyTable(file)));
    const { rows, adjustment } = contrastMeans(marginalMeans(referenceGrid(model), what), 'vs-control');
    expect(adjustment).toBe('dunnett');
    expectAll(
      rows.map((row) => row.pvalue),
      p,
      1e-8,
      'p',
    );
    expectAll(
      rows.map((row) => (row.upper - row.estimate) / row.se),
      p.map(() => critical),
      1e-8,
      'critical value',
    );
  });

  it('dunnett.toothgrowth: two comparisons, far in the tail', () => {
    const frame = studyTable('ToothGrowth');
    const supp = frame.get('supp') as FactorColumn;
    const vc = selectRows(
      frame,
      Array.from(supp.codes.keys()).filter((row) => supp.levels[supp.codes[row]] === 'VC'),
    );
    const means = marginalMeans(referenceGrid(linearMeansModel(fitLinearModel('len ~ dose', vc))), '~ dose');
    const { rows } = contrastMeans(means, 'vs-control');
    expect(rows.map((row) => row.contrast)).toEqual(['dose1 - dose0.5', 'dose2 - dose0.5']);
    // the reference is 1 minus a lower tail and so rounded to about 5e-16; the distribution room's Dunnett has the second one exactly
    const p = rows.map((row) => row.pvalue);
    expectAll(p, [1.1873623096514407e-5, 1.1112222253473192e-11], 1e-8, 'p', 1e-7);
    expectClose(p[1], dunnett.upper(rows[1].statistic, 27, [Math.SQRT1_2, Math.SQRT1_2], 'two'), 1e-12);
  });
});

/** Three arms of unequal size, two sexes, a covariate. */
const data = new Map<string, DataColumn>([
  ['y', numericColumn([5, 7, 6, 9, 8, 12, 11, 10, 9, 14, 6, 7, 12, 10])],
  ['arm', factorColumn(['v', 'v', 'v', 'v', 'l', 'l', 'l', 'h', 'h', 'h', 'v', 'l', 'h', 'h'], ['v', 'l', 'h'])],
  ['sex', factorColumn(['f', 'm', 'f', 'm', 'f', 'm', 'f', 'm', 'f', 'm', 'm', 'm', 'f', 'm'])],
  ['x', numericColumn([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2, 4, 6, 9])],
]);
const gridOf = (formula: string, at?: Map<string, (string | number)[]>) =>
  referenceGrid(linearMeansModel(fitLinearModel(formula, data)), { at });

describe('adjustments', () => {
  const means = marginalMeans(gridOf('y ~ arm + sex'), '~ arm');

  it.each(['tukey', 'scheffe', 'sidak', 'bonferroni', 'mvt', 'none'] as ContrastAdjustment[])(
    '%s: an interval excludes 0 exactly when its p-value is below 1 - level',
    (adjust) => {
      for (const level of [0.5, 0.9, 0.99])
        for (const row of contrastMeans(means, 'pairwise', { adjust, level }).rows)
          expect(row.pvalue < 1 - level).toBe(row.lower > 0 || row.upper < 0);
    },
  );

  it('are ordered: none <= mvt <= tukey <= sidak <= bonferroni, all <= scheffe or equal', () => {
    const p = (adjust: ContrastAdjustment) => contrastMeans(means, 'pairwise', { adjust }).rows.map((row) => row.pvalue);
    const [none, mvt, tukey, sidak, bonferroni] = (['none', 'mvt', 'tukey', 'sidak', 'bonferroni'] as const).map(p);
    none.forEach((_, i) => {
      expect(none[i]).toBeLessThan(mvt[i]);
      expect(mvt[i]).toBeLessThanOrEqual(tukey[i] * (1 + 1e-9));
      expect(tukey[i]).toBeLessThan(sidak[i]);
      expect(sidak[i]).toBeLessThanOrEqual(bonferroni[i]);
    });
  });

  it('fall back to one that is valid for the family', () => {
    expect(contrastMeans(means, 'vs-control', { adjust: 'tukey' }).adjustment).toBe('sidak');
    expect(contrastMeans(means, 'consecutive', { adjust: 'dunnett' }).adjustment).toBe('mvt');
    expect(contrastMeans(marginalMeans(gridOf('y ~ sex'), '~ sex'), 'pairwise', { adjust: 'holm' }).adjustment).toBe('none');
  });

  it('dunnettx is the studentized range and independent tests mixed, close to the exact Dunnett', () => {
    const independent = (t: number, k: number) => 1 - (1 - chiSquared.upper(t * t, 1)) ** k;
    expectClose(
      dunnettxUpper(2.2, 3, Infinity),
      (2 / 3) * studentizedRange.upper(Math.SQRT2 * 2.2, 3, Infinity) + independent(2.2, 3) / 3,
      1e-10,
    );
    expectClose(dunnettxUpper(2.2, 1, 12), contrastTwoSided(2.2, 12), 1e-12);
    const exact = contrastMeans(means, 'vs-control').rows;
    const approximate = contrastMeans(means, 'vs-control', { adjust: 'dunnettx' }).rows;
    exact.forEach((row, i) => {
      expectClose(approximate[i].pvalue, row.pvalue, 0.1, 'p');
      expectClose(approximate[i].upper - row.estimate, row.upper - row.estimate, 0.05, 'half-width');
    });
  });
});

function contrastTwoSided(t: number, df: number): number {
  return studentizedRange.upper(Math.SQRT2 * t, 2, df);
}

describe('means and what they average', () => {
  it('cell weights give the raw means of a saturated model', () => {
    const { means } = marginalMeans(gridOf('y ~ arm * sex'), '~ arm', { weights: 'cells' });
    expectAll(
      means.map((one) => one.estimate),
      [34 / 5, 38 / 4, 55 / 5].map((_, i) => [(5 + 7 + 6 + 9 + 6) / 5, (8 + 12 + 11 + 7) / 4, (10 + 9 + 14 + 12 + 10) / 5][i]),
      1e-13,
      'raw means',
    );
  });

  it('hold predictors where they are told to', () => {
    const at5 = marginalMeans(gridOf('y ~ arm * x', new Map([['x', [5]]])), '~ arm');
    const model = fitLinearModel('y ~ arm * x', data);
    expectClose(at5.means[0].estimate, model.coefficients[0] + 5 * model.coefficients[3], 1e-13);
    const several = marginalMeans(gridOf('y ~ arm * x', new Map([['x', [1, 5]]])), '~ arm | x');
    expect(several.means.map((one) => one.levels.join(' '))).toEqual(['v 1', 'l 1', 'h 1', 'v 5', 'l 5', 'h 5']);
  });

  it('a factor made in the formula counts level by level, the overall mean needs no factor', () => {
    const { means } = marginalMeans(gridOf('y ~ factor(x)'), '~ x');
    expect(means.map((one) => one.levels[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(marginalMeans(gridOf('y ~ arm'), '~ 1').means).toHaveLength(1);
  });

  it('slopes are derivatives: exact for a curve, by level of a factor', () => {
    const model = fitLinearModel('y ~ poly(x, 3, raw = TRUE) + arm:x', data);
    const [, b1, b2, b3] = model.coefficients;
    const slopes = marginalMeans(slopeGrid(linearMeansModel(model), 'x', { at: new Map([['x', [4]]]) }), '~ arm').means;
    expectClose(
      slopes[0].estimate,
      b1 + 8 * b2 + 48 * b3 + (Number.isNaN(model.coefficients[4]) ? 0 : model.coefficients[4]),
      1e-9,
    );
  });

  it('means at an offset include it', () => {
    const shifted = withColumns(data, [
      ['y', numericColumn((data.get('y') as { values: Float64Array }).values.map((y) => y + 100))],
    ]);
    const off = withColumns(shifted, [['o', numericColumn(new Float64Array(14).fill(100))]]);
    const with100 = marginalMeans(referenceGrid(linearMeansModel(fitLinearModel('y ~ arm + offset(o)', off))), '~ arm').means;
    const plain = marginalMeans(gridOf('y ~ arm'), '~ arm').means;
    expectAll(
      with100.map((one) => one.estimate),
      plain.map((one) => one.estimate + 100),
      1e-12,
      'mean',
    );
  });

  it('a numeric predictor with two values counts as a factor, with more it stands at its mean', () => {
    const two = withColumns(data, [['x', numericColumn(Array.from({ length: 14 }, (_, i) => (i < 5 ? 0 : 1)))]]);
    const grid = referenceGrid(linearMeansModel(fitLinearModel('y ~ arm + x', two)));
    expect(grid.factors.find((factor) => factor.name === 'x')?.levels).toEqual(['0', '1']);
    expect(gridOf('y ~ arm + x').factors.find((factor) => factor.name === 'x')?.levels).toEqual([String(76 / 14)]);
  });

  it('custom contrasts need one coefficient per mean', () => {
    const means = marginalMeans(gridOf('y ~ arm'), '~ arm');
    const { rows } = customContrasts(means, { names: ['v against both'], matrix: Float64Array.of(1, -0.5, -0.5) });
    expectClose(rows[0].estimate, means.means[0].estimate - (means.means[1].estimate + means.means[2].estimate) / 2, 1e-13);
    expect(() => customContrasts(means, { names: ['x'], matrix: Float64Array.of(1, -1) })).toThrow(/needs 3 coefficients/);
  });
});

describe('empty cells', () => {
  // no male in arm h
  const holes = withColumns(data, [
    ['sex', factorColumn(['f', 'm', 'f', 'm', 'f', 'm', 'f', 'f', 'f', 'f', 'm', 'm', 'f', 'f'])],
  ]);
  const model = linearMeansModel(fitLinearModel('y ~ arm * sex', holes));

  it('a mean that rests on one is not estimable, and said so; the others stay', () => {
    const cells = marginalMeans(referenceGrid(model), '~ arm * sex').means;
    expect(cells.filter((one) => !one.estimable).map((one) => one.levels.join(' '))).toEqual(['h m']);
    expect(cells.find((one) => !one.estimable)?.estimate).toBeNaN();
    expectClose(cells[2].estimate, (10 + 9 + 14 + 12 + 10) / 5, 1e-13, 'h f');
    const { rows } = contrastMeans(marginalMeans(referenceGrid(model), '~ arm | sex'), 'pairwise');
    expect(rows.map((row) => row.estimable)).toEqual([true, true, true, true, false, false]);
    expect(rows[5].pvalue).toBeNaN();
    expect(rows[3].pvalue).toBeGreaterThan(0);
  });

  it('joint tests keep the part that can be tested and mark it', () => {
    const interaction = jointTests(model).find((test) => test.term === 'arm:sex');
    expect(interaction?.numDf).toBe(1);
    expect(interaction?.partial).toBe(true);
    expect(interaction?.pvalue).toBeGreaterThan(0);
  });
});

describe('a coefficient that is not known', () => {
  it('makes the means that need it NaN, not 0', () => {
    const model = linearMeansModel(fitLinearModel('y ~ arm + sex', data));
    const separated = { ...model, coefficients: Float64Array.from(model.coefficients) };
    separated.coefficients[2] = NaN;
    const { means } = marginalMeans(referenceGrid(separated), '~ arm');
    expect(means.map((one) => Number.isNaN(one.estimate))).toEqual([false, false, true]);
    const [first, second] = contrastMeans(marginalMeans(referenceGrid(separated), '~ arm'), 'pairwise').rows;
    expect(first.estimate).not.toBeNaN();
    expect(second.estimate).toBeNaN();
    expect(jointTests(separated)[0].F).toBeNaN();
  });
});

describe('joint tests are type III tests', () => {
  it('for unbalanced factors', async () => {
    const { anovaTable } = await import('../../../src/stats/linear/index.ts');
    const model = fitLinearModel('y ~ arm * sex', data);
    const joint = jointTests(linearMeansModel(model));
    expectAll(
      joint.map((test) => test.F),
      anovaTable(model, 3)
        .rows.slice(1)
        .map((row) => row.F),
      1e-10,
      'F',
    );
  });
});

describe('generalized scales', () => {
  const logit = {
    name: 'logit',
    mean: (eta: number) => 1 / (1 + Math.exp(-eta)),
    slope: (eta: number) => Math.exp(-eta) / (1 + Math.exp(-eta)) ** 2,
  };

  it('means go through the inverse link, standard errors by the delta method', () => {
    const mean = { estimate: 0.3, se: 0.1, df: Infinity, estimable: true, levels: [], lower: 0.1, upper: 0.5 };
    const [one] = meansOnResponseScale([mean], logit);
    expectClose(one.estimate, logit.mean(0.3), 1e-15);
    expectClose(one.se, 0.1 * logit.mean(0.3) * (1 - logit.mean(0.3)), 1e-14);
    expect(one.lower).toBe(logit.mean(0.1));
    const [flipped] = meansOnResponseScale([mean], { name: 'falling', mean: (eta) => -eta, slope: () => -1 });
    expect([flipped.lower, flipped.upper, flipped.se]).toEqual([-0.5, -0.1, 0.1]);
  });

  it('differences of logits become odds ratios; other links have none', () => {
    const { rows } = contrastMeans(marginalMeans(gridOf('y ~ sex'), '~ sex'), 'pairwise');
    const [ratio] = contrastsAsRatios(rows, logit) ?? [];
    expect(ratio.contrast).toBe('f / m');
    expectClose(ratio.estimate, Math.exp(rows[0].estimate), 1e-14);
    expect(contrastsAsRatios(rows, { ...logit, name: 'probit' })).toBeUndefined();
  });
});

describe('what is asked for', () => {
  it.each([
    ['~ a', ['a'], []],
    ['a * b', ['a', 'b'], []],
    ['~ a + b | c * d', ['a', 'b'], ['c', 'd']],
    ['~ a | a', [], ['a']],
    ['~ 1', [], []],
    ['~ `open arm`', ['open arm'], []],
  ])('%s', (text, factors, by) => expect(parseMeansSpecification(text)).toEqual({ factors, by }));

  it.each([
    ['~ log(a)', /not understood/],
    ['y ~ a', /not understood/],
    ['~ a | (b', /ends too early/],
  ])('%s is refused', (text, message) => expect(() => parseMeansSpecification(text)).toThrow(message));

  it('unknown predictors, levels and controls name the nearest', () => {
    const grid = gridOf('y ~ arm + x');
    expect(() => marginalMeans(grid, '~ arms')).toThrow(/did you mean "arm"/);
    expect(() => gridOf('y ~ arm', new Map([['arm', ['vv']]]))).toThrow(/no level "vv"/);
    expect(() => gridOf('y ~ arm', new Map([['xx', [1]]]))).toThrow(/no predictor "xx"/);
    expect(() => gridOf('y ~ x', new Map([['x', ['high']]]))).toThrow(/must be held at numbers/);
    expect(() => contrastMeans(marginalMeans(grid, '~ arm'), 'vs-control', { control: 'c' })).toThrow(/no level "c"/);
    expect(() => slopeGrid(linearMeansModel(fitLinearModel('y ~ arm + x', data)), 'arm')).toThrow(/needs a numeric predictor/);
  });

  it('a grid of thousands of combinations is refused', () => {
    const ids = (prefix: string) => factorColumn(Array.from({ length: 320 }, (_, i) => `${prefix}${i}`));
    const wide = new Map<string, DataColumn>([
      ['y', numericColumn(Array.from({ length: 320 }, (_, i) => i % 7))],
      ['a', ids('a')],
      ['b', ids('b')],
    ]);
    expect(() => referenceGrid(linearMeansModel(fitLinearModel('y ~ a + b', wide)))).toThrow(/102400, too many/);
  });
});
