import { describe, expect, it } from 'vitest';
import type { DataFrame } from '../../../src/stats/formula/index.ts';
import {
  type ContrastTable,
  contrastMeans,
  interactionContrasts,
  jointTests,
  type MarginalMeans,
  type MeansModel,
  marginalMeans,
  mixedMeansModel,
  referenceGrid,
  slopeGrid,
  standardizedContrasts,
} from '../../../src/stats/marginal-means/index.ts';
import { type DfMethod, fitMixedModel, type MixedModel } from '../../../src/stats/mixed/index.ts';
import { expectAll, expectColumns, numbersOf, type RValue, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { caseData, fixture, type MixedCase } from '../mixed/reference.ts';

interface CaseWithMeans extends MixedCase {
  emmeans?: { call: string; result: RValue }[];
}

const cases = ['lmm.json', 'lmm_simstudy_a.json'].flatMap((file) => fixture<{ cases: CaseWithMeans[] }>(file).cases);
const fits = new Map<string, MixedModel>();

function modelOf(id: string): MixedModel {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  const known = fits.get(id);
  if (known !== undefined) return known;
  const data: DataFrame = caseData(found);
  const model = fitMixedModel(found.formula, data, { reml: found.REML });
  fits.set(id, model);
  return model;
}

type Check = (expected: RValue, at: (df?: DfMethod) => MeansModel, model: MixedModel) => void;

const meansOf = (model: MeansModel, what: string, at?: ReadonlyMap<string, readonly number[]>): MarginalMeans =>
  marginalMeans(referenceGrid(model, { at }), what);

/**
 * emmeans took its degrees of freedom from numerical derivatives (1e-8), and p-values of Tukey's range from R's ptukey, whose absolute error
 * is up to 1e-9 at the degrees of freedom here, and 2e-5 at 5 of them (README of the references).
 */
function expectContrasts(table: ContrastTable, expected: RValue, ptukeyError = 1e-9): void {
  expectColumns(table.rows, expected, [['estimate', 'estimate']], 1e-7, 1e-2);
  expectColumns(table.rows, expected, [['se', 'SE']], 1e-7);
  expectColumns(table.rows, expected, [['df', 'df']], 1e-6);
  expectColumns(table.rows, expected, [['pvalue', 'p.value']], 1e-6, table.adjustment === 'tukey' ? ptukeyError / 1e-6 : 0);
}

const CHECKS: [string, string, Check][] = [
  [
    'sleepstudy.rs',
    "as.data.frame(emtrends(m, ~ 1, var = 'Days'))",
    (expected, at) => {
      const { means } = marginalMeans(slopeGrid(at('satterthwaite'), 'Days'), '~ 1');
      expectColumns(
        means,
        expected,
        [
          ['estimate', 'Days.trend'],
          ['se', 'SE'],
          ['lower', 'lower.CL'],
          ['upper', 'upper.CL'],
        ],
        1e-7,
      );
      expectColumns(means, expected, [['df', 'df']], 1e-6);
    },
  ],
  [
    'sleepstudy.rs',
    "as.data.frame(emmeans(m, ~ Days, at = list(Days = c(0,5,9)), lmer.df = 'kenward-roger'))",
    (expected, at) => {
      const { means } = meansOf(at('kenward-roger'), '~ Days', new Map([['Days', [0, 5, 9]]]));
      expectColumns(
        means,
        expected,
        [
          ['estimate', 'emmean'],
          ['se', 'SE'],
          ['lower', 'lower.CL'],
          ['upper', 'upper.CL'],
        ],
        1e-7,
      );
      expectColumns(means, expected, [['df', 'df']], 1e-6);
    },
  ],
  ...(['satterthwaite', 'kenward-roger'] as const).map((df): [string, string, Check] => [
    'ratpup.full',
    `as.data.frame(pairs(emmeans(m, ~ Treatment, lmer.df = '${df}'), adjust = 'tukey'))`,
    (expected, at) => expectContrasts(contrastMeans(meansOf(at(df), '~ Treatment'), 'pairwise'), expected),
  ]),
  [
    'ratpup.full',
    "as.data.frame(pairs(emmeans(m, ~ Treatment | sex, lmer.df = 'kenward-roger'), adjust = 'holm'))",
    (expected, at) => {
      const table = contrastMeans(meansOf(at('kenward-roger'), '~ Treatment | sex'), 'pairwise', { adjust: 'holm' });
      expect(table.rows.map((row) => row.by[0])).toEqual(textsOf(expected, 'sex'));
      expectContrasts(table, expected);
    },
  ],
  [
    'ratpup.full',
    "as.data.frame(emmeans(m, ~ Treatment, lmer.df = 'kenward-roger'))",
    (expected, at) => {
      const { means } = meansOf(at('kenward-roger'), '~ Treatment');
      expectColumns(
        means,
        expected,
        [
          ['estimate', 'emmean'],
          ['se', 'SE'],
          ['lower', 'lower.CL'],
          ['upper', 'upper.CL'],
        ],
        1e-7,
      );
    },
  ],
  [
    'ratpup.full',
    "as.data.frame(contrast(emmeans(m, ~ Treatment, lmer.df = 'kenward-roger'), 'trt.vs.ctrl', adjust = 'none'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at(), '~ Treatment'), 'vs-control', { adjust: 'none' }), expected),
  ],
  [
    'ratpup.full',
    "as.data.frame(contrast(emmeans(m, ~ Treatment, lmer.df = 'satterthwaite'), 'poly'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at('satterthwaite'), '~ Treatment'), 'polynomial'), expected),
  ],
  [
    'ratpup.full',
    "as.data.frame(pairs(emmeans(m, ~ Treatment, lmer.df = 'asymptotic'), adjust = 'sidak'))",
    (expected, at) =>
      expectContrasts(contrastMeans(meansOf(at('asymptotic'), '~ Treatment'), 'pairwise', { adjust: 'sidak' }), expected),
  ],
  [
    'ratpup.full',
    "as.data.frame(joint_tests(m, lmer.df = 'satterthwaite'))",
    (expected, at) => {
      // emmeans takes the smallest df of the rows instead of the F test's own, so the model's test is put aside
      const model = { ...at('satterthwaite'), jointTest: undefined };
      const tests = new Map(jointTests(model).map((test) => [test.term, test]));
      const ordered = textsOf(expected, 'model term').map(
        (term) => tests.get(term) ?? { numDf: NaN, F: NaN, pvalue: NaN, denDf: NaN },
      );
      expectColumns(ordered, expected, [['numDf', 'df1']], 0);
      // emmeans prints df to two decimals and F to three, and computes p from the exact ones
      expectAll(
        ordered.map((test) => Math.round(test.denDf * 100) / 100),
        numbersOf(expected, 'df2'),
        1e-12,
        'df2',
      );
      expectAll(
        ordered.map((test) => Math.round(test.F * 1000) / 1000),
        numbersOf(expected, 'F.ratio'),
        0,
        'F',
      );
      expectColumns(ordered, expected, [['pvalue', 'p.value']], 1e-6);
    },
  ],
  [
    'ratpup.full',
    "as.data.frame(eff_size(emmeans(m, ~ Treatment, lmer.df = 'satterthwaite'), sigma = sigma(m), edf = 22))",
    (expected, at, model) => {
      const rows = standardizedContrasts(meansOf(at('satterthwaite'), '~ Treatment'), 'pairwise', model.sigma, 22);
      expectColumns(
        rows,
        expected,
        [
          ['effectSize', 'effect.size'],
          ['se', 'SE'],
          ['lower', 'lower.CL'],
          ['upper', 'upper.CL'],
        ],
        1e-7,
      );
      expectColumns(rows, expected, [['df', 'df']], 1e-6);
    },
  ],
  ...(['satterthwaite', 'kenward-roger'] as const).map((df): [string, string, Check] => [
    'bodyweight.rs',
    `as.data.frame(pairs(emtrends(m, ~ Diet, var = 'Time', lmer.df = '${df}')))`,
    (expected, at) => {
      const table = contrastMeans(marginalMeans(slopeGrid(at(df), 'Time'), '~ Diet'), 'pairwise');
      expect(table.rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
      expectContrasts(table, expected);
    },
  ]),
  [
    'bodyweight.rs',
    "as.data.frame(pairs(emmeans(m, ~ Diet, at = list(Time = 64), lmer.df = 'kenward-roger'), adjust = 'holm'))",
    (expected, at) => {
      const means = meansOf(at('kenward-roger'), '~ Diet', new Map([['Time', [64]]]));
      expectContrasts(contrastMeans(means, 'pairwise', { adjust: 'holm' }), expected);
    },
  ],
  [
    'machines.nested',
    "as.data.frame(pairs(emmeans(m, ~ Machine, lmer.df = 'kenward-roger'), adjust = 'tukey'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at('kenward-roger'), '~ Machine'), 'pairwise'), expected),
  ],
  [
    'machines.rs',
    "as.data.frame(pairs(emmeans(m, ~ Machine, lmer.df = 'satterthwaite'), adjust = 'tukey'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at('satterthwaite'), '~ Machine'), 'pairwise'), expected, 2e-5),
  ],
  [
    'machines.rs',
    "as.data.frame(pairs(emmeans(m, ~ Machine, lmer.df = 'kenward-roger'), adjust = 'bonferroni'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at(), '~ Machine'), 'pairwise', { adjust: 'bonferroni' }), expected),
  ],
  [
    'tvbo.crossed',
    "as.data.frame(pairs(emmeans(m, ~ TVset, lmer.df = 'satterthwaite'), adjust = 'tukey'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at('satterthwaite'), '~ TVset'), 'pairwise'), expected),
  ],
  [
    'obk.nested',
    "as.data.frame(pairs(emmeans(m, ~ treatment | phase, lmer.df = 'satterthwaite'), adjust = 'tukey'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at('satterthwaite'), '~ treatment | phase'), 'pairwise'), expected),
  ],
  [
    'obk.nested',
    "as.data.frame(pairs(emmeans(m, ~ phase | treatment, lmer.df = 'kenward-roger'), adjust = 'sidak'))",
    (expected, at) =>
      expectContrasts(contrastMeans(meansOf(at(), '~ phase | treatment'), 'pairwise', { adjust: 'sidak' }), expected),
  ],
  [
    'obk.nested',
    "as.data.frame(contrast(emmeans(m, ~ treatment * phase), interaction = c('trt.vs.ctrl','trt.vs.ctrl')))",
    (expected, at) =>
      expectContrasts(
        interactionContrasts(meansOf(at('satterthwaite'), '~ treatment * phase'), ['vs-control', 'vs-control']),
        expected,
      ),
  ],
  [
    'fst.doseweek',
    "as.data.frame(contrast(emmeans(m, ~ dose | weekF, lmer.df = 'satterthwaite'), 'trt.vs.ctrl', adjust = 'none'))",
    (expected, at) =>
      expectContrasts(contrastMeans(meansOf(at('satterthwaite'), '~ dose | weekF'), 'vs-control', { adjust: 'none' }), expected),
  ],
  [
    'fst.doseweek',
    "as.data.frame(contrast(emmeans(m, ~ dose | weekF, lmer.df = 'kenward-roger'), 'trt.vs.ctrl', adjust = 'holm'))",
    (expected, at) => expectContrasts(contrastMeans(meansOf(at(), '~ dose | weekF'), 'vs-control', { adjust: 'holm' }), expected),
  ],
  [
    'fst.doseweek',
    "as.data.frame(pairs(emmeans(m, ~ weekF | dose, lmer.df = 'satterthwaite'), adjust = 'tukey'))",
    (expected, at) => {
      const table = contrastMeans(meansOf(at('satterthwaite'), '~ weekF | dose'), 'pairwise');
      expect(table.rows.map((row) => row.contrast)).toEqual(textsOf(expected, 'contrast'));
      expectContrasts(table, expected);
    },
  ],
];

describe.skipIf(!haveShared)('marginal means of mixed models', () => {
  it.each(CHECKS)('%s: %s', (id, call, check) => {
    const expected = cases.find((one) => one.id === id)?.emmeans?.find((one) => one.call === call)?.result;
    if (expected === undefined) throw new Error(`no reference for ${call}`);
    const model = modelOf(id);
    check(expected, (df) => mixedMeansModel(model, df), model);
  });

  it('runs every emmeans reference there is', () => {
    const all = cases.flatMap((one) => (one.emmeans ?? []).map(({ call }) => `${one.id} ${call}`));
    expect(all.filter((one) => !CHECKS.some(([id, call]) => `${id} ${call}` === one))).toEqual([]);
  });
});
