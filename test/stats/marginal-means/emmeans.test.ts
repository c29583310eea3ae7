import { describe, expect, it } from 'vitest';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import {
  type ContrastAdjustment,
  type ContrastRow,
  contrastMeans,
  interactionContrasts,
  jointTests,
  linearMeansModel,
  marginalMeans,
  referenceGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { expectAll, expectColumns, numbersOf, pick, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');
const modelOf = (formula: string, file: string) => linearMeansModel(fitLinearModel(formula, studyTable(file)));
const gridOf = (formula: string, file: string) => referenceGrid(modelOf(formula, file));

function expectContrasts(rows: readonly ContrastRow[], expected: RValue, pTolerance = 1e-9, flip = 1): void {
  expectAll(
    rows.map((row) => flip * row.estimate),
    numbersOf(expected, 'estimate'),
    1e-9,
    'estimate',
    1e-6,
  );
  expectColumns(
    rows,
    expected,
    [
      ['se', 'SE'],
      ['df', 'df'],
    ],
    1e-9,
  );
  expectAll(
    rows.map((row) => flip * row.statistic),
    numbersOf(expected, 't.ratio'),
    1e-9,
    't',
    1e-6,
  );
  expectColumns(rows, expected, [['pvalue', 'p.value']], pTolerance);
}

describe.skipIf(!haveShared)('estimated marginal means of emmeans', () => {
  it('ancova.emmeans: adjusted means at the mean of the covariate', () => {
    const expected = reference.result('ancova.emmeans');
    const { means } = marginalMeans(gridOf('Postwt ~ Prewt + Treat', 'anorexia'), '~ Treat');
    expect(means.map((one) => one.levels[0])).toEqual(textsOf(expected, 'Treat'));
    expectColumns(
      means,
      expected,
      [
        ['estimate', 'emmean'],
        ['se', 'SE'],
        ['lower', 'lower.CL'],
        ['upper', 'upper.CL'],
      ],
      1e-9,
    );
  });

  it.each(['equal', 'proportional'] as const)('emm.means.interaction with %s weights', (weights) => {
    const expected = pick(reference.result('emm.means.interaction'), weights);
    const { means } = marginalMeans(gridOf('Wt ~ Litter * Mother', 'genotype'), '~ Litter', { weights });
    expectColumns(
      means,
      expected,
      [
        ['estimate', 'emmean'],
        ['se', 'SE'],
        ['lower', 'lower.CL'],
      ],
      1e-9,
    );
  });
});

describe.skipIf(!haveShared)('contrasts of emmeans', () => {
  it('emm.tukey: pairs within each level of another factor', () => {
    const expected = reference.result('emm.tukey');
    const table = contrastMeans(marginalMeans(gridOf('breaks ~ wool * tension', 'warpbreaks'), '~ tension | wool'), 'pairwise');
    expect(table.rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
    expect(table.rows.map((row) => row.by[0])).toEqual(textsOf(expected, 'wool'));
    expect(table.adjustment).toBe('tukey');
    expectContrasts(table.rows, expected, 1e-6);
  });

  const ADJUSTMENTS: ContrastAdjustment[] = [
    'none',
    'bonferroni',
    'holm',
    'hochberg',
    'hommel',
    'BH',
    'BY',
    'sidak',
    'scheffe',
    'tukey',
  ];
  it.each(ADJUSTMENTS)('emm.adjust.%s', (adjust) => {
    const means = marginalMeans(gridOf('breaks ~ wool + tension', 'warpbreaks'), '~ tension');
    const table = contrastMeans(means, 'pairwise', { adjust });
    expectContrasts(table.rows, reference.result(`emm.adjust.${adjust}`), adjust === 'tukey' ? 1e-6 : 1e-9);
  });

  it.each(['sidak', 'tukey'] as const)('emm.ci.%s', (adjust) => {
    const expected = reference.result(`emm.ci.${adjust}`);
    const means = marginalMeans(gridOf('breaks ~ wool + tension', 'warpbreaks'), '~ tension');
    const { rows } = contrastMeans(means, 'pairwise', { adjust });
    const tolerance = adjust === 'tukey' ? 1e-6 : 1e-9;
    expectColumns(
      rows,
      expected,
      [
        ['lower', 'lower.CL'],
        ['upper', 'upper.CL'],
      ],
      tolerance,
    );
  });

  it('ancova.dunnett.exact.inputs', () => {
    const expected = reference.result('ancova.dunnett.exact.inputs');
    const means = marginalMeans(gridOf('Postwt ~ Prewt + Treat', 'anorexia'), '~ Treat');
    const { rows } = contrastMeans(means, 'vs-control', { adjust: 'none' });
    expect(rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
    expectContrasts(rows, expected);
  });

  it('emm.poly', () => {
    const expected = reference.result('emm.poly');
    const { rows } = contrastMeans(marginalMeans(gridOf('len ~ supp * dose', 'ToothGrowth'), '~ dose | supp'), 'polynomial');
    expect(rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
    expectContrasts(rows, expected);
  });

  it('emm.interaction.contrast', () => {
    const expected = reference.result('emm.interaction.contrast');
    const means = marginalMeans(gridOf('len ~ supp * dose', 'ToothGrowth'), '~ supp * dose');
    const { rows } = interactionContrasts(means, ['pairwise', 'consecutive']);
    expect(rows.map((row) => row.parts[0])).toEqual(textsOf(expected, 'supp_pairwise'));
    expect(rows.map((row) => row.parts[1])).toEqual(textsOf(expected, 'dose_consec'));
    expectContrasts(rows, expected);
  });

  it('emm.joint_tests: simple effects', () => {
    const expected = reference.result('emm.joint_tests');
    const tests = jointTests(modelOf('len ~ supp * dose', 'ToothGrowth'), ['dose']);
    expect(tests.map((one) => one.term)).toEqual(textsOf(expected, 'model term'));
    expect(tests.map((one) => one.by[0])).toEqual(textsOf(expected, 'dose'));
    expectColumns(tests, expected, [['numDf', 'df1']], 0);
    // emmeans rounds F to three decimals
    expectAll(
      tests.map((one) => Math.round(one.F * 1000) / 1000),
      numbersOf(expected, 'F.ratio'),
      0,
      'F',
    );
    expectColumns(tests, expected, [['pvalue', 'p.value']], 1e-9);
  });
});
