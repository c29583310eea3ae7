import type { ExpressionResult } from '../../expression/index.ts';
import { type GenePlot, HALF_WIDTH } from './gene-groups.ts';
import type { SampleGroups } from './sample-groups.ts';

/** What the figure of one gene shows: its normalized counts by group, and its changes in all comparisons of the groups. */
export function genePlotOf(expression: ExpressionResult, groups: SampleGroups, gene: number): GenePlot {
  const n = expression.samples.length;
  const normalized = (s: number): number => expression.counts[gene * n + s] / expression.sizeFactors[s];
  return {
    gene: expression.genes[gene],
    styles: groups.styles,
    groups: groups.names.map((name) => ({
      name,
      values: expression.samples.flatMap((_, s) => (groups.of[s] === name ? [normalized(s)] : [])),
    })),
    estimates: expression.contrasts.map(({ treated, control, log2FoldChange, lfcSE, padj }) => ({
      ...{ treated, control, change: log2FoldChange[gene], padj: padj[gene] },
      low: log2FoldChange[gene] - HALF_WIDTH * lfcSE[gene],
      high: log2FoldChange[gene] + HALF_WIDTH * lfcSE[gene],
    })),
  };
}
