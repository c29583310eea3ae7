import { describe, expect, it } from 'vitest';
import { logCpm } from '../../../src/expression/edger/abundance.ts';
import { effectiveSizes } from '../../../src/expression/edger/library-sizes.ts';
import { normalizationFactors } from '../../../src/expression/edger/normalization-factors.ts';
import { consensusCorrelation } from '../../../src/expression/limma/block-correlation.ts';
import { blockCodes } from '../../../src/expression/limma/block-whitening.ts';
import { contrastFits } from '../../../src/expression/limma/contrast-fits.ts';
import { moderate } from '../../../src/expression/limma/empirical-bayes.ts';
import { fitLinear, NO_OPTIONS } from '../../../src/expression/limma/linear-fits.ts';
import { voomWithQuality } from '../../../src/expression/limma/sample-weights.ts';
import { treat } from '../../../src/expression/limma/treat.ts';
import { voom } from '../../../src/expression/limma/voom.ts';
import { adjustPvalues, log2 } from '../../../src/stats/index.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { agreement, cell, expectAgreement } from '../agreement.ts';
import { datasetOf, referenceStudy } from '../edger/reference-study.ts';

interface Reference {
  nGenesKept: number;
  designColumns: string[];
  contrasts: Record<string, Record<string, number>>;
  libSize: Record<string, number>;
  normFactors: Record<string, number>;
  duplicateCorrelation: { firstPass: number; secondPass: number } | null;
  'df.prior': number;
  's2.prior': number;
  'var.prior': number[];
  robustS2Prior: number;
  robustDfPriorRange: [number, number];
  sampleQualityWeights: Record<string, number>;
  limmaTrend: { 'df.prior': number; 's2.priorRange': [number, number]; 'nSignificant0.05': Record<string, number> };
  results: Record<string, { 'nSignificant0.05': number; 'nSignificant0.1': number; 'nUp0.05': number; topGenes: string[] }>;
}

const STUDIES = [
  'hippocampus-dg-training',
  'hippocampus-all-block-animal',
  'cerebellum-sex-plus-time',
  'striatum-experiment-plus-strain',
];
const PLAIN = { trend: false, robust: false };
const within = (worst: number) => ({ within1e9: 0, within1e6: 1, worst });

function load(id: string) {
  const reference = JSON.parse(sharedText(`reference/expression/limma-voom/${id}.json`)) as Reference;
  const samples = Object.keys(reference.libSize);
  const study = referenceStudy(datasetOf(id), samples, reference.designColumns);
  const sizes = effectiveSizes(study.sizes, normalizationFactors(study.counts, study.sizes, 'TMM'));
  const contrasts = Float64Array.from(
    Object.values(reference.contrasts).flatMap((weights) => study.columns.map((column) => weights[column])),
  );
  return { reference, samples, study, sizes, contrasts };
}

/** Voom with, where the reference has blocks, the correlation estimated twice. */
function analyze({ reference, samples, study, sizes }: ReturnType<typeof load>) {
  const first = voom(study.counts, sizes, study.design);
  if (reference.duplicateCorrelation === null) return { ...first, block: null, correlations: [] };
  const blocks = blockCodes(study.animals.map(String));
  const rough = consensusCorrelation(first.values, first.weights, study.design, blocks).correlation;
  const second = voom(study.counts, sizes, study.design, { ...NO_OPTIONS, block: { blocks, correlation: rough } });
  const { correlation } = consensusCorrelation(second.values, second.weights, study.design, blocks);
  expect(samples.length).toBe(blocks.length);
  return { ...second, block: { blocks, correlation }, correlations: [rough, correlation] };
}

describe.skipIf(!haveShared).each(STUDIES)('limma 3.54.1: %s', (id) => {
  it('agrees gene by gene and in its lists', { timeout: 120000 }, () => {
    const loaded = load(id);
    const { reference, samples, study, contrasts } = loaded;
    const position = new Map(study.genes.map((gene, g) => [gene, g]));
    const n = samples.length;
    const tables = new Map<string, Map<string, string>[]>();
    const table = (file: string): Map<string, string>[] => {
      const known = tables.get(file) ?? sharedTsv(`reference/expression/limma-voom/${id}.${file}.tsv.gz`);
      tables.set(file, known);
      return known;
    };
    const compare = (file: string, column: string, get: (g: number) => number, floor = 0) =>
      agreement(
        table(file).map((row) => {
          const gene = row.get('gene') ?? '';
          return [gene, get(position.get(gene) ?? -1), cell(row.get(column))];
        }),
        floor,
      );
    const ready = analyze(loaded);
    ready.correlations.forEach((value, i) => {
      const expected = [reference.duplicateCorrelation?.firstPass, reference.duplicateCorrelation?.secondPass][i] ?? NaN;
      expect(Math.abs(value / expected - 1), `correlation ${i}: ${value}`).toBeLessThan(1e-8);
    });
    samples.forEach((sample, j) => {
      expectAgreement(
        'log cpm',
        compare('logcpm', sample, (g) => ready.values[g * n + j], 1e-6),
        within(1e-8),
      );
      expectAgreement(
        'weights',
        compare('weights', sample, (g) => ready.weights[g * n + j]),
        within(1e-8),
      );
    });
    const fits = fitLinear(ready.values, study.design, n, { ...NO_OPTIONS, weights: ready.weights, block: ready.block });
    const p = study.columns.length;
    expectAgreement(
      'sigma',
      compare('genes', 'sigma', (g) => fits.sigma[g]),
      within(1e-8),
    );
    study.columns.forEach((column, k) => {
      const errors = compare('genes', `stdev.unscaled:${column}`, (g) => fits.unscaledErrors[g * p + k]);
      expectAgreement(
        `coef ${column}`,
        compare('genes', `coef:${column}`, (g) => fits.coefficients[g * p + k], 1e-3),
        within(1e-8),
      );
      expectAgreement(`error ${column}`, errors, within(1e-8));
    });
    const tested = contrastFits(fits, contrasts);
    const bayes = moderate(tested, PLAIN);
    const robust = moderate(tested, { trend: false, robust: true });
    const threshold = treat(tested, log2(1.2));
    expect(bayes.squeezed.df / reference['df.prior']).toBeCloseTo(1, 8);
    expect(bayes.squeezed.priorVariance[0] / reference['s2.prior']).toBeCloseTo(1, 8);
    expect(robust.squeezed.priorVariance[0] / reference.robustS2Prior).toBeCloseTo(1, 7);
    expectAgreement(
      's2.post',
      compare('genes', 's2.post', (g) => bayes.squeezed.posterior[g]),
      within(1e-8),
    );
    expectAgreement(
      'robust df',
      compare('genes', 'robust.df.prior', (g) => robust.squeezed.priorDf[g]),
      within(1e-6),
    );
    expectAgreement(
      'robust s2',
      compare('genes', 'robust.s2.post', (g) => robust.squeezed.posterior[g]),
      within(1e-6),
    );
    const c = tested.columns;
    Object.entries(reference.results).forEach(([name, expected], k) => {
      expect(bayes.effectVariance[k] / reference['var.prior'][k]).toBeCloseTo(1, 8);
      const pvalues = Float64Array.from({ length: tested.genes }, (_, g) => bayes.pvalue[g * c + k]);
      const fdr = adjustPvalues(pvalues, 'BH');
      const check = (column: string, get: (g: number) => number, bound: number, floor = 0): void =>
        expectAgreement(`${name} ${column}`, compare('genes', `${name}:${column}`, get, floor), within(bound));
      check('logFC', (g) => tested.coefficients[g * c + k], 1e-8, 1e-3);
      check('t', (g) => bayes.t[g * c + k], 1e-8, 1e-2);
      check('P.Value', (g) => pvalues[g], 1e-7);
      check('adj.P.Val', (g) => fdr[g], 1e-7);
      check('B', (g) => bayes.logOdds[g * c + k], 1e-6, 1e-2);
      check('robust.P.Value', (g) => robust.pvalue[g * c + k], 1e-6);
      check('treat(lfc=log2(1.2)).P.Value', (g) => threshold.pvalue[g * c + k], 1e-6);
      const called = (alpha: number): number[] => [...position.values()].filter((g) => fdr[g] < alpha);
      expect(called(0.05).length).toBe(expected['nSignificant0.05']);
      expect(called(0.1).length).toBe(expected['nSignificant0.1']);
      expect(called(0.05).filter((g) => tested.coefficients[g * c + k] > 0).length).toBe(expected['nUp0.05']);
      const order = Int32Array.from(pvalues, (_, g) => g).sort((a, b) => pvalues[a] - pvalues[b]);
      expect(Array.from(order.subarray(0, 20), (g) => study.genes[g])).toEqual(expected.topGenes);
    });
    if (c > 1) {
      expectAgreement(
        'F',
        compare('genes', 'F', (g) => bayes.f.statistic[g], 1e-3),
        within(1e-6),
      );
      expectAgreement(
        'F p',
        compare('genes', 'F.p.value', (g) => bayes.f.pvalue[g]),
        within(1e-6),
      );
    }
  });

  it('agrees in sample quality weights', { timeout: 60000 }, () => {
    const { reference, samples, study, sizes } = load(id);
    const { sampleWeights } = voomWithQuality(study.counts, sizes, study.design);
    const pairs = samples.map((sample, j): [string, number, number] => [
      sample,
      sampleWeights[j],
      reference.sampleQualityWeights[sample],
    ]);
    expectAgreement('quality', agreement(pairs), within(1e-8));
  });

  it('agrees with limma-trend', { timeout: 60000 }, () => {
    const { reference, samples, study, sizes, contrasts } = load(id);
    const fits = contrastFits(fitLinear(logCpm(study.counts, sizes), study.design, samples.length, NO_OPTIONS), contrasts);
    const bayes = moderate(fits, { trend: true, robust: false });
    const { limmaTrend } = reference;
    expect(bayes.squeezed.df / limmaTrend['df.prior']).toBeCloseTo(1, 8);
    const range = [Math.min(...bayes.squeezed.priorVariance), Math.max(...bayes.squeezed.priorVariance)];
    range.forEach((value, i) => {
      expect(value / limmaTrend['s2.priorRange'][i]).toBeCloseTo(1, 8);
    });
    Object.entries(limmaTrend['nSignificant0.05']).forEach(([, expected], k) => {
      const pvalues = Float64Array.from({ length: fits.genes }, (_, g) => bayes.pvalue[g * fits.columns + k]);
      expect(adjustPvalues(pvalues, 'BH').filter((value) => value < 0.05).length).toBe(expected);
    });
  });
});
