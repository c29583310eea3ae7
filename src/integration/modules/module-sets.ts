import { overRepresentation } from '../../pathway/index.ts';
import { adjustPvalues } from '../../stats/index.ts';

/** Over-representation of a gene set in a module. */
export interface ModuleSet {
  module: number;
  set: string;
  label: string;
  /** Genes of the set among the clustered genes, and in the module. */
  size: number;
  overlap: number;
  foldEnrichment: number;
  pvalue: number;
  /** Benjamini-Hochberg over all modules and sets. */
  padj: number;
  genes: string[];
}

/** A named set of genes, as the data name them. */
export interface NamedSet {
  id: string;
  label: string;
  members: readonly string[];
}

/**
 * Hypergeometric test of every set in every module. The universe are the clustered genes, which could have been in the module; sets
 * with fewer than two of them are left out.
 */
export function moduleSets(genes: readonly string[], labels: Int32Array, sets: readonly NamedSet[]): ModuleSet[] {
  const position = new Map(genes.map((gene, i) => [gene, i]));
  const indexed = sets
    .map((set) => ({ set, members: Int32Array.from(new Set(set.members.flatMap((gene) => position.get(gene) ?? []))).sort() }))
    .filter(({ members }) => members.length > 1);
  const modules = [...new Set(labels)].filter((label) => label > 0).sort((a, b) => a - b);
  const rows = modules.flatMap((module) => {
    const selected = Uint8Array.from(labels, (label) => (label === module ? 1 : 0));
    const tests = overRepresentation(
      genes.length,
      selected,
      indexed.map(({ members }) => members),
    );
    return tests.map(
      (test, k): ModuleSet => ({
        module,
        set: indexed[k].set.id,
        label: indexed[k].set.label,
        size: test.size,
        overlap: test.overlap,
        foldEnrichment: test.foldEnrichment,
        pvalue: test.pvalue,
        padj: NaN,
        genes: Array.from(test.members, (gene) => genes[gene]),
      }),
    );
  });
  const padj = adjustPvalues(
    Float64Array.from(rows, (row) => row.pvalue),
    'BH',
  );
  return rows.map((row, i) => ({ ...row, padj: padj[i] }));
}
