import { describe, expect, it } from 'vitest';
import { analyzeBehavior } from '../../src/behavior/index.ts';
import { plainContext } from '../../src/context/index.ts';
import { analyzeExpression } from '../../src/expression/index.ts';
import { type IntegrationResult, integrate } from '../../src/integration/index.ts';
import { analyzePathways } from '../../src/pathway/index.ts';
import type { FileSource, Study } from '../../src/study/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';

const FOLDER = 'data/expression/mouse-hippocampus-avoidance';

/** The real study as a study folder would describe it: avoidance training, dentate gyrus, behavior of the retention trial. */
function flagship(): Study {
  const rows = sharedTsv(`${FOLDER}/behavior.tsv`);
  const animals = new Map(rows.map((row) => [row.get('animal') ?? '', row.get('training') ?? '']));
  return {
    format: 1,
    title: 'Active place avoidance',
    drug: { name: 'training', route: null, vehicle: null },
    species: 'mouse',
    strain: null,
    arms: [
      { name: 'yoked', doseMgPerKg: NaN, control: true },
      { name: 'trained', doseMgPerKg: NaN, control: false },
    ],
    dosing: null,
    animals: [...animals].map(([id, arm]) => ({
      id,
      arm,
      sex: null,
      litter: null,
      cage: null,
      batch: null,
      born: null,
      died: null,
    })),
    animalColumns: [],
    sessions: [{ name: 'Retention', ageDays: NaN, phase: 'treatment' }],
    assays: [
      {
        assay: 'custom',
        label: 'avoidance',
        format: 'table',
        files: 'retention.tsv',
        arena: null,
        measures: [{ name: 'PC1', column: 'PC1', unit: '', direction: 0, domain: 'learning' }],
        session: 'Retention',
        animalColumn: 'animal',
        arenaFile: null,
        sessionColumn: 'session',
      },
    ],
    expression: {
      tissue: 'dentate gyrus',
      counts: 'counts.tsv.gz',
      samples: 'samples.tsv',
      sampleColumn: 'sample',
      animalColumn: 'animal',
      geneId: 'symbol',
      session: null,
      design: '~ training',
      where: [{ column: 'subfield', value: 'DG' }],
      minTotal: 2,
      contrasts: [{ factor: 'training', treated: 'trained', control: 'yoked' }],
      exclude: [],
    },
    targeted: [],
    weights: [],
    plan: {
      primary: ['learning'],
      model: 'score ~ arm',
      alpha: 0.05,
      fdr: 0.1,
      smallestEffect: 0.5,
      smallestLog2FoldChange: 0.2,
      permutations: 199,
      seed: 1,
    },
  };
}

const source: FileSource = {
  name: 'flagship',
  list: async () => ['retention.tsv', 'counts.tsv.gz', 'samples.tsv'],
  read: async (path) => {
    if (path !== 'retention.tsv') return sharedBytes(`${FOLDER}/${path}`);
    const rows = sharedTsv('reference/expression/coupling/behavior-pca-retention.tsv');
    const known = new Set(sharedTsv(`${FOLDER}/behavior.tsv`).map((row) => row.get('animal')));
    const kept = rows.filter((row) => known.has(row.get('animal')));
    return new TextEncoder().encode(['animal\tPC1', ...kept.map((row) => `${row.get('animal')}\t${row.get('PC1')}`)].join('\n'));
  },
};

describe.skipIf(!haveShared)('the flagship study from files to links', () => {
  let result: IntegrationResult;
  const link = () => result.links[0];
  const gene = (name: string) => link().genes.indexOf(name);

  it('runs', async () => {
    const study = flagship();
    const context = plainContext();
    const behavior = await analyzeBehavior(study, source, context);
    const expression = await analyzeExpression(study, source, context);
    const pathway = await analyzePathways(expression, study, context);
    result = await integrate(behavior, expression, study, pathway, context);
    expect(result.links.map((one) => one.outcome)).toEqual(['avoidance/PC1']);
    expect(link().n).toBe(16);
  });

  it('Arc goes with PC1 at r = 0.8059 over all mice, and far less within the training groups', () => {
    const arc = gene('Arc');
    expect(link().r[arc]).toBeCloseTo(0.8059, 4);
    expect(link().rWithin[arc]).toBeCloseTo(0.315, 3);
    expect(link().rWithinLow[arc]).toBeLessThan(0);
    expect(link().warnings.join(' ')).toContain('mostly the group difference');
  });

  it('every reference gene within 1e-10, raw and within', () => {
    const rows = sharedTsv('reference/expression/coupling/dg-16-samples.tsv.gz').filter(
      (row) => gene(row.get('gene') ?? '') >= 0,
    );
    expect(rows.length).toBeGreaterThan(300);
    for (const row of rows) {
      const at = gene(row.get('gene') ?? '');
      const check = (value: number, column: string, tolerance: number) =>
        expectClose(value, Number(row.get(column)), tolerance, `${row.get('gene')} ${column}`, 0.1);
      check(link().r[at], 'pearson.r', 1e-10);
      check(link().pvalue[at], 'p', 1e-9);
      check(link().rWithin[at], 'partial.r.given.training', 1e-10);
      check(link().pvalueWithin[at], 'partial.p', 1e-9);
    }
  });

  it('nothing survives over the genome, and the families are shown with intervals', () => {
    expect(link().padj.filter((p) => p < 0.1).length).toBe(0);
    expect(link().maxTWithin.filter((p) => p < 0.05).length).toBe(0);
    expect(link().families.find((family) => family.family === 'neuroactive')?.size).toBeGreaterThan(80);
    for (const family of link().families)
      expect(family.low <= family.rWithin && family.rWithin <= family.high, family.label).toBe(true);
  });
});
