import { biweightVector } from '../biweight.ts';
import { unitVector } from '../correlation.ts';
import type { ModuleSettings } from './settings.ts';

/**
 * Rows of length 1 whose dot products are the correlations of the genes.
 *
 * @param values genes x samples, every gene varying, no missing values
 */
export function correlationRows(values: Float64Array, samples: number, correlation: ModuleSettings['correlation']): Float64Array {
  const rows = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += samples) {
    const gene = values.slice(at, at + samples);
    rows.set(correlation === 'pearson' ? unitVector(gene) : biweightVector(gene), at);
  }
  return rows;
}

/** Positions of the genes that have a value in every sample and vary. */
export function varyingGenes(values: Float64Array, samples: number): number[] {
  const kept: number[] = [];
  for (let gene = 0; gene < values.length / samples; gene++) {
    const row = unitVector(values.slice(gene * samples, (gene + 1) * samples));
    if (row.every((value) => Number.isFinite(value))) kept.push(gene);
  }
  return kept;
}
