import { asinh, evaluateSpline, fmmSpline, log, log2, sinh } from '../../stats/index.ts';
import { meanInverseGeometricSize, type Normalization, normalizedCounts } from '../deseq/normalization.ts';
import { type DispersionTrend, trendAt } from '../deseq/trend.ts';

const LN_2 = 0.6931471805599453;
const GRID = 1000;

/**
 * Variance-stabilized values on the log2 scale: normalized counts through the integral of 1 / standard deviation, which has a
 * closed form for the parametric and the mean trend (Anders & Huber 2010; DESeq2's `varianceStabilizingTransformation`).
 *
 * @param counts genes x samples
 * @returns genes x samples
 */
export function varianceStabilized(
  counts: Float64Array,
  samples: number,
  normalization: Normalization,
  trend: DispersionTrend,
): Float64Array {
  const normalized = normalizedCounts(counts, normalization, samples);
  const transform = transformOf(trend, normalized, samples, normalization);
  return normalized.map(transform);
}

function transformOf(
  trend: DispersionTrend,
  normalized: Float64Array,
  samples: number,
  normalization: Normalization,
): (q: number) => number {
  if (trend.kind === 'parametric') {
    const { asymptote: a0, extra: a1 } = trend;
    return (q) => log2((1 + a1 + 2 * a0 * q + 2 * Math.sqrt(a0 * q * (1 + a1 + a0 * q))) / (4 * a0));
  }
  if (trend.kind === 'mean') {
    const alpha = trend.value;
    return (q) => (2 * asinh(Math.sqrt(alpha * q)) - log(alpha) - log(4)) / LN_2;
  }
  return integratedTransform(trend, normalized, samples, meanInverseGeometricSize(normalization, samples));
}

/** The integral by trapezoids on a grid equally spaced in asinh, matched to log2 at two high quantiles of the row means. */
function integratedTransform(
  trend: DispersionTrend,
  normalized: Float64Array,
  samples: number,
  inverseSize: number,
): (q: number) => number {
  let largest = 0;
  for (const value of normalized) largest = Math.max(largest, value);
  const top = asinh(largest);
  const grid = Float64Array.from({ length: GRID - 1 }, (_, i) => sinh((top * (i + 1)) / (GRID - 1)));
  const integrand = grid.map((x) => 1 / Math.sqrt(trendAt(trend, x) * x * x + inverseSize * x));
  const middles = new Float64Array(GRID - 2);
  const integral = new Float64Array(GRID - 2);
  let sum = 0;
  for (let i = 0; i < GRID - 2; i++) {
    middles[i] = asinh((grid[i] + grid[i + 1]) / 2);
    sum += ((grid[i + 1] - grid[i]) * (integrand[i] + integrand[i + 1])) / 2;
    integral[i] = sum;
  }
  const spline = fmmSpline(middles, integral);
  const means = rowMeans(normalized, samples).sort();
  const [low, high] = [quantile(means, 0.95), quantile(means, 0.999)];
  const [atLow, atHigh] = [low, high].map((value) => evaluateSpline(spline, asinh(value)));
  const scale = (log2(high) - log2(low)) / (atHigh - atLow);
  const shift = log2(low) - scale * atLow;
  return (q) => scale * evaluateSpline(spline, asinh(q)) + shift;
}

function rowMeans(values: Float64Array, samples: number): Float64Array {
  return Float64Array.from({ length: values.length / samples }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += values[g * samples + j];
    return sum / samples;
  });
}

/** Quantile of type 7 of ascending values. */
function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const low = Math.floor(position);
  const next = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (position - low) * (sorted[next] - sorted[low]);
}
