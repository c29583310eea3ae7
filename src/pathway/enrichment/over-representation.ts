import { adjustPvalues, hypergeometric } from '../../stats/index.ts';

/** Over-representation of a set in a selection of genes. */
export interface OverRepresentation {
  /** Genes of the set in the universe. */
  size: number;
  /** Genes of the set in the selection. */
  overlap: number;
  foldEnrichment: number;
  /** Upper hypergeometric tail, P(X >= overlap). */
  pvalue: number;
  /** Benjamini-Hochberg over the sets with at least one gene in the universe. */
  padj: number;
  /** Positions of the overlapping genes. */
  members: Int32Array;
}

/**
 * One-sided hypergeometric test of each set.
 *
 * @param universe number of genes that could have been selected (the tested genes, not the genome: a genome-wide universe
 *   makes every expressed set look enriched)
 * @param selected whether each gene of the universe is in the selection
 * @param sets positions of each set's genes in the universe
 */
export function overRepresentation(universe: number, selected: Uint8Array, sets: readonly Int32Array[]): OverRepresentation[] {
  let drawn = 0;
  for (const flag of selected) drawn += flag;
  const tests = sets.map((set) => {
    const members = set.filter((gene) => selected[gene] === 1);
    const size = set.length;
    const overlap = members.length;
    if (size === 0) return { size, overlap, foldEnrichment: NaN, pvalue: NaN, padj: NaN, members };
    const foldEnrichment = overlap / ((size * drawn) / universe);
    const pvalue = overlap === 0 ? 1 : hypergeometric.upper(overlap - 1, size, universe - size, drawn);
    return { size, overlap, foldEnrichment, pvalue, padj: NaN, members };
  });
  const adjusted = adjustPvalues(
    tests.map((test) => test.pvalue),
    'BH',
  );
  tests.forEach((test, i) => {
    test.padj = adjusted[i];
  });
  return tests;
}
