import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';

/** A gene as a point of a volcano or MA plot. */
export interface GenePoint {
  gene: number;
  x: number;
  y: number;
}

/** Genes of a comparison by what the plots show: called up, called down, the rest. */
export interface CalledGenes {
  up: number[];
  down: number[];
  rest: number[];
  /** Genes with an estimate. */
  tested: number;
}

/** Sorts genes by adjusted p below the comparison's own alpha, and by direction. */
export function calledGenes(contrast: ContrastResult): CalledGenes {
  const called: CalledGenes = { up: [], down: [], rest: [], tested: 0 };
  for (let g = 0; g < contrast.pvalue.length; g++) {
    if (Number.isNaN(contrast.log2FoldChange[g])) continue;
    if (!Number.isNaN(contrast.pvalue[g])) called.tested++;
    const hit = contrast.padj[g] < contrast.alpha;
    if (!hit) called.rest.push(g);
    else if (contrast.log2FoldChange[g] > 0) called.up.push(g);
    else called.down.push(g);
  }
  return called;
}

/** The called genes with the smallest p first. */
export function strongest(contrast: ContrastResult, genes: readonly number[], limit: number): number[] {
  return [...genes]
    .sort((a, b) => contrast.pvalue[a] - contrast.pvalue[b] || Math.abs(contrast.stat[b]) - Math.abs(contrast.stat[a]) || a - b)
    .slice(0, limit);
}

/** The value below which the given share of the finite absolute values lies; for choosing the limits of an axis. */
export function reachOf(values: ArrayLike<number>, share: number): number {
  const finite = Array.from(values, Math.abs)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (finite.length === 0) return 1;
  return finite[Math.min(finite.length - 1, Math.floor(share * finite.length))] || 1;
}

/** The gene with the smallest p of the headline comparison; null when none was tested. */
export function topGene({ contrasts }: ExpressionResult): number | null {
  const headline = contrasts[0];
  if (headline === undefined) return null;
  const { up, down, rest } = calledGenes(headline);
  const tested = [...up, ...down, ...rest].filter((g) => !Number.isNaN(headline.pvalue[g]));
  return strongest(headline, tested, 1)[0] ?? null;
}
