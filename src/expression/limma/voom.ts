import { log2, lowess } from '../../stats/index.ts';
import { type FitOptions, fitLinear, NO_OPTIONS } from './linear-fits.ts';
import { logCountsPerMillion } from './log-cpm.ts';

/** Counts made ready for linear models. */
export interface VoomResult {
  /** log2 counts per million with half a count added, genes x samples. */
  values: Float64Array;
  /** Precision weights, genes x samples. */
  weights: Float64Array;
  /** The trend: square root of the residual standard deviation over mean log2 count, ascending. */
  trend: { x: Float64Array; y: Float64Array };
}

const LOG2_MILLION = 19.931568569324174;
/** Share of the genes that a point of the trend looks at (limma's default). */
const SPAN = 0.5;

/**
 * Mean–variance modelling at the level of observations (Law, Chen, Shi & Smyth 2014): log2 counts per million, and for each the
 * inverse of the variance expected from a trend over the fitted count. As limma's `voom`.
 *
 * @param counts genes x samples
 * @param sizes effective library sizes
 * @param design samples x columns, row-major
 * @param options blocks and weights for the fit behind the trend
 */
export function voom(
  counts: Float64Array,
  sizes: Float64Array,
  design: Float64Array,
  options: FitOptions = NO_OPTIONS,
): VoomResult {
  const samples = sizes.length;
  const p = design.length / samples;
  const values = logCountsPerMillion(counts, sizes);
  const fits = fitLinear(values, design, samples, options);
  const fitted = new Float64Array(counts.length);
  for (let g = 0; g < fits.genes; g++) {
    for (let j = 0; j < samples; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += fits.coefficients[g * p + k] * design[j * p + k];
      fitted[g * samples + j] = sum;
    }
  }
  return weightsFromFits(counts, sizes, { values, means: fits.means, sigma: fits.sigma, fitted });
}

/** Weights from residual standard deviations and fitted values of whatever model was fitted to {@link logCountsPerMillion}. */
export function weightsFromFits(
  counts: Float64Array,
  sizes: Float64Array,
  fits: { values: Float64Array; means: Float64Array; sigma: Float64Array; fitted: Float64Array },
): VoomResult {
  const samples = sizes.length;
  const logSizes = sizes.map((size) => log2(size + 1));
  let depth = 0;
  for (const value of logSizes) depth += value / samples;
  const rows = Int32Array.from(fits.means, (_, g) => g).filter((g) => hasCounts(counts, g, samples));
  const trend = meanVarianceTrend(
    Float64Array.from(rows, (g) => fits.means[g] + depth - LOG2_MILLION),
    Float64Array.from(rows, (g) => Math.sqrt(fits.sigma[g])),
  );
  const weights = fits.fitted.map((fitted, i) => trendWeight(trend, fitted, logSizes[i % samples]));
  return { values: fits.values, weights, trend };
}

/** Inverse of the variance the trend expects of a sample with this fitted log count. */
function trendWeight(trend: VoomResult['trend'], fitted: number, logSize: number): number {
  const root = interpolate(trend, fitted - LOG2_MILLION + logSize);
  return 1 / (root * root * root * root);
}

function hasCounts(counts: Float64Array, gene: number, samples: number): boolean {
  for (let j = 0; j < samples; j++) if (counts[gene * samples + j] > 0) return true;
  return false;
}

function meanVarianceTrend(x: Float64Array, y: Float64Array): { x: Float64Array; y: Float64Array } {
  const order = Int32Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  const ascending = Float64Array.from(order, (i) => x[i]);
  const range = ascending[ascending.length - 1] - ascending[0];
  const smooth = lowess(
    ascending,
    Float64Array.from(order, (i) => y[i]),
    SPAN,
    3,
    0.01 * range,
  );
  return { x: ascending, y: smooth };
}

/** Linear between points, constant beyond the ends. */
function interpolate({ x, y }: { x: Float64Array; y: Float64Array }, at: number): number {
  let [low, high] = [0, x.length - 1];
  if (at <= x[low]) return y[low];
  if (at >= x[high]) return y[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low] + ((y[high] - y[low]) * (at - x[low])) / (x[high] - x[low]);
}
