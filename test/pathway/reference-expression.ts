import type { ContrastResult, ExpressionResult } from '../../src/expression/index.ts';
import { sharedTsv } from '../support/shared.ts';
import { referenceStudy } from './set-test-data.ts';

/**
 * The expression result of a reference study, put together from its files: counts, the rounded vst matrix, DESeq2's table
 * and the design `~ training`. Counts of the flagship are those of its 16 dentate gyrus samples.
 */
export function referenceExpression(name: 'DG_trained_vs_yoked' | 'simA'): ExpressionResult {
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
  const zeros = new Float64Array(study.genes.length);
  return {
    tissue: 'dentate gyrus',
    genes: study.genes,
    samples: study.samples,
    animals: study.samples,
    arms: study.trained.map((one) => (one ? 'trained' : 'yoked')),
    counts: Float64Array.from(
      study.genes.flatMap((gene) => study.samples.map((sample) => Number(counts.get(gene)?.get(sample) ?? 0))),
    ),
    sizeFactors: new Float64Array(study.samples.length).fill(1),
    transformed: study.values,
    transformName: 'vst',
    design: { formula: '~ training', columns: ['(Intercept)', 'trainingtrained'], matrix: study.design },
    dispersions: {
      dispGeneEst: zeros,
      dispFit: zeros,
      dispMAP: zeros,
      dispersion: zeros,
      dispOutlier: new Uint8Array(study.genes.length),
      trend: 'none',
    },
    contrasts: [contrast],
    quality: {
      librarySize: zeros,
      detectedGenes: zeros,
      pcaScores: zeros,
      pcaComponents: 0,
      pcaVariance: zeros,
      notes: [],
    },
    exclusions: [],
  };
}
