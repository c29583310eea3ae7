import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { catalogueSets } from '../../src/pathway/catalogue/catalogue-sets.ts';
import { matchCatalogue } from '../../src/pathway/catalogue/match-genes.ts';
import type { MeasuredExpression } from '../../src/pathway/receptors/contrast-groups.ts';
import { contrastGroups } from '../../src/pathway/receptors/contrast-groups.ts';
import { detectedEffects } from '../../src/pathway/receptors/detected-effects.ts';
import { detectedGenes } from '../../src/pathway/receptors/detection.ts';
import { familyTests } from '../../src/pathway/receptors/family-tests.ts';
import { receptorPanel } from '../../src/pathway/receptors/receptor-panel.ts';
import { randomStream, shuffle } from '../../src/stats/index.ts';
import { haveShared } from '../support/shared.ts';
import { referenceExpression } from './reference-expression.ts';

const RELABELINGS = 40;

/** The catalogue's genes and every sixth other one, which is enough for the prior of the variances. */
function fewerGenes(expression: MeasuredExpression): MeasuredExpression {
  const known = new Set(matchCatalogue(expression.genes, 'symbol', 'mouse').map((gene) => gene.index));
  const kept = expression.genes.flatMap((_, g) => (known.has(g) || g % 6 === 0 ? [g] : []));
  const n = expression.samples.length;
  const rows = (matrix: Float64Array) => Float64Array.from(kept.flatMap((g) => Array.from(matrix.subarray(g * n, (g + 1) * n))));
  const [contrast] = expression.contrasts;
  const column = (values: Float64Array) => Float64Array.from(kept, (g) => values[g]);
  return {
    ...expression,
    genes: kept.map((g) => expression.genes[g]),
    counts: rows(expression.counts),
    transformed: rows(expression.transformed),
    contrasts: [
      {
        ...contrast,
        baseMean: column(contrast.baseMean),
        log2FoldChange: column(contrast.log2FoldChange),
        lfcSE: column(contrast.lfcSE),
        stat: column(contrast.stat),
        pvalue: column(contrast.pvalue),
        padj: column(contrast.padj),
        missing: Uint8Array.from(kept, (g) => contrast.missing[g]),
      },
    ],
  };
}

/** The same samples with shuffled labels. */
function relabeled(expression: MeasuredExpression, index: number): MeasuredExpression {
  const labels = expression.samples.map((_, j) => j % 2);
  shuffle(labels, randomStream(1, 'test/null-rates', index));
  return { ...expression, design: { ...expression.design, matrix: Float64Array.from(labels.flatMap((one) => [1, one])) } };
}

describe.skipIf(!haveShared)('error rates over relabelings of real samples (npm run bench null-rates measures 200)', () => {
  it('panel: some gene familywise significant in about 5 % of them, at FDR 5 % in no more; sets: headline p < 0.05 in at most about 10 %', async () => {
    const expression = fewerGenes(referenceExpression('DG_trained_vs_yoked'));
    const matched = matchCatalogue(expression.genes, 'symbol', 'mouse');
    const sets = catalogueSets(matched);
    const found = { familywise: 0, fdr: 0, holm: 0 };
    const below = new Map<string, number>();
    for (let index = 0; index < RELABELINGS; index++) {
      const shuffled = relabeled(expression, index);
      const [contrast] = shuffled.contrasts;
      const groups = contrastGroups(shuffled, contrast);
      const model = detectedEffects(shuffled, groups, detectedGenes(shuffled, contrast, groups));
      const shared = { expression: shuffled, contrast, groups, matched, model };
      const receptors = receptorPanel({ ...shared, seed: index }).filter((row) => row.panel === 'receptors');
      if (receptors.some((row) => row.panelFamilywise < 0.05)) found.familywise++;
      if (receptors.some((row) => row.panelFdr < 0.05)) found.fdr++;
      const families = await familyTests(sets, { ...shared, context: plainContext(index), competitive: false });
      for (const one of families) if (one.pvalue < 0.05) below.set(one.id, (below.get(one.id) ?? 0) + 1);
      if (families.some((one) => one.kind !== 'family' && one.familywise < 0.05)) found.holm++;
    }
    // a true rate of 5 % gives more than 7 of 40 once in a thousand times; Wald p of DESeq2 gives about 13
    expect(found.familywise).toBeLessThanOrEqual(7);
    expect(found.fdr).toBeLessThanOrEqual(7);
    expect(found.holm).toBeLessThanOrEqual(7);
    // the highest of 131 sets, each at a true rate of at most 10 %
    expect(Math.max(...below.values())).toBeLessThanOrEqual(12);
    expect(below.size).toBeGreaterThan(50);
  });
});
