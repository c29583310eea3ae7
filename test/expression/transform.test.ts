import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { cellDesign } from '../../src/expression/design/cells.ts';
import { principalComponents } from '../../src/expression/quality/principal-components.ts';
import { subsetTrend } from '../../src/expression/transform/subset-trend.ts';
import { varianceStabilized } from '../../src/expression/transform/variance-stabilizing.ts';
import { haveShared, sharedText, sharedTsv } from '../support/shared.ts';
import { cell } from './agreement.ts';
import { type ReferenceDesign, runReference } from './reference-design.ts';

const FOLDER = 'reference/expression';
const DATASETS = [
  { dataset: 'mouse-hippocampus-avoidance', design: 'dg-training', name: 'hippocampus-dg-training' },
  { dataset: 'mouse-cerebellum-influenza', design: 'sex-plus-time', name: 'cerebellum-sex-plus-time' },
  { dataset: 'mouse-striatum-strains', design: 'experiment-plus-strain', name: 'striatum-experiment-plus-strain' },
];

/** Largest absolute difference to a reference matrix. */
function distance(values: Float64Array, genes: readonly string[], samples: readonly string[], file: string): number {
  const row = new Map(genes.map((gene, g) => [gene, g]));
  let largest = 0;
  for (const line of sharedTsv(file)) {
    const g = row.get(line.get('gene') ?? '') ?? -1;
    samples.forEach((sample, j) => {
      largest = Math.max(largest, Math.abs(values[g * samples.length + j] - cell(line.get(sample))));
    });
  }
  return largest;
}

describe.skipIf(!haveShared).each(DATASETS)('variance stabilization: $name', ({ dataset, design, name }) => {
  it('with the design, blind, on 1000 genes; and the components', { timeout: 60000 }, async () => {
    const reference = JSON.parse(sharedText(`${FOLDER}/deseq2/${dataset}/${design}.json`)) as ReferenceDesign;
    const { matrix, fit, factors } = await runReference(dataset, { ...reference, results: {} });
    const { genes, counts, samples } = matrix;
    const normalization = { factors, perGene: false };
    const full = varianceStabilized(counts, samples.length, normalization, fit.trend);
    expect(distance(full, genes, samples, `${FOLDER}/vst/${name}.not-blind.tsv.gz`)).toBeLessThan(1e-8);

    const blind = cellDesign(new Float64Array(samples.length).fill(1), samples.length, 1);
    const trend = await subsetTrend(
      { genes: genes.length, counts, design: blind, normalization, trend: 'parametric' },
      plainContext(),
    );
    if (trend === undefined) throw new Error('no trend');
    const fast = varianceStabilized(counts, samples.length, normalization, trend);
    expect(distance(fast, genes, samples, `${FOLDER}/vst/${name}.fast-blind.tsv.gz`)).toBeLessThan(1e-8);

    // the reference's components are those of the blind transformation with all genes
    const all = await blindTrend(dataset, reference);
    const stabilized = varianceStabilized(counts, samples.length, normalization, all);
    expect(distance(stabilized, genes, samples, `${FOLDER}/vst/${name}.blind.tsv.gz`)).toBeLessThan(1e-8);
    const pca = principalComponents(stabilized, samples.length);
    const expected = JSON.parse(sharedText(`${FOLDER}/vst/vst.json`))[name].pcaPercentVar as number[];
    for (const [k, share] of expected.entries()) expect(pca.variance[k]).toBeCloseTo(share, 9);
    for (const [j, row] of sharedTsv(`${FOLDER}/vst/${name}.pca-top500-blind.tsv`).entries()) {
      expect(Math.abs(pca.scores[j * pca.components])).toBeCloseTo(Math.abs(cell(row.get('PC1'))), 6);
      expect(Math.abs(pca.scores[j * pca.components + 1])).toBeCloseTo(Math.abs(cell(row.get('PC2'))), 6);
    }
  });
});

describe.skipIf(!haveShared)('variance stabilization with other trends', () => {
  it.each([
    ['local', 1e-5],
    ['mean', 1e-8],
  ] as const)('%s', { timeout: 60000 }, async (kind, bound) => {
    const reference = JSON.parse(sharedText(`${FOLDER}/deseq2/mouse-hippocampus-avoidance/dg-training.json`)) as ReferenceDesign;
    const trend = await blindTrend('mouse-hippocampus-avoidance', { ...reference, fitTypeAsked: kind });
    const { matrix, factors } = await runReference('mouse-hippocampus-avoidance', { ...reference, results: {} });
    const values = varianceStabilized(matrix.counts, matrix.samples.length, { factors, perGene: false }, trend);
    const file = `${FOLDER}/vst/hippocampus-dg-training.blind-${kind}.tsv.gz`;
    expect(distance(values, matrix.genes, matrix.samples, file)).toBeLessThan(bound);
  });
});

/** The trend of the intercept-only design, without replacement of outliers. */
async function blindTrend(dataset: string, reference: ReferenceDesign) {
  const blind = { ...reference, design: '~ 1', reduced: null, results: {}, note: 'Inf' };
  return (await runReference(dataset, blind)).fit.trend;
}
