import { describe, expect, it } from 'vitest';
import { weighClaims } from '../../src/claims/index.ts';
import type { LinkTable } from '../../src/integration/index.ts';
import type { FamilyTest, PathwayResult, ReceptorRow } from '../../src/pathway/index.ts';
import { evidence, verdicts } from './made-up-evidence.ts';

function row(gene: string, log2FoldChange: number, lfcSE: number): ReceptorRow {
  return {
    gene,
    system: 'serotonin',
    family: '5-HT receptors',
    familyLabel: '5-HT receptors',
    role: 'receptor',
    class: 'GPCR',
    panel: 'receptors',
    sign: -1,
    detected: true,
    baseMean: 100,
    log2FoldChange,
    lfcSE,
    low: log2FoldChange - 1.96 * lfcSE,
    high: log2FoldChange + 1.96 * lfcSE,
    shrunkenLog2FoldChange: log2FoldChange / 2,
    shrunkenSE: lfcSE / 2,
    stat: log2FoldChange / lfcSE,
    pvalue: 0.5,
    deseqPvalue: 0.5,
    panelFdr: 0.9,
    panelFamilywise: 1,
  };
}

function pathway(mixedPvalue: number, rows: ReceptorRow[]): PathwayResult {
  const family: FamilyTest = {
    id: 'serotonin',
    label: 'Serotonin receptors',
    kind: 'system',
    size: rows.length,
    declared: rows.length,
    genes: rows.map((one) => one.gene),
    members: rows.map((one) => one.gene),
    meanLog2FoldChange: 0.1,
    low: -0.1,
    high: 0.3,
    direction: 'up',
    pvalue: 0.4,
    padj: 0.4,
    familywise: 0.4,
    mixedPvalue,
    mixedPadj: mixedPvalue,
    signedPvalue: 0.4,
    signedPadj: 0.6,
    shift: 'inhibition',
    genePermutationPvalue: 0.01,
    method: 'fry',
  };
  return {
    contrast: 'high vs vehicle',
    panel: rows,
    families: [family],
    enrichment: [],
    balance: [],
    compositions: [],
    pairs: [],
    coverage: { measured: 2, catalogue: 3, notDetected: [] },
    notes: [],
  };
}

describe('molecular claims', () => {
  it('rest on the sample-based p, never on the gene-permutation p', () => {
    expect(verdicts({ pathway: pathway(0.001, [row('Htr1a', 1, 0.2)]) }).get('serotonin-receptors')).toBe('supported');
    expect(verdicts({ pathway: pathway(0.5, [row('Htr1a', 0.4, 0.2)]) }).get('serotonin-receptors')).toBe('inconclusive');
  });

  it('double the smaller of the directional and the mixed p', () => {
    const result = weighClaims(evidence({ pathway: pathway(0.03, [row('Htr1a', 1, 0.2)]) }));
    expect(result.claims.find((claim) => claim.id === 'serotonin-receptors')?.pvalue).toBeCloseTo(0.06, 12);
  });

  it('calls "not supported" only when every member is shown to change little', () => {
    const little = [row('Htr1a', 0.02, 0.05), row('Htr2c', -0.03, 0.05)];
    expect(verdicts({ pathway: pathway(0.5, little) }).get('serotonin-receptors')).toBe('not-supported');
    expect(verdicts({ pathway: pathway(0.5, [...little, row('Htr7', 0.1, 0.5)]) }).get('serotonin-receptors')).toBe(
      'inconclusive',
    );
  });
});

describe('link claims', () => {
  it('use the within-group correlation, not the raw one', () => {
    const link = {
      outcome: 'score/anxiety',
      label: 'anxiety',
      session: 'week6',
      n: 24,
      groups: ['vehicle', 'high'],
      genes: ['Htr1a'],
      outcomeValues: new Float64Array(24),
      group: [],
      r: Float64Array.of(0.9),
      pvalue: Float64Array.of(1e-6),
      padj: Float64Array.of(1e-6),
      rWithin: Float64Array.of(0.1),
      rWithinLow: Float64Array.of(-0.3),
      rWithinHigh: Float64Array.of(0.5),
      dfWithin: 21,
      pvalueWithin: Float64Array.of(0.6),
      padjWithin: Float64Array.of(0.6),
      spearman: Float64Array.of(0.9),
      spearmanWithin: Float64Array.of(0.1),
      biweight: Float64Array.of(0.9),
      permutationWithin: Float64Array.of(0.6),
      maxTWithin: Float64Array.of(0.6),
      permutations: 100,
      panel: { genes: ['Htr1a'], rWithin: Float64Array.of(0.1), maxTWithin: Float64Array.of(0.6) },
      families: [
        {
          family: 'serotonin',
          label: 'Serotonin',
          size: 1,
          r: 0.9,
          rWithin: 0.1,
          low: -0.3,
          high: 0.5,
          pvalueWithin: 0.6,
          padjWithin: 0.6,
          values: new Float64Array(24),
        },
      ],
      detectableR: 0.54,
      warnings: [],
    } satisfies LinkTable;
    const result = weighClaims(
      evidence({ integration: { links: [link], mediation: [], predictions: [], targeted: [], animals: [], notes: [] } }),
    );
    const claim = result.claims.find((one) => one.id === 'link-anxiety');
    expect(claim?.verdict).toBe('inconclusive');
    expect(claim?.estimate).toBe(0.1);
  });
});
