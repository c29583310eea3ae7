import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { edgerExpression } from '../../../src/expression/edger/edger-expression.ts';
import { devianceUnder } from '../../../src/expression/edger/fit-genes.ts';
import { glmDesign } from '../../../src/expression/edger/glm-design.ts';
import { likelihoodRatioTest } from '../../../src/expression/edger/tests.ts';
import { voomExpression } from '../../../src/expression/limma/voom-expression.ts';
import { adjustPvalues, log10 } from '../../../src/stats/index.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { agreement, cell, expectAgreement } from '../agreement.ts';
import { sharedCounts, sharedSamples } from '../reference-design.ts';

interface Performance {
  discoveries: number;
  falseDiscoveries: number;
  fdr: number;
  power: number;
  outlierGenesCalled: number;
}

const CASES = [
  { study: 'sim-two-group', name: 'two-group', design: '~ group' },
  { study: 'sim-batch', name: 'batch-ignored', design: '~ group' },
  { study: 'sim-batch', name: 'batch-in-design', design: '~ batch + group' },
];

/** What a method finds, against the truth. */
function performance(truth: Map<string, string>[], genes: string[], pvalues: Float64Array, alpha: number): Performance {
  const padj = adjustPvalues(pvalues, 'BH');
  const called = new Set(genes.filter((_, g) => padj[g] < alpha));
  const of = (test: (row: Map<string, string>) => boolean) =>
    truth.filter((row) => called.has(row.get('gene') ?? '') && test(row)).length;
  const changed = (row: Map<string, string>) => cell(row.get('isDE')) === 1;
  const right = of(changed);
  return {
    discoveries: called.size,
    falseDiscoveries: called.size - right,
    fdr: (called.size - right) / called.size,
    power: right / truth.filter(changed).length,
    outlierGenesCalled: of((row) => row.get('outlierSample') !== 'none'),
  };
}

describe.skipIf(!haveShared).each(CASES)('simulated study, $name', ({ study, name, design }) => {
  it('voom and edgeR find what limma and edgeR find, to the gene', { timeout: 240000 }, async () => {
    const folder = `reference/expression/simulated/${study}`;
    const expected = JSON.parse(sharedText(`${folder}/performance.json`)).performance as Record<
      string,
      Record<string, Performance>
    >;
    const rows = sharedTsv(`${folder}/${name}.limma-edger.genes.tsv.gz`);
    const truth = sharedTsv(`data/expression/simulated/${study}/truth.tsv.gz`);
    const request = {
      counts: sharedCounts(`simulated/${study}`),
      samples: sharedSamples(`simulated/${study}`),
      where: [],
      minTotal: 0,
      references: new Map<string, string>(),
      design,
      factors: [],
      test: { factor: 'group', treated: 'treated', control: 'control' },
      normalization: 'TMM' as const,
      filter: true,
      robust: false,
    };
    const table = voomExpression({ ...request, block: null, qualityWeights: false, threshold: 0 }, plainContext());
    const ql = await edgerExpression({ ...request, statistic: 'ql' }, plainContext());
    const { counts, sizes, model, samples } = ql.expressed;
    const glm = glmDesign(model.design.matrix, samples.length);
    const { tagwise } = ql.dispersions;
    const deviance = devianceUnder(glm, { counts, sizes, dispersions: tagwise });
    const lrt = likelihoodRatioTest(counts, sizes, glm, tagwise, deviance, ql.combination.weights);
    const { genes } = table.expressed;
    const position = new Map(genes.map((gene, g) => [gene, g]));
    const check = (column: string, get: (g: number) => number, worst: number, floor: number): void => {
      const pairs = rows.map((row): [string, number, number] => {
        const gene = row.get('gene') ?? '';
        return [gene, get(position.get(gene) ?? -1), cell(row.get(column))];
      });
      expectAgreement(column, agreement(pairs, floor), { within1e9: 0, within1e6: worst > 1e-6 ? 0.9 : 1, worst });
    };
    // p-values on their logarithm, as the reference folder's tolerances are stated
    const checkLogs = (column: string, get: (g: number) => number): void => {
      const pairs = rows.map((row): [string, number, number] => {
        const gene = row.get('gene') ?? '';
        return [gene, log10(get(position.get(gene) ?? -1)), log10(cell(row.get(column)))];
      });
      expectAgreement(column, agreement(pairs, 0.05), { within1e9: 0, within1e6: 0.99, worst: 1e-5 });
    };
    check('voom.logFC', (g) => table.logFC[g], 1e-8, 1e-3);
    check('voom.t', (g) => table.t[g], 1e-8, 1e-2);
    check('voom.P.Value', (g) => table.pvalue[g], 1e-7, 0);
    check('QL.logFC', (g) => ql.logFC[g], 1e-6, 1e-2);
    check('QLF', (g) => ql.statistic[g], 1e-6, 1e-2);
    checkLogs('QL.PValue', (g) => ql.pvalue[g]);
    // 19 genes need more than 200 rounds at some dispersion: an earlier end of the fit would show here as 1e-6
    check('tagwise', (g) => ql.dispersions.tagwise[g], 1e-7, 0);
    for (const [method, found] of [
      ['limma-voom', table.pvalue],
      ['edgeR-QL', ql.pvalue],
      ['edgeR-LRT', lrt.pvalue],
    ] as const) {
      for (const alpha of [0.05, 0.1])
        expect(performance(truth, genes, found, alpha), `${method} at ${alpha}`).toMatchObject(
          (({ discoveries, falseDiscoveries, fdr, power, outlierGenesCalled }: Performance) => ({
            discoveries,
            falseDiscoveries,
            fdr,
            power,
            outlierGenesCalled,
          }))(expected[`${method}, ${name}`][`alpha ${alpha}`]),
        );
    }
  });
});
