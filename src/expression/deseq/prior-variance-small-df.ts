import { gunzipSync } from 'fflate';
import { hermite, localQuadratic, log } from '../../stats/index.ts';
import { SMALL_DF_HISTOGRAMS } from './small-df-histograms.ts';

const VARIANCES = 200;
const BINS = 40;
const LARGEST = 8;
const NEIGHBORS = 40;
const FINE = 1000;
/** Cells that R's loess makes of [0, 8] widened by 0.5 % at both ends, as indices into the grid of 200 variances. */
const INNER_VERTICES = [
  6, 12, 18, 24, 31, 37, 43, 49, 56, 62, 68, 74, 81, 87, 93, 99, 106, 112, 118, 124, 131, 137, 143, 149, 156, 162, 168, 174, 181,
  187, 193,
];

let simulated: Float64Array | undefined;

/** Counts, df (3) x variances (200) x bins (40). */
function histograms(): Float64Array {
  if (simulated !== undefined) return simulated;
  const bytes = gunzipSync(Uint8Array.from(atob(SMALL_DF_HISTOGRAMS), (character) => character.charCodeAt(0)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counts = new Float64Array(3 * VARIANCES * BINS);
  for (let i = 0; i < counts.length; i++) {
    const first = i % (VARIANCES * BINS) < BINS;
    counts[i] = view.getInt16(2 * i, true) + (first ? 0 : counts[i - BINS]);
  }
  simulated = counts;
  return counts;
}

/**
 * Variance of the dispersion prior with 1 to 3 residual degrees of freedom, where the formula with the trigamma function does
 * not hold: the candidate variance whose simulated residuals match the observed ones best. Source: DESeq2 1.38's
 * `estimateDispersionsPriorVar` (Kullback-Leibler distance of histograms, smoothed by loess, minimum on 1000 points).
 *
 * @param residuals ln(gene-wise dispersion) - ln(trend) of the usable genes
 * @param df residual degrees of freedom: 1, 2 or 3
 * @returns the variance before its floor of 0.25
 */
export function smallDfPriorVariance(residuals: Float64Array, df: number): number {
  const observed = new Float64Array(BINS);
  for (const residual of residuals) {
    if (!(residual > -10 && residual < 10)) continue;
    // R's hist counts (a, b], the first bin closed
    observed[Math.max(Math.ceil((residual + 10) * 2) - 1, 0)]++;
  }
  return smoothedMinimum(divergences(observed, df));
}

/** Kullback-Leibler distance of the observed histogram to the simulated one of each candidate variance. */
export function divergences(observed: Float64Array, df: number): Float64Array {
  const all = histograms();
  return Float64Array.from({ length: VARIANCES }, (_, v) => {
    const at = ((df - 1) * VARIANCES + v) * BINS;
    return divergence(densityOf(observed), densityOf(all.subarray(at, at + BINS)));
  });
}

function densityOf(counts: Float64Array): Float64Array {
  let total = 0;
  for (const count of counts) total += count;
  return Float64Array.from(counts, (count) => count / (total * 0.5));
}

function divergence(observed: Float64Array, candidate: Float64Array): number {
  let small = Infinity;
  for (const density of [...observed, ...candidate]) if (density > 0 && density < small) small = density;
  let sum = 0;
  for (let b = 0; b < BINS; b++) sum += observed[b] * (log(observed[b] + small) - log(candidate[b] + small));
  return sum;
}

/** R's `loess(y ~ variance, span = 0.2)` on the 200 candidates, then the place of its minimum on 1000 points of [0, 8]. */
export function smoothedMinimum(y: Float64Array): number {
  const x = Float64Array.from({ length: VARIANCES }, (_, i) => (LARGEST * i) / (VARIANCES - 1));
  const margin = 0.005 * LARGEST;
  const vertices = Float64Array.from([-margin, ...INNER_VERTICES.map((i) => x[i]), LARGEST + margin]);
  const fits = Array.from(vertices, (at) => localQuadratic(x, y, null, NEIGHBORS, at));
  const values = Float64Array.from(fits, (fit) => fit.value);
  const slopes = Float64Array.from(fits, (fit) => fit.slope);
  let best = 0;
  let smallest = Infinity;
  for (let i = 0; i < FINE; i++) {
    const at = (LARGEST * i) / (FINE - 1);
    const value = hermite(vertices, values, slopes, at);
    if (value < smallest) {
      smallest = value;
      best = at;
    }
  }
  return best;
}
