import { exp, log, log2, pow } from '../../stats/index.ts';
import { columnTotals } from './library-sizes.ts';

export type NormFactorMethod = 'TMM' | 'RLE' | 'upperquartile' | 'none';

const M_TRIM = 0.3;
const A_TRIM = 0.05;

/**
 * Normalization factors that multiply library sizes to effective ones, scaled to geometric mean 1 (edgeR's
 * `calcNormFactors`).
 *
 * @param counts genes x samples
 */
export function normFactors(counts: Float64Array, samples: number, method: NormFactorMethod): Float64Array {
  if (method === 'none') return new Float64Array(samples).fill(1);
  const kept = withoutZeroRows(counts, samples);
  const totals = columnTotals(counts, samples);
  const factors =
    method === 'TMM'
      ? tmm(kept, samples, totals)
      : method === 'RLE'
        ? rle(kept, samples, totals)
        : quartiles(kept, samples, totals);
  let sum = 0;
  for (const factor of factors) sum += log(factor);
  const center = exp(sum / samples);
  return factors.map((factor) => factor / center);
}

function withoutZeroRows(counts: Float64Array, samples: number): Float64Array {
  const kept = new Float64Array(counts.length);
  let rows = 0;
  for (let g = 0; g < counts.length / samples; g++) {
    const row = counts.subarray(g * samples, (g + 1) * samples);
    if (row.some((count) => count > 0)) kept.set(row, samples * rows++);
  }
  return kept.slice(0, rows * samples);
}

function columnOf(counts: Float64Array, samples: number, j: number): Float64Array {
  return Float64Array.from({ length: counts.length / samples }, (_, g) => counts[g * samples + j]);
}

/** Upper quartile (type 7) of each sample over its library size. */
function quartiles(counts: Float64Array, samples: number, totals: Float64Array): Float64Array {
  return totals.map((total, j) => {
    const sorted = columnOf(counts, samples, j).sort();
    const position = (sorted.length - 1) * 0.75;
    const low = Math.floor(position);
    const next = Math.min(low + 1, sorted.length - 1);
    return (sorted[low] + (position - low) * (sorted[next] - sorted[low])) / total;
  });
}

/** Relative log expression (Anders & Huber 2010): median ratio to the geometric mean, over the library size. */
function rle(counts: Float64Array, samples: number, totals: Float64Array): Float64Array {
  const genes = counts.length / samples;
  const reference = Float64Array.from({ length: genes }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += log(counts[g * samples + j]);
    return exp(sum / samples);
  });
  return totals.map((total, j) => {
    const ratios = columnOf(counts, samples, j).map((count, g) => (reference[g] > 0 ? count / reference[g] : NaN));
    const sorted = ratios.filter((ratio) => !Number.isNaN(ratio)).sort();
    const half = sorted.length >> 1;
    return (sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2) / total;
  });
}

/** Trimmed mean of M-values against the sample whose upper quartile is nearest the mean (Robinson & Oshlack 2010). */
function tmm(counts: Float64Array, samples: number, totals: Float64Array): Float64Array {
  const upper = quartiles(counts, samples, totals);
  const center = upper.reduce((sum, value) => sum + value, 0) / samples;
  let reference = 0;
  for (let j = 1; j < samples; j++) if (Math.abs(upper[j] - center) < Math.abs(upper[reference] - center)) reference = j;
  const base = columnOf(counts, samples, reference);
  return totals.map((total, j) => trimmedRatio(columnOf(counts, samples, j), base, total, totals[reference]));
}

function trimmedRatio(observed: Float64Array, reference: Float64Array, total: number, referenceTotal: number): number {
  const m: number[] = [];
  const a: number[] = [];
  const inverse: number[] = [];
  for (let g = 0; g < observed.length; g++) {
    if (!(observed[g] > 0 && reference[g] > 0)) continue;
    const [share, base] = [observed[g] / total, reference[g] / referenceTotal];
    m.push(log2(share / base));
    a.push((log2(share) + log2(base)) / 2);
    inverse.push(
      1 / ((total - observed[g]) / total / observed[g] + (referenceTotal - reference[g]) / referenceTotal / reference[g]),
    );
  }
  if (m.every((value) => Math.abs(value) < 1e-6)) return 1;
  const [inM, inA] = [rankWindow(Float64Array.from(m), M_TRIM), rankWindow(Float64Array.from(a), A_TRIM)];
  let [weighted, weights] = [0, 0];
  for (let i = 0; i < m.length; i++) {
    if (!(m[i] >= inM.low && m[i] <= inM.high && a[i] >= inA.low && a[i] <= inA.high)) continue;
    weighted += m[i] * inverse[i];
    weights += inverse[i];
  }
  return weights > 0 ? pow(2, weighted / weights) : 1;
}

/** Values whose rank (ties: the mean rank) lies between floor(n trim) + 1 and n - floor(n trim). */
function rankWindow(values: Float64Array, trim: number): { low: number; high: number } {
  const sorted = values.sort();
  const n = sorted.length;
  const first = Math.floor(n * trim) + 1;
  const last = n + 1 - first;
  const meanRank = (position: number): number => {
    let [from, to] = [position, position];
    while (from > 0 && sorted[from - 1] === sorted[position]) from--;
    while (to < n - 1 && sorted[to + 1] === sorted[position]) to++;
    return (from + to) / 2 + 1;
  };
  let low = first - 1;
  while (low < n - 1 && meanRank(low) < first) low++;
  let high = last - 1;
  while (high > 0 && meanRank(high) > last) high--;
  return { low: sorted[low], high: sorted[high] };
}
