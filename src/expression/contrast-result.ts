import { type ContrastTable, contrastTable } from './deseq/contrast-table.ts';
import type { DeseqFit } from './deseq/fit.ts';
import type { Combination, LevelContrast } from './design/contrasts.ts';
import type { ContrastResult } from './results.ts';

/** The weights of several combinations, one after the other, as the fit takes them. */
export function combinationInputs(combinations: readonly Combination[]): Float64Array {
  const width = combinations[0]?.weights.length ?? 0;
  const all = new Float64Array(combinations.length * width);
  combinations.forEach((combination, i) => {
    all.set(combination.weights, i * width);
  });
  return all;
}

/** One planned comparison as the other rooms see it. */
export function resultOfContrast(
  fit: DeseqFit,
  counts: Float64Array,
  contrast: Combination & LevelContrast,
  options: { combination: number; alpha: number; twoGroups: boolean },
): ContrastResult {
  const table = contrastTable(fit, counts, {
    combination: options.combination,
    compared: contrast.compared,
    test: { kind: 'wald' },
    alpha: options.alpha,
    independentFiltering: true,
    twoGroups: options.twoGroups,
  });
  return resultOfTable(fit, table, contrast);
}

/** The table of a comparison as the other rooms see it. */
export function resultOfTable(
  { baseMean }: Pick<DeseqFit, 'baseMean'>,
  table: ContrastTable,
  { name, factor, treated, control }: LevelContrast & { name: string },
): ContrastResult {
  const { log2FoldChange, lfcSE, stat, pvalue, padj, missing, alpha, filter } = table;
  return {
    ...{ name, factor, treated, control, baseMean, log2FoldChange, lfcSE, stat, pvalue, padj, missing, alpha },
    filterThreshold: filter?.threshold ?? 0,
    ...countSignificant(table),
    method: 'DESeq2 (Wald test, Benjamini-Hochberg with independent filtering)',
  };
}

/** Genes with an adjusted p-value below alpha, by direction. */
export function countSignificant(table: Pick<ContrastTable, 'padj' | 'log2FoldChange' | 'alpha'>): { up: number; down: number } {
  let up = 0;
  let down = 0;
  for (let g = 0; g < table.padj.length; g++) {
    if (!(table.padj[g] < table.alpha)) continue;
    if (table.log2FoldChange[g] > 0) up++;
    else down++;
  }
  return { up, down };
}
