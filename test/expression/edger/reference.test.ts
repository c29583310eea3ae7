import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { estimateDispersions } from '../../../src/expression/edger/dispersions.ts';
import { devianceUnder } from '../../../src/expression/edger/fit-genes.ts';
import { glmDesign } from '../../../src/expression/edger/glm-design.ts';
import { effectiveSizes, librarySizes } from '../../../src/expression/edger/library-sizes.ts';
import { normalizationFactors } from '../../../src/expression/edger/normalization-factors.ts';
import { fitQuasiLikelihood } from '../../../src/expression/edger/quasi-likelihood.ts';
import {
  likelihoodRatioTest,
  logFoldChange,
  quasiLikelihoodTest,
  shrunkenCoefficients,
} from '../../../src/expression/edger/tests.ts';
import { adjustPvalues } from '../../../src/stats/index.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { agreement, cell, expectAgreement } from '../agreement.ts';
import { datasetOf, referenceStudy } from './reference-study.ts';

interface Reference {
  nGenesKept: number;
  designColumns: string[];
  contrasts: Record<string, Record<string, number>>;
  libSize: Record<string, number>;
  normFactors: Record<'TMM' | 'TMMwsp' | 'RLE' | 'upperquartile', Record<string, number>>;
  normFactorsTMMBeforeFiltering: Record<string, number>;
  commonDispersion: number;
  priorDf: number;
  priorN: number;
  span: number;
  qlDfPrior: number;
  qlRobustDfPriorRange: [number, number];
  results: Record<
    string,
    { 'nSignificantQL0.05': number; 'nSignificantQLrobust0.05': number; 'nSignificantLRT0.05': number; topGenesQL: string[] }
  >;
}

const STUDIES = [
  'hippocampus-dg-training',
  'hippocampus-all-additive',
  'cerebellum-sex-plus-time',
  'striatum-experiment-plus-strain',
];

const within = (bound: number, share = 1) => ({ within1e9: 0, within1e6: share, worst: bound });

describe.skipIf(!haveShared).each(STUDIES)('edgeR 3.40.2: %s', (id) => {
  it('agrees gene by gene and in its lists', { timeout: 240000 }, async () => {
    const reference = JSON.parse(sharedText(`reference/expression/edger/${id}.json`)) as Reference;
    const rows = sharedTsv(`reference/expression/edger/${id}.genes.tsv.gz`);
    const samples = Object.keys(reference.libSize);
    const study = referenceStudy(datasetOf(id), samples, reference.designColumns);
    expect(study.genes.length).toBe(reference.nGenesKept);
    expect([...study.sizes]).toEqual(Object.values(reference.libSize));
    for (const method of ['TMM', 'TMMwsp', 'RLE', 'upperquartile'] as const) {
      const factors = normalizationFactors(study.counts, study.sizes, method);
      const pairs = samples.map((sample, j): [string, number, number] => [
        sample,
        factors[j],
        reference.normFactors[method][sample],
      ]);
      expectAgreement(method, agreement(pairs), { within1e9: 1, within1e6: 1, worst: 1e-12 });
    }
    const { counts: all } = study.unfiltered;
    const before = normalizationFactors(all, librarySizes(all, samples.length), 'TMM');
    const pairs = samples.map((sample, j): [string, number, number] => [
      sample,
      before[j],
      reference.normFactorsTMMBeforeFiltering[sample],
    ]);
    expectAgreement('TMM before the filter', agreement(pairs), { within1e9: 1, within1e6: 1, worst: 1e-12 });

    const sizes = effectiveSizes(study.sizes, normalizationFactors(study.counts, study.sizes, 'TMM'));
    const design = glmDesign(study.design, samples.length);
    const position = new Map(study.genes.map((gene, g) => [gene, g]));
    const compare = (column: string, get: (g: number) => number, floor = 0) =>
      agreement(
        rows.map((row) => {
          const gene = row.get('gene') ?? '';
          return [gene, get(position.get(gene) ?? -1), cell(row.get(column))];
        }),
        floor,
      );
    const dispersions = await estimateDispersions(study.counts, sizes, design, false, plainContext());
    expect(dispersions.common / reference.commonDispersion).toBeCloseTo(1, 7);
    expect(dispersions.span).toBeCloseTo(reference.span, 14);
    expect(dispersions.priorDf[0] / reference.priorDf).toBeCloseTo(1, 6);
    expectAgreement(
      'AveLogCPM',
      compare('AveLogCPM', (g) => dispersions.averageLogCpm[g], 1e-3),
      within(1e-8),
    );
    expectAgreement(
      'trended',
      compare('trended', (g) => dispersions.trended[g]),
      within(1e-6),
    );
    expectAgreement(
      'tagwise',
      compare('tagwise', (g) => dispersions.tagwise[g]),
      within(1e-6),
    );

    const quasi = fitQuasiLikelihood(study.counts, sizes, design, dispersions.trended, dispersions.averageLogCpm);
    const robust = fitQuasiLikelihood(study.counts, sizes, design, dispersions.trended, dispersions.averageLogCpm, true);
    expect(quasi.squeezed.df / reference.qlDfPrior).toBeCloseTo(1, 6);
    expectAgreement(
      'deviance',
      compare('deviance', (g) => quasi.deviance[g]),
      within(1e-6),
    );
    expectAgreement(
      'df',
      compare('df.residual.zeros', (g) => quasi.residualDf[g]),
      within(0),
    );
    expectAgreement(
      'var.prior',
      compare('var.prior', (g) => quasi.squeezed.priorVariance[g]),
      within(1e-6),
    );
    expectAgreement(
      'var.post',
      compare('var.post', (g) => quasi.squeezed.posterior[g]),
      within(1e-6),
    );
    expectAgreement(
      'robust df',
      compare('robust.df.prior', (g) => robust.squeezed.priorDf[g]),
      within(1e-6),
    );
    expectAgreement(
      'robust var.post',
      compare('robust.var.post', (g) => robust.squeezed.posterior[g]),
      within(1e-6),
    );
    const coefficients = shrunkenCoefficients(study.counts, sizes, design, dispersions.trended);
    const ofTagwise = shrunkenCoefficients(study.counts, sizes, design, dispersions.tagwise);
    study.columns.forEach((column, k) => {
      const found = compare(`coef:${column}`, (g) => ofTagwise[g * study.columns.length + k], 1e-3);
      expectAgreement(column, found, within(1e-6));
    });
    const tagwise = devianceUnder(design, { counts: study.counts, sizes, dispersions: dispersions.tagwise });
    for (const [name, weights] of Object.entries(reference.contrasts)) {
      const contrast = Float64Array.from(study.columns, (column) => weights[column]);
      const ql = quasiLikelihoodTest(study.counts, sizes, design, quasi, contrast);
      const qlRobust = quasiLikelihoodTest(study.counts, sizes, design, robust, contrast);
      const lrt = likelihoodRatioTest(study.counts, sizes, design, dispersions.tagwise, tagwise, contrast);
      const changes = logFoldChange(coefficients, contrast);
      const fdr = adjustPvalues(ql.pvalue, 'BH');
      const bound = within(1e-6);
      expectAgreement(
        `${name} logFC`,
        compare(`${name}:logFC`, (g) => changes[g], 1e-3),
        bound,
      );
      expectAgreement(
        `${name} F`,
        compare(`${name}:QLF`, (g) => ql.statistic[g], 1e-3),
        bound,
      );
      expectAgreement(
        `${name} p`,
        compare(`${name}:QL.PValue`, (g) => ql.pvalue[g]),
        bound,
      );
      expectAgreement(
        `${name} FDR`,
        compare(`${name}:QL.FDR`, (g) => fdr[g]),
        bound,
      );
      expectAgreement(
        `${name} robust p`,
        compare(`${name}:QLrobust.PValue`, (g) => qlRobust.pvalue[g]),
        bound,
      );
      expectAgreement(
        `${name} LR`,
        compare(`${name}:LR`, (g) => lrt.statistic[g], 1e-3),
        within(1e-6),
      );
      expectAgreement(
        `${name} LRT p`,
        compare(`${name}:LRT.PValue`, (g) => lrt.pvalue[g]),
        within(1e-6),
      );
      const significant = (p: Float64Array): number => adjustPvalues(p, 'BH').filter((value) => value < 0.05).length;
      const expected = reference.results[name];
      expect([significant(ql.pvalue), significant(qlRobust.pvalue), significant(lrt.pvalue)]).toEqual([
        expected['nSignificantQL0.05'],
        expected['nSignificantQLrobust0.05'],
        expected['nSignificantLRT0.05'],
      ]);
      const order = Int32Array.from(ql.pvalue, (_, g) => g).sort((a, b) => ql.pvalue[a] - ql.pvalue[b]);
      expect(Array.from(order.subarray(0, 20), (g) => study.genes[g])).toEqual(expected.topGenesQL);
    }
    const several = Object.values(reference.contrasts);
    if (several.length < 2) return;
    const contrasts = Float64Array.from(several.flatMap((weights) => study.columns.map((column) => weights[column])));
    const joint = quasiLikelihoodTest(study.counts, sizes, design, quasi, contrasts);
    expectAgreement(
      'joint F',
      compare('jointF', (g) => joint.statistic[g], 1e-3),
      within(1e-6),
    );
    expectAgreement(
      'joint p',
      compare('jointPValue', (g) => joint.pvalue[g]),
      within(1e-6),
    );
  });
});
