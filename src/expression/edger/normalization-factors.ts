import { exp, log, median, quantileOfSorted } from '../../stats/index.ts';
import { type LibraryPair, pairedSingletonFactor, trimmedMeanFactor } from './trimmed-mean.ts';

export type NormalizationMethod = 'TMM' | 'TMMwsp' | 'RLE' | 'upperquartile' | 'none';

/**
 * Factors by which library sizes are multiplied so that most genes do not differ (edgeR's `calcNormFactors`); their product
 * is 1.
 *
 * @param counts genes x samples
 * @param sizes library sizes
 */
export function normalizationFactors(counts: Float64Array, sizes: Float64Array, method: NormalizationMethod): Float64Array {
  const samples = sizes.length;
  const columns = expressedColumns(counts, samples);
  if (columns[0].length === 0 || samples === 1 || method === 'none') return new Float64Array(samples).fill(1);
  const factors = rawFactors(columns, sizes, method);
  let center = 0;
  for (const factor of factors) center += log(factor) / samples;
  return factors.map((factor) => factor / exp(center));
}

function rawFactors(columns: Float64Array[], sizes: Float64Array, method: NormalizationMethod): Float64Array {
  if (method === 'RLE') return relativeLogExpression(columns).map((factor, j) => factor / sizes[j]);
  const quartiles = Float64Array.from(columns, (column, j) =>
    quantileOfSorted(column.map((count) => count / sizes[j]).sort(), 0.75),
  );
  if (method === 'upperquartile') return quartiles;
  const reference = referenceLibrary(columns, quartiles, method);
  const factor = method === 'TMM' ? trimmedMeanFactor : pairedSingletonFactor;
  return Float64Array.from(columns, (observed, j): number => {
    const pair: LibraryPair = {
      observed,
      reference: columns[reference],
      observedSize: sizes[j],
      referenceSize: sizes[reference],
    };
    return factor(pair);
  });
}

/** Counts of each sample over the genes with any count. */
function expressedColumns(counts: Float64Array, samples: number): Float64Array[] {
  const rows: number[] = [];
  for (let i = 0; i < counts.length; i += samples) {
    let any = false;
    for (let j = 0; j < samples && !any; j++) any = counts[i + j] > 0;
    if (any) rows.push(i);
  }
  return Array.from({ length: samples }, (_, j) => Float64Array.from(rows, (row) => counts[row + j]));
}

/** The library whose upper quartile is nearest the mean one; with half of the quartiles zero (or for TMMwsp), the fullest. */
function referenceLibrary(columns: Float64Array[], quartiles: Float64Array, method: NormalizationMethod): number {
  let center = 0;
  for (const quartile of quartiles) center += quartile / quartiles.length;
  const fullness = (column: Float64Array): number => column.reduce((sum, count) => sum + Math.sqrt(count), 0);
  const byFullness = method === 'TMMwsp' || median(quartiles) < 1e-20;
  const scores = columns.map((column, j) => (byFullness ? -fullness(column) : Math.abs(quartiles[j] - center)));
  return scores.indexOf(Math.min(...scores));
}

/** Median ratio to the geometric mean (Anders & Huber 2010), over genes with counts in every sample. */
function relativeLogExpression(columns: Float64Array[]): Float64Array {
  const center = columns[0].map((_, g) => {
    let sum = 0;
    for (const column of columns) sum += log(column[g]);
    return exp(sum / columns.length);
  });
  return Float64Array.from(columns, (column) =>
    median(column.map((count, g) => count / center[g]).filter((_, g) => center[g] > 0)),
  );
}
