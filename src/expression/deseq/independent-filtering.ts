import { adjustPvalues, lowess } from '../../stats/index.ts';

export interface FilteredAdjustment {
  padj: Float64Array;
  /** Mean count below which genes were left out. */
  threshold: number;
  /** Share of genes (by mean count) left out. */
  theta: number;
  /** The steps tried: share left out and rejections. */
  steps: { theta: Float64Array; rejections: Float64Array; smoothed: Float64Array; chosen: number };
}

const STEPS = 50;

/** R's quantile of type 7 on ascending values. */
function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  // R takes positions within 4 epsilon of an integer as that integer
  const low = Math.floor(position + 4 * Number.EPSILON);
  const share = position - low;
  if (Math.abs(share) < 4 * Number.EPSILON) return sorted[low];
  return low + 1 < sorted.length ? sorted[low] + share * (sorted[low + 1] - sorted[low]) : sorted[low];
}

/**
 * Benjamini-Hochberg adjustment with independent filtering on the mean count: of 50 thresholds the first whose number of
 * rejections is within one residual standard deviation of the best smoothed number. Source: DESeq2 1.38's
 * `pvalueAdjustment` (Love, Huber & Anders 2014; Bourgon, Gentleman & Huber 2010). The choice depends on alpha.
 *
 * @param mean the filter statistic, all genes
 * @param pvalue NaN where missing
 */
export function adjustWithFiltering(mean: Float64Array, pvalue: Float64Array, alpha: number): FilteredAdjustment {
  const genes = mean.length;
  const sorted = mean.slice().sort();
  let zeros = 0;
  for (const value of mean) if (value === 0) zeros++;
  const low = zeros / genes;
  const high = low < 0.95 ? 0.95 : 1;
  const theta = Float64Array.from({ length: STEPS }, (_, i) => low + (i * (high - low)) / (STEPS - 1));
  theta[STEPS - 1] = high;
  const cutoffs = theta.map((share) => quantile(sorted, share));
  const ascending = ascendingPvalues(mean, pvalue);
  const rejections = cutoffs.map((cutoff) => countRejections(ascending, cutoff, alpha));
  const smoothed = lowess(theta, rejections, 0.2, 3, 0.01 * (theta[STEPS - 1] - theta[0]));
  const chosen = chooseStep(rejections, smoothed);
  const padj = adjustPvalues(
    pvalue.map((p, g) => (mean[g] >= cutoffs[chosen] ? p : NaN)),
    'BH',
  );
  return { padj, threshold: cutoffs[chosen], theta: theta[chosen], steps: { theta, rejections, smoothed, chosen } };
}

function chooseStep(rejections: Float64Array, smoothed: Float64Array): number {
  let most = 0;
  for (const count of rejections) most = Math.max(most, count);
  if (most <= 10) return 0;
  let squares = 0;
  let positive = 0;
  let top = -Infinity;
  for (let i = 0; i < STEPS; i++) {
    top = Math.max(top, smoothed[i]);
    if (rejections[i] <= 0) continue;
    squares += (rejections[i] - smoothed[i]) * (rejections[i] - smoothed[i]);
    positive++;
  }
  const threshold = top - Math.sqrt(squares / positive);
  const first = rejections.findIndex((count) => count > threshold);
  return Math.max(first, 0);
}

/** P-values that are not missing, ascending, with the mean of their gene. */
interface Ascending {
  pvalue: Float64Array;
  mean: Float64Array;
}

function ascendingPvalues(mean: Float64Array, pvalue: Float64Array): Ascending {
  const rows = Uint32Array.from(pvalue.keys()).filter((g) => pvalue[g] >= 0);
  const keys = new Float64Array(rows.length);
  rows.forEach((g, i) => {
    keys[i] = pvalue[g];
  });
  const order = sortedOrder(keys);
  return {
    pvalue: Float64Array.from(order, (i) => keys[i]),
    mean: Float64Array.from(order, (i) => mean[rows[i]]),
  };
}

/** Positions in ascending order of their keys: by their place among the sorted keys, since typed arrays sort fast by value only. */
function sortedOrder(keys: Float64Array): Uint32Array {
  const sorted = keys.slice().sort();
  const taken = new Uint32Array(keys.length);
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const first = lowerBound(sorted, keys[i]);
    order[first + taken[first]++] = i;
  }
  return order;
}

/** First position whose value is not below `key`. */
function lowerBound(sorted: Float64Array, key: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rejections of BH at level alpha among genes with mean >= cutoff: the last of them whose adjusted p-value is below alpha. */
function countRejections({ pvalue, mean }: Ascending, cutoff: number, alpha: number): number {
  let tests = 0;
  for (let i = 0; i < mean.length; i++) if (mean[i] >= cutoff) tests++;
  let rank = 0;
  let rejected = 0;
  for (let i = 0; i < mean.length; i++) {
    if (!(mean[i] >= cutoff)) continue;
    rank++;
    if ((tests / rank) * pvalue[i] < alpha) rejected = rank;
  }
  return rejected;
}
