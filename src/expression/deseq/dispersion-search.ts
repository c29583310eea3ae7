import { type Kernel, putDoubles, putIntegers, roomForDoubles, takeDoubles, takeIntegers } from '../kernel/kernel.ts';
import { LOWEST_LOG_DISPERSION, MOST_ITERATIONS } from './constants.ts';
import type { Places } from './fit-request.ts';

/** Log dispersions where the searches ended, log posteriors where they began and ended, and how many steps they took. */
export interface DispersionSearch {
  found: Float64Array;
  first: Float64Array;
  last: Float64Array;
  iterations: Int32Array;
}

/**
 * Climbs to the mode of every gene's dispersion, given its counts and means in the kernel.
 *
 * @param start log dispersions
 * @param prior of the log dispersions: their means and the inverse of their variance; null for none
 */
export function searchDispersions(
  k: Kernel,
  genes: number,
  { counts, means }: Pick<Places, 'counts' | 'means'>,
  start: Float64Array,
  prior: { means: Float64Array; inverseVariance: number } | null,
): DispersionSearch {
  const [startAt, priorAt] = [putDoubles(k, start), prior === null ? 0 : putDoubles(k, prior.means)];
  const [foundAt, firstAt, lastAt] = [0, 0, 0].map(() => roomForDoubles(k, genes));
  const iterationsAt = putIntegers(k, new Int32Array(genes));
  const limits = [LOWEST_LOG_DISPERSION, MOST_ITERATIONS] as const;
  const results = [foundAt, firstAt, lastAt, iterationsAt] as const;
  k.searchDispersions(genes, counts, means, startAt, priorAt, prior?.inverseVariance ?? 0, ...limits, ...results);
  const [found, first, last] = [foundAt, firstAt, lastAt].map((place) => takeDoubles(k, place, genes));
  return { found, first, last, iterations: takeIntegers(k, iterationsAt, genes) };
}
