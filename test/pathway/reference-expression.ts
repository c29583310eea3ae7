import type { ContrastResult } from '../../src/expression/index.ts';
import type { MeasuredExpression } from '../../src/pathway/receptors/contrast-groups.ts';
import { sharedTsv } from '../support/shared.ts';
import { referenceStudy } from './set-test-data.ts';

/**
 * The expression result of a reference study, put together from its files: counts, the rounded vst matrix, DESeq2's table
 * and the design `~ training`. Counts of the flagship are those of its 16 dentate gyrus samples.
 */
export function referenceExpression(name: 'DG_trained_vs_yoked' | 'simA'): MeasuredExpression {
  const study = referenceStudy(name);
  const simulated = name === 'simA';
  const table = sharedTsv(simulated ? 'data/pathway/simA/de_simA.tsv.gz' : 'data/pathway/ranks/de_DG_trained_vs_yoked.tsv.gz');
  const byGene = new Map(table.map((row) => [row.get('gene'), row]));
  const counts = new Map(
    sharedTsv(
      simulated ? 'data/pathway/simA/counts_simA.tsv.gz' : 'data/expression/mouse-hippocampus-avoidance/counts.tsv.gz',
    ).map((row) => [row.get('gene'), row]),
  );
  const column = (header: string) =>
    Float64Array.from(study.genes, (gene) => {
      const cell = byGene.get(gene)?.get(header) ?? '';
      return cell === '' ? NaN : Number(cell);
    });
  const pvalue = column('pvalue');
  const contrast: ContrastResult = {
    name: 'training trained vs yoked',
    factor: 'training',
    treated: 'trained',
    control: 'yoked',
    baseMean: column('baseMean'),
    log2FoldChange: column('log2FoldChange'),
    lfcSE: column('lfcSE'),
    stat: column('stat'),
    pvalue,
    padj: column('padj'),
    missing: Uint8Array.from(pvalue, (p) => (Number.isNaN(p) ? 2 : 0)),
    alpha: 0.1,
    filterThreshold: 0,
    up: 0,
    down: 0,
    method: 'DESeq2',
  };
  return {
    genes: study.genes,
    samples: study.samples,
    counts: Float64Array.from(
      study.genes.flatMap((gene) => study.samples.map((sample) => Number(counts.get(gene)?.get(sample) ?? 0))),
    ),
    transformed: study.values,
    design: { formula: '~ training', columns: ['(Intercept)', 'trainingtrained'], matrix: study.design },
    contrasts: [contrast],
  };
}
