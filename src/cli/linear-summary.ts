import type { VoomTable } from '../expression/index.ts';
import { VERSION } from '../version.ts';
import type { ModelOptions } from './expression-options.ts';

/** What the tables of limma, edgeR and dream have in common. */
export type LinearTable = Pick<VoomTable, 'expressed' | 'combination' | 'logFC' | 'notes'>;

/** The options that a summary tells. */
export interface SummaryOptions extends ModelOptions {
  alpha: number;
  normalization: string;
}

/**
 * The summary that goes beside the results, as JSON.
 *
 * @param more what only this method has to tell, after what all have
 */
export function linearSummary(
  table: LinearTable,
  options: SummaryOptions,
  padj: Float64Array,
  method: string,
  more: Record<string, unknown>,
): Record<string, unknown> {
  const { expressed, combination, notes } = table;
  return {
    program: `limbic ${VERSION}`,
    method,
    design: expressed.model.design.formula.text,
    contrast: combination.name,
    alpha: options.alpha,
    genes: expressed.genes.length,
    genesFiltered: expressed.filtered,
    significant: significant(table, options, padj),
    normalization: options.normalization,
    hiddenFactors: expressed.surrogates,
    samples: expressed.samples.map((sample, j) => ({
      sample,
      librarySize: expressed.librarySizes[j],
      normFactor: expressed.factors[j],
    })),
    input: options.modelFiles?.notes ?? [],
    notes,
    ...more,
  };
}

/** JSON has no infinity. */
export const finite = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** The sentence for people. */
export function linearHeadline(table: LinearTable, options: SummaryOptions, padj: Float64Array): string {
  const { up, down } = significant(table, options, padj);
  const { genes, samples, filtered } = table.expressed;
  return (
    `${table.combination.name}: ${up + down} of ${genes.length} genes at a false discovery rate of ${options.alpha} ` +
    `(${up} up, ${down} down); ${samples.length} samples; ${filtered} genes left out for too low counts`
  );
}

function significant({ logFC }: LinearTable, { alpha }: SummaryOptions, padj: Float64Array): { up: number; down: number } {
  const called = Array.from(padj, (value, g) => (value < alpha ? Math.sign(logFC[g]) : 0));
  return { up: called.filter((sign) => sign > 0).length, down: called.filter((sign) => sign < 0).length };
}
