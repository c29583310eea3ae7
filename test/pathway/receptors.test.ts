import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { analyzeReceptors } from '../../src/pathway/analyze.ts';
import { compareGroups } from '../../src/pathway/balance/balance.ts';
import { meanBalance, sumBalance, zBalance } from '../../src/pathway/balance/balance-indices.ts';
import type { PathwayResult } from '../../src/pathway/index.ts';
import { contrastGroups } from '../../src/pathway/receptors/contrast-groups.ts';
import { fry, standardizeEffects } from '../../src/pathway/set-tests/fry.ts';
import { geneEffects } from '../../src/pathway/set-tests/gene-effects.ts';
import { hedgesCorrection } from '../../src/stats/index.ts';
import { expectClose, relativeError } from '../support/close.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';
import { referenceExpression } from './reference-expression.ts';
import { referenceFolder, referenceStudy } from './set-test-data.ts';

const STUDIES = ['DG_trained_vs_yoked', 'simA'] as const;
const OPTIONS = { species: 'mouse', geneId: 'symbol', fdr: 0.05 } as const;

describe.skipIf(!haveShared).each(STUDIES)('excitation/inhibition indices on %s', (name) => {
  const study = referenceStudy(name);
  const folder = referenceFolder(name);
  const at = new Map(study.genes.map((gene, i) => [gene, i]));
  const members = sharedTsv(`${folder}/ei_index_genes_${name}.tsv`);
  const sides = (index: string) => {
    const side = (wanted: string) =>
      members.flatMap((row) =>
        row.get('index') === index && row.get('side') === wanted ? [at.get(row.get('gene') ?? '') ?? -1] : [],
      );
    return { excitatory: side('E'), inhibitory: side('I') };
  };
  const n = study.samples.length;
  const all = study.samples.map((_, i) => i);
  const control = all.filter((i) => !study.trained[i]);
  const treated = all.filter((i) => study.trained[i]);
  const values = new Map([
    ['EI_z_all', zBalance(study.values, n, sides('EI_z_all'), all, control)],
    ['EI_z_ionotropic', zBalance(study.values, n, sides('EI_z_ionotropic'), all, control)],
    ['EI_mean_ionotropic', meanBalance(study.values, n, sides('EI_mean_ionotropic'), all)],
    ['EI_logsum_ionotropic', sumBalance(study.values, n, sides('EI_logsum_ionotropic'), all)],
  ]);

  it('per animal within 1e-10', () => {
    const rows = sharedTsv(`${folder}/ei_index_per_animal_${name}.tsv`);
    for (const [index, computed] of values)
      rows.forEach((row, i) => {
        expect(row.get('sample')).toBe(study.samples[i]);
        expectClose(computed[i], Number(row.get(index)), 1e-10, `${index} ${study.samples[i]}`, 1);
      });
  });

  const df = n - 2;

  it('difference, g and exact p within 1e-10; BCa ends within 3 % of the width', () => {
    for (const row of sharedTsv(`${folder}/ei_index_tests_${name}.tsv`)) {
      const index = row.get('index') ?? '';
      const test = compareGroups(values.get(index) ?? new Float64Array(0), all, { treated, control }, 42);
      const reference = (column: string) => Number(row.get(column));
      expectClose(test.estimate, reference('diff'), 1e-10, `${index} difference`, 1e-3);
      // the reference corrects g by 1 - 3/(4 df - 1); ours by the exact gamma ratio, as everywhere in limbic
      const g = (test.hedgesG / hedgesCorrection(df)) * (1 - 3 / (4 * df - 1));
      expectClose(g, reference('hedges_g'), 1e-10, `${index} g`, 1e-3);
      expectClose(test.pvalue, reference('perm_exact_p'), 1e-10, `${index} p`);
      const width = reference('bca_hi') - reference('bca_lo');
      expect(Math.abs(test.low - reference('bca_lo')) / width, `${index} low`).toBeLessThan(0.03);
      expect(Math.abs(test.high - reference('bca_hi')) / width, `${index} high`).toBeLessThan(0.03);
    }
  });
});

describe.skipIf(!haveShared).each(STUDIES)('family rotation tests on %s', (name) => {
  const study = referenceStudy(name);
  const rows = sharedTsv(`${referenceFolder(name)}/receptor_family_tests_${name}.tsv`);
  const at = new Map(study.genes.map((gene, i) => [gene, i]));
  const sets = rows.map((row) => Int32Array.from((row.get('genes') ?? '').split(','), (gene) => at.get(gene) ?? -1));
  const scaled = standardizeEffects(geneEffects(study.values, study.design, 2, Float64Array.of(0, 1)));

  it('unsigned and mixed p within 1e-8', () => {
    const tests = fry(scaled, sets);
    rows.forEach((row, i) => {
      expect(relativeError(tests[i].pvalue, Number(row.get('fry_p'))), row.get('set')).toBeLessThan(1e-8);
      expect(relativeError(tests[i].mixedPvalue, Number(row.get('fry_pmixed'))), row.get('set')).toBeLessThan(1e-8);
    });
  });

  it('signed p (weights = what activation does) within 1e-8', () => {
    const sign = new Map(
      sharedTsv('reference/pathway/receptors.tsv').map((row) => [row.get('mouse_symbol'), Number(row.get('sign_num'))]),
    );
    const weights = Float64Array.from(study.genes, (gene) => sign.get(gene) ?? 0);
    const tests = fry(scaled, sets, weights);
    rows.forEach((row, i) => {
      const cell = row.get('fry_signed_p') ?? '';
      const expected = Number(cell);
      if (cell !== '' && Number.isFinite(expected))
        expect(relativeError(tests[i].pvalue, expected), row.get('set')).toBeLessThan(1e-8);
    });
  });
});

describe.skipIf(!haveShared)('the receptor view of the simulated study', () => {
  let result: PathwayResult;
  const family = (id: string) => result.families.find((one) => one.id === id);

  it('runs', async () => {
    result = await analyzeReceptors(referenceExpression('simA'), OPTIONS, plainContext());
    expect(result.families.length).toBeGreaterThan(40);
  });

  it('finds serotonin and GABA receptors down, first and with FDR below 0.001, and no unplanted transmitter', () => {
    const systems = result.families.filter((one) => one.kind === 'system').sort((a, b) => a.pvalue - b.pvalue);
    expect(new Set(systems.slice(0, 2).map((one) => one.id))).toEqual(new Set(['serotonin', 'gaba']));
    for (const id of ['serotonin', 'gaba']) {
      expect(family(id)?.padj, id).toBeLessThan(0.001);
      expect(family(id)?.direction, id).toBe('down');
      expect(family(id)?.high, id).toBeLessThan(0);
    }
    for (const id of ['glutamate', 'acetylcholine', 'noradrenaline', 'opioid', 'turnover'])
      expect(family(id)?.padj, id).toBeGreaterThan(0.05);
    expect(family('family/gaba-a')?.padj).toBeLessThan(0.001);
  });

  it('finds the shift of the ionotropic balance with an exact p below 0.001', () => {
    const [headline] = result.balance;
    expect(headline.id).toBe('ionotropic-z');
    expect(headline.pvalue).toBeLessThan(0.001);
    expect(headline.rearrangedPvalue).toBeLessThan(0.001);
    expect(headline.low).toBeGreaterThan(0);
  });

  it('gives no estimate to genes that are not detected, and counts the coverage', () => {
    const silent = result.panel.filter((row) => !row.detected);
    expect(silent.length).toBeGreaterThan(100);
    for (const row of silent) expect([row.log2FoldChange, row.pvalue, row.panelFdr].every(Number.isNaN), row.gene).toBe(true);
    const { measured, catalogue, notDetected } = result.coverage;
    expect(measured + notDetected.length).toBe(catalogue);
    expect(measured).toBeGreaterThan(100);
    const htr = result.panel.filter((row) => row.detected && row.system === 'serotonin' && row.panel === 'receptors');
    expect(htr.some((row) => row.panelFdr < 0.05 && row.high < 0)).toBe(true);
  });

  it('shows both p-values of every family, the sample-based one first', () => {
    for (const one of result.families) {
      expect(one.pvalue, one.id).toBeGreaterThan(0);
      expect(one.familywise, one.id).toBeGreaterThanOrEqual(one.padj);
      expect(one.low < one.meanLog2FoldChange && one.meanLog2FoldChange < one.high, one.id).toBe(true);
    }
    expect(result.enrichment.map((row) => row.method)).toEqual(expect.arrayContaining(['ora', 'gsea']));
  });

  it('weighs members by what they do to the cell: fewer inhibitory receptors are a shift towards excitation', () => {
    expect(family('gaba')?.shift).toBe('excitation');
    expect(family('gaba')?.signedPvalue).toBeCloseTo(family('gaba')?.pvalue ?? NaN, 12);
    expect(family('gaba')?.signedPadj).toBeLessThan(0.001);
    expect(family('synthesis')?.shift).toBeNull();
    expect(family('synthesis')?.signedPvalue).toBeNaN();
  });

  it('is the same for the same seed', async () => {
    expect(await analyzeReceptors(referenceExpression('simA'), OPTIONS, plainContext())).toEqual(result);
  });

  it('says so when no gene is known (wrong species or ids)', async () => {
    const expression = referenceExpression('simA');
    const foreign = await analyzeReceptors(
      { ...expression, genes: expression.genes.map((gene) => `x${gene}`) },
      OPTIONS,
      plainContext(),
    );
    expect(foreign.families).toEqual([]);
    expect(foreign.balance).toEqual([]);
    expect(foreign.notes.join(' ')).toContain('No catalogue gene was found');
  });
});

describe('comparing groups', () => {
  it('finds the samples of a comparison in designs with and without intercept', () => {
    const base = {
      design: {
        formula: '~ arm',
        columns: ['(Intercept)', 'armlow', 'armhigh'],
        matrix: Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0),
      },
    };
    const expression = { ...base, samples: ['a', 'b', 'c', 'd'] } as unknown as Parameters<typeof contrastGroups>[0];
    const contrast = { factor: 'arm', treated: 'high', control: 'vehicle' } as Parameters<typeof contrastGroups>[1];
    expect(contrastGroups(expression, contrast)).toEqual({ treated: [2], control: [0, 3], weights: Float64Array.of(0, 0, 1) });
    const among = contrastGroups(expression, { ...contrast, control: 'low' });
    expect(among).toEqual({ treated: [2], control: [1], weights: Float64Array.of(0, -1, 1) });
    expect(() => contrastGroups(expression, { ...contrast, treated: 'huge' })).toThrow('no column');
  });
});
