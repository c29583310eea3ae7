import { median, qrDecomposition, qrLeverages } from '../../stats/index.ts';

/** When a gene has enough counts for a linear model (edgeR's defaults). */
export interface FilterOptions {
  /** Counts needed in a sample of median depth: 10. */
  minCount: number;
  /** Counts needed over all samples: 15. */
  minTotal: number;
  /** Group size from which on only a part of the samples is needed: 10. */
  largeGroup: number;
  /** That part: 0.7. */
  minShare: number;
}

const DEFAULTS: FilterOptions = { minCount: 10, minTotal: 15, largeGroup: 10, minShare: 0.7 };

/**
 * Which genes are expressed enough to be tested: at least `minCount` counts (scaled to depth) in as many samples as the
 * smallest group has (1 / largest leverage of the design), and `minTotal` altogether. As edgeR's `filterByExpr`.
 *
 * @param design samples x columns, row-major
 * @returns 1 per gene that is kept
 */
export function filterByExpression(
  counts: Float64Array,
  sizes: Float64Array,
  design: Float64Array,
  options: Partial<FilterOptions> = {},
): Uint8Array {
  const { minCount, minTotal, largeGroup, minShare } = { ...DEFAULTS, ...options };
  const samples = sizes.length;
  const leverages = qrLeverages(qrDecomposition(design, samples, design.length / samples));
  const smallest = 1 / leverages.reduce((most, value) => Math.max(most, value), 0);
  const needed = smallest > largeGroup ? largeGroup + (smallest - largeGroup) * minShare : smallest;
  const cutoff = (minCount / median(sizes)) * 1e6;
  const kept = new Uint8Array(counts.length / samples);
  for (let g = 0; g < kept.length; g++) {
    let [total, enough] = [0, 0];
    for (let j = 0; j < samples; j++) {
      const count = counts[g * samples + j];
      total += count;
      if ((count / sizes[j]) * 1e6 >= cutoff) enough++;
    }
    kept[g] = enough >= needed - 1e-14 && total >= minTotal - 1e-14 ? 1 : 0;
  }
  return kept;
}

/** The rows of a genes x samples matrix that are kept. */
export function keptRows(counts: Float64Array, samples: number, kept: Uint8Array): Float64Array {
  const out = new Float64Array(samples * kept.reduce((sum, one) => sum + one, 0));
  let to = 0;
  kept.forEach((one, g) => {
    if (one === 0) return;
    out.set(counts.subarray(g * samples, (g + 1) * samples), to);
    to += samples;
  });
  return out;
}
