import { plainContext } from '../../src/context/index.ts';
import { deseqExpression, edgerExpression, readCounts, transformCounts, voomExpression } from '../../src/expression/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { assessTables, syntheticTables } from '../expression/quality/synthetic-counts.ts';

/** A count table of two arms, both sexes and litters of two, with changes, some outlying counts and a covariate. */
function tables() {
  return syntheticTables({
    ...{ seed: 11, genes: 700, perArm: 8, changed: 120 },
    after: (rows) => {
      for (const [g, { counts }] of rows.entries()) if (g % 41 === 0) counts[g % 16] = counts[g % 16] * 40 + 300;
    },
    sheet: (columns) => {
      columns.set(
        'litter',
        Array.from({ length: 16 }, (_, s) => `L${Math.floor(s / 2)}`),
      );
      columns.set(
        'weight',
        Array.from({ length: 16 }, (_, s) => String(20 + ((s * 7) % 5) / 2)),
      );
    },
  });
}

/**
 * What `limbic de`, `transform` and `quality` compute on a made-up table, by every method and most of their options, as text that tells any two
 * doubles apart. Runs in Node and in a browser.
 */
export async function deTables(): Promise<[name: string, text: string][]> {
  const { counts, sheet } = tables();
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const context = plainContext();
  const request = (design = '~ sex + arm') => ({
    ...{ counts: readCounts(bytes(counts), 'counts.tsv'), samples: readDelimited(bytes(sheet), 'samples.csv') },
    ...{ where: [], minTotal: 2, references: new Map<string, string>(), design, factors: [] },
    test: { factor: 'arm', treated: 'drug', control: 'control' },
  });
  const deseq = (change: object, design?: string) =>
    deseqExpression(
      {
        ...request(design),
        ...{ reduced: null, trend: 'parametric' as const, sizeFactors: 'ratio' as const, alpha: 0.1 },
        ...{ replaceOutliers: true, independentFiltering: true },
        ...change,
      },
      context,
    );
  const linear = { ...request(), normalization: 'TMM' as const, filter: true };
  const voomed = { ...linear, block: null, qualityWeights: false, robust: false, threshold: 0 };
  const edger = (statistic: 'ql' | 'lrt' | 'exact', robust = false, design?: string) =>
    edgerExpression({ ...linear, ...request(design), statistic, robust }, context);
  const done: [string, unknown][] = [
    ['deseq2 wald', await deseq({})],
    ['deseq2 likelihood ratio', await deseq({ reduced: '~ sex' })],
    ['deseq2 local trend', await deseq({ trend: 'local' })],
    [
      'deseq2 mean trend, positive counts, no replacement',
      await deseq({ trend: 'mean', sizeFactors: 'poscounts', replaceOutliers: false }),
    ],
    ['deseq2 threshold', await deseq({ question: { threshold: 0.5, alternative: 'greaterAbs' } })],
    ['deseq2 normal prior', await deseq({ shrink: 'normal' })],
    ['deseq2 apeglm', await deseq({ shrink: 'apeglm' })],
    ['deseq2 interaction and covariate', await deseq({}, '~ weight + sex * arm')],
    ['voom', voomExpression(voomed, context)],
    ['voom robust', voomExpression({ ...voomed, robust: true }, context)],
    ['voom treat', voomExpression({ ...voomed, threshold: 0.26 }, context)],
    ['voom blocks', voomExpression({ ...voomed, block: 'litter' }, context)],
    ['voom sample weights', voomExpression({ ...voomed, qualityWeights: true }, context)],
    ['edger quasi-likelihood', await edger('ql')],
    ['edger robust', await edger('ql', true)],
    ['edger likelihood ratio', await edger('lrt')],
    ['edger exact', await edger('exact', false, '~ arm')],
    ['vst', await transformCounts(request(), { method: 'vst', trend: 'parametric', allGenes: true }, context)],
    ['vst local', await transformCounts(request(), { method: 'vst', trend: 'local', allGenes: true }, context)],
    ['logcpm', await transformCounts(request(), { method: 'logcpm', trend: 'parametric', allGenes: true }, context)],
    ['quality', await assessTables(counts, sheet, '~ sex + arm', 'hippocampus')],
  ];
  return done.map(([name, result]) => [name, JSON.stringify(result, exactly)]);
}

/** Every double as text that stands for it alone; maps as lists. */
function exactly(_: string, value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Map) return [...value];
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
