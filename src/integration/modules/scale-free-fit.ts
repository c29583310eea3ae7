import { log10, qrDecomposition, qrSolve } from '../../stats/index.ts';

/** How well the connectivities follow a power law. */
export interface ScaleFreeFit {
  /** R squared of log10 frequency on log10 connectivity. */
  fit: number;
  /** Slope of that line; a scale-free network falls. */
  slope: number;
  /** Adjusted R squared with an exponential cut-off added. */
  truncatedFit: number;
}

const BINS = 10;

/**
 * Fits the scale-free law: connectivities in ten equal bins, log10 of their share (plus 1e-9) on log10 of their mean (Zhang & Horvath
 * 2005; WGCNA's `scaleFreeFitIndex`). An empty bin stands at its middle with share 0.
 */
export function scaleFreeFit(connectivity: Float64Array): ScaleFreeFit {
  let low = Infinity;
  let high = -Infinity;
  for (const k of connectivity) {
    low = Math.min(low, k);
    high = Math.max(high, k);
  }
  if (!(high > low)) return { fit: NaN, slope: NaN, truncatedFit: NaN };
  const edges = Float64Array.from({ length: BINS + 1 }, (_, i) => low + (i * (high - low)) / BINS);
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  for (const k of connectivity) {
    let bin = 0;
    while (bin < BINS - 1 && k > edges[bin + 1]) bin++;
    counts[bin]++;
    sums[bin] += k;
  }
  const middle = (bin: number): number => (edges[bin] + edges[bin + 1]) / 2;
  const k = Float64Array.from(counts, (count, bin) => (sums[bin] > 0 ? sums[bin] / count : middle(bin)));
  const y = counts.map((count) => log10(count / connectivity.length + 1e-9));
  const logK = k.map(log10);
  const line = regression(y, [logK]);
  const truncated = regression(y, [logK, k]);
  return {
    fit: line.rSquared,
    slope: line.coefficients[1],
    truncatedFit: 1 - ((1 - truncated.rSquared) * (BINS - 1)) / (BINS - 3),
  };
}

function regression(y: Float64Array, predictors: readonly Float64Array[]): { rSquared: number; coefficients: Float64Array } {
  const width = predictors.length + 1;
  const matrix = new Float64Array(y.length * width).fill(1);
  predictors.forEach((values, j) => {
    values.forEach((value, i) => {
      matrix[i * width + j + 1] = value;
    });
  });
  const coefficients = qrSolve(qrDecomposition(matrix, y.length, width), y);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let residual = 0;
  let total = 0;
  y.forEach((value, i) => {
    let fitted = 0;
    for (let j = 0; j < width; j++) fitted += matrix[i * width + j] * coefficients[j];
    residual += (value - fitted) * (value - fitted);
    total += (value - mean) * (value - mean);
  });
  return { rSquared: 1 - residual / total, coefficients };
}
