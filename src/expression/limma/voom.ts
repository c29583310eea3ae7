import { log2, lowess, pow } from '../../stats/index.ts';
import { fitLinearModels } from './linear-fit.ts';
import { logCountsPerMillion } from './log-cpm.ts';

const MILLION = 1e6;
const SPAN = 0.5;

/** Log counts per million with a precision weight for each. */
export interface VoomValues {
  /** genes x samples. */
  values: Float64Array;
  /** genes x samples. */
  weights: Float64Array;
  /** The mean-variance trend: average log2 count against square root of the residual standard deviation, ascending. */
  trend: { x: Float64Array; y: Float64Array };
}

/**
 * Precision weights from the trend of the residual standard deviation over the mean log count (voom: Law, Chen, Shi & Smyth 2014).
 *
 * @param libraries effective library sizes
 * @param matrix model matrix, samples x columns
 * @param prior weights of an earlier pass (sample quality), genes x samples, or null
 */
export function voom(
  counts: Float64Array,
  libraries: Float64Array,
  matrix: Float64Array,
  columns: number,
  prior: Float64Array | null = null,
): VoomValues {
  const samples = libraries.length;
  const values = logCountsPerMillion(counts, libraries);
  const fit = fitLinearModels(values, matrix, samples, columns, prior);
  const depth = libraries.reduce((sum, size) => sum + log2(size + 1), 0) / samples - log2(MILLION);
  const trend = varianceTrend(
    counts,
    samples,
    fit.aveExpr.map((mean) => mean + depth),
    fit.sigma.map(Math.sqrt),
  );
  const weights = fit.fitted.map((fitted, i) => {
    const count = (pow(2, fitted) * (libraries[i % samples] + 1)) / MILLION;
    const root = interpolate(trend, log2(count));
    return 1 / (root * root * root * root);
  });
  return { values, weights, trend };
}

/** Lowess of y on x over the genes with any count, ties in x averaged. */
function varianceTrend(
  counts: Float64Array,
  samples: number,
  x: Float64Array,
  y: Float64Array,
): { x: Float64Array; y: Float64Array } {
  const rows = Int32Array.from(x.keys()).filter((g) =>
    counts.subarray(g * samples, (g + 1) * samples).some((count) => count > 0),
  );
  rows.sort((a, b) => x[a] - x[b] || a - b);
  const at = Float64Array.from(rows, (g) => x[g]);
  const smooth = lowess(
    at,
    Float64Array.from(rows, (g) => y[g]),
    SPAN,
    3,
    0.01 * (at[at.length - 1] - at[0]),
  );
  const [knots, values]: [number[], number[]] = [[], []];
  for (let i = 0; i < at.length; ) {
    let last = i;
    let sum = 0;
    while (last < at.length && at[last] === at[i]) sum += smooth[last++];
    knots.push(at[i]);
    values.push(sum / (last - i));
    i = last;
  }
  return { x: Float64Array.from(knots), y: Float64Array.from(values) };
}

/** Linear interpolation, constant beyond the ends. */
function interpolate({ x, y }: { x: Float64Array; y: Float64Array }, at: number): number {
  const last = x.length - 1;
  if (!(at > x[0])) return y[0];
  if (at >= x[last]) return y[last];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low] + ((y[high] - y[low]) * (at - x[low])) / (x[high] - x[low]);
}
