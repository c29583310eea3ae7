import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { analyzeExpression, type ExpressionResult } from '../../src/expression/index.ts';
import { analyzePathways } from '../../src/pathway/analyze.ts';
import type { PathwayResult } from '../../src/pathway/index.ts';
import { folderSource } from '../../src/study/folder-source.node.ts';
import { loadStudy } from '../../src/study/index.ts';
import { BUNDLED_STUDY } from '../support/limbic.ts';

interface Truth {
  expression: { changed: { gene: string; log2_fold_change: { arm: string; value: number }[] }[] };
}

describe('the receptor view of the bundled study', () => {
  let expression: ExpressionResult;
  let result: PathwayResult;
  const truth = JSON.parse(readFileSync(join(BUNDLED_STUDY, 'truth.json'), 'utf8')) as Truth;
  const planted = new Map(
    truth.expression.changed.map((one) => [one.gene, one.log2_fold_change.find(({ arm }) => arm === 'high')?.value ?? 0]),
  );

  beforeAll(async () => {
    const files = folderSource(BUNDLED_STUDY);
    const study = await loadStudy(files);
    expression = await analyzeExpression(study, files, plainContext());
    result = await analyzePathways(expression, study, plainContext());
  });

  it('finds the planted receptors and enzymes, all with the planted sign, and few others', () => {
    const detected = result.panel.filter((row) => row.detected);
    const changed = detected.filter((row) => (planted.get(row.gene) ?? 0) !== 0);
    expect(changed.length).toBeGreaterThan(50);
    expect(changed.filter((row) => (planted.get(row.gene) ?? 0) * row.log2FoldChange <= 0)).toEqual([]);
    const found = detected.filter((row) => row.panelFdr < 0.1);
    const right = found.filter((row) => changed.includes(row));
    expect(right.length).toBeGreaterThan(0.7 * changed.length);
    expect(found.length - right.length).toBeLessThan(0.15 * found.length);
    const familywise = detected.filter((row) => row.panelFamilywise < 0.05);
    expect(familywise.filter((row) => !changed.includes(row))).toEqual([]);
    expect(familywise.length).toBeGreaterThan(10);
  });

  it('shrinks the effects of what was not planted more than of what was', () => {
    const detected = result.panel.filter((row) => row.detected && row.baseMean > 20);
    const kept = (rows: typeof detected): number =>
      rows.reduce((sum, row) => sum + Math.abs(row.shrunkenLog2FoldChange), 0) /
      rows.reduce((sum, row) => sum + Math.abs(row.log2FoldChange), 0);
    const strong = detected.filter((row) => Math.abs(planted.get(row.gene) ?? 0) > 0.4);
    const none = detected.filter((row) => !planted.has(row.gene));
    expect(kept(strong)).toBeGreaterThan(0.7);
    expect(kept(none)).toBeLessThan(0.5 * kept(strong));
    expect(expression.contrasts[0].shrunken).toBeDefined();
  });

  it('finds the systems and cascade steps in one declared family, with coverage', () => {
    const steps = result.families.filter((family) => family.kind !== 'family');
    expect(steps.map((family) => family.id)).toEqual(
      expect.arrayContaining(['neuroactive', 'serotonin', 'dopamine', 'gaba', 'synthesis', 'vesicle-cycle', 'turnover']),
    );
    const of = (id: string) => steps.find((family) => family.id === id);
    for (const id of ['gaba', 'dopamine', 'serotonin']) expect([id, of(id)?.direction]).toEqual([id, 'down']);
    expect(of('retinoid')?.direction).toBe('up');
    for (const id of ['gaba', 'dopamine', 'retinoid', 'synthesis', 'vesicle-cycle']) expect(of(id)?.padj, id).toBeLessThan(0.05);
    expect(steps.every((family) => family.size > 0 && family.declared >= family.size)).toBe(true);
    // adjusted together: no adjusted p is smaller than the smallest p times the number of sets over its rank
    const smallest = Math.min(...steps.map((family) => family.pvalue));
    expect(Math.min(...steps.map((family) => family.familywise))).toBeCloseTo(smallest * steps.length, 12);
    for (const row of result.enrichment) expect(row.members.length).toBe(row.size);
  });
});
