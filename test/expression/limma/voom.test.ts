import { describe, expect, it } from 'vitest';
import { effectiveSizes } from '../../../src/expression/edger/library-sizes.ts';
import { normalizationFactors } from '../../../src/expression/edger/normalization-factors.ts';
import { fitContrasts } from '../../../src/expression/limma/contrasts-fit.ts';
import { moderate, treatPvalues } from '../../../src/expression/limma/empirical-bayes.ts';
import { fitLinearModels } from '../../../src/expression/limma/linear-fit.ts';
import { voom } from '../../../src/expression/limma/voom.ts';
import { log2 } from '../../../src/stats/index.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { agreement, cell, expectAgreement } from '../agreement.ts';
import { datasetOf, referenceStudy } from '../edger/reference-study.ts';

interface Reference {
  nGenesKept: number;
  designColumns: string[];
  contrasts: Record<string, Record<string, number>>;
  libSize: Record<string, number>;
  'df.prior': number;
  's2.prior': number;
  'var.prior': number[];
  results: Record<string, { 'nSignificant0.05': number; 'nSignificant0.1': number; 'nUp0.05': number; topGenes: string[] }>;
}

const FOLDER = 'reference/expression/limma-voom';
const STUDIES = ['hippocampus-dg-training', 'cerebellum-sex-plus-time', 'striatum-experiment-plus-strain'];
const within = (worst: number) => ({ within1e9: 0, within1e6: 0, worst });

describe.skipIf(!haveShared).each(STUDIES)('limma 3.54.1, voom: %s', (id) => {
  it('agrees gene by gene and in its lists', { timeout: 60000 }, () => {
    const reference = JSON.parse(sharedText(`${FOLDER}/${id}.json`)) as Reference;
    const rows = sharedTsv(`${FOLDER}/${id}.genes.tsv.gz`);
    const samples = Object.keys(reference.libSize);
    const study = referenceStudy(datasetOf(id), samples, reference.designColumns);
    expect(study.genes.length).toBe(reference.nGenesKept);
    const columns = reference.designColumns.length;
    const libraries = effectiveSizes(study.sizes, normalizationFactors(study.counts, study.sizes, 'TMM'));
    const position = new Map(study.genes.map((gene, g) => [gene, g]));
    const compare = (column: string, get: (g: number) => number, floor = 0) =>
      agreement(
        rows.map((row) => [row.get('gene') ?? '', get(position.get(row.get('gene') ?? '') ?? -1), cell(row.get(column))]),
        floor,
      );

    const { values, weights } = voom(study.counts, libraries, study.design, columns);
    for (const [file, matrix] of [
      ['logcpm', values],
      ['weights', weights],
    ] as const) {
      const pairs = sharedTsv(`${FOLDER}/${id}.${file}.tsv.gz`).flatMap((row) =>
        samples.map((sample, j): [string, number, number] => {
          const g = position.get(row.get('gene') ?? '') ?? -1;
          return [sample, matrix[g * samples.length + j], cell(row.get(sample))];
        }),
      );
      expectAgreement(file, agreement(pairs), within(1e-8));
    }

    const fit = fitLinearModels(values, study.design, samples.length, columns, weights);
    expectAgreement(
      'Amean',
      compare('Amean', (g) => fit.aveExpr[g]),
      within(1e-9),
    );
    expectAgreement(
      'sigma',
      compare('sigma', (g) => fit.sigma[g]),
      within(1e-8),
    );
    reference.designColumns.forEach((name, k) => {
      expectAgreement(
        name,
        compare(`coef:${name}`, (g) => fit.coefficients[g * columns + k], 1e-3),
        within(1e-7),
      );
      expectAgreement(
        name,
        compare(`stdev.unscaled:${name}`, (g) => fit.stdevUnscaled[g * columns + k]),
        within(1e-8),
      );
    });

    const names = Object.keys(reference.contrasts);
    const combined = Float64Array.from(
      names.flatMap((name) => reference.designColumns.map((column) => reference.contrasts[name][column])),
    );
    const contrasts = fitContrasts(fit, combined);
    names.forEach((name, c) => {
      const table = moderate(contrasts, c);
      expect(table.prior.df / reference['df.prior']).toBeCloseTo(1, 6);
      expect(table.prior.priorVariance[0] / reference['s2.prior']).toBeCloseTo(1, 6);
      expect(table.coefficient / reference['var.prior'][c]).toBeCloseTo(1, 6);
      expectAgreement(
        's2.post',
        compare('s2.post', (g) => table.prior.posterior[g]),
        within(1e-7),
      );
      expectAgreement(
        'df.total',
        compare('df.total', (g) => table.dfTotal[g]),
        within(1e-6),
      );
      expectAgreement(
        `${name} logFC`,
        compare(`${name}:logFC`, (g) => table.logFC[g], 1e-3),
        within(1e-7),
      );
      expectAgreement(
        `${name} t`,
        compare(`${name}:t`, (g) => table.t[g], 1e-3),
        within(1e-7),
      );
      expectAgreement(
        `${name} P.Value`,
        compare(`${name}:P.Value`, (g) => table.pvalue[g]),
        within(1e-5),
      );
      expectAgreement(
        `${name} adj.P.Val`,
        compare(`${name}:adj.P.Val`, (g) => table.padj[g]),
        within(1e-5),
      );
      expectAgreement(
        `${name} B`,
        compare(`${name}:B`, (g) => table.logOdds[g], 1e-3),
        within(1e-5),
      );
      const treat = treatPvalues(contrasts, c, table, log2(1.2));
      expectAgreement(
        `${name} treat`,
        compare(`${name}:treat(lfc=log2(1.2)).P.Value`, (g) => treat[g]),
        within(1e-5),
      );
      const robust = moderate(contrasts, c, { robust: true, trend: false });
      expectAgreement(
        `${name} robust`,
        compare(`${name}:robust.P.Value`, (g) => robust.pvalue[g]),
        within(1e-3),
      );
      const count = (alpha: number) => table.padj.filter((p) => p < alpha).length;
      expect(count(0.05)).toBe(reference.results[name]['nSignificant0.05']);
      expect(count(0.1)).toBe(reference.results[name]['nSignificant0.1']);
    });
  });
});
