import { pow, type RandomStream, shuffle, symmetricEigen } from '../../stats/index.ts';
import { columnBasis, projectOut, residualsOf, sampleProducts } from './residual-space.ts';

const PERMUTATIONS = 20;
const LEVEL = 0.1;

/**
 * Number of hidden factors by the permutation of residuals (Buja & Eyuboglu 1992): how many leading axes explain a larger share of
 * the residual variance than in most data sets in which each gene's residuals were shuffled. As `num.sv(method = "be")` of package
 * sva, with this program's random numbers.
 *
 * @param values log expression, genes x samples
 * @param design samples x p, row-major
 */
export function permutationCount(values: Float64Array, samples: number, design: Float64Array, stream: RandomStream): number {
  const { basis, rank } = columnBasis(design, samples);
  const residuals = residualsOf(values, samples, design);
  const axes = Math.min(values.length / samples, samples) - rank;
  const observed = shares(residuals, samples, axes);
  const exceeded = new Int32Array(axes);
  const row = new Float64Array(samples);
  const shuffled = new Float64Array(residuals.length);
  for (let round = 0; round < PERMUTATIONS; round++) {
    for (let at = 0; at < residuals.length; at += samples) {
      for (let j = 0; j < samples; j++) row[j] = residuals[at + j];
      shuffled.set(shuffle(row, stream), at);
      projectOut(shuffled, at, basis, rank, samples);
    }
    shares(shuffled, samples, axes).forEach((share, k) => {
      if (share >= observed[k]) exceeded[k]++;
    });
  }
  // p-values may not fall from one axis to the next, so the first that fails ends the count
  const end = exceeded.findIndex((count) => count / PERMUTATIONS > LEVEL);
  return end < 0 ? axes : end;
}

/** Shares of the leading axes in their sum of squares. */
function shares(values: Float64Array, samples: number, axes: number): Float64Array {
  const eigen = symmetricEigen(sampleProducts(values, samples), samples).values.subarray(0, axes);
  const total = eigen.reduce((sum, value) => sum + value, 0);
  return eigen.map((value) => value / total);
}

const THRESHOLDS = 100;
const PARTS = 10;

/**
 * Number of hidden factors by the asymptotic eigenvalue criterion of Leek (2011): eigenvalues above a threshold that shrinks with
 * the number of genes, at the thresholds where the answer does not change as genes are added. As `num.sv(method = "leek")` of
 * package sva, where the signs of the rounding errors of zero eigenvalues decide how unstable the count is at threshold 0, and so
 * the answer, which need not be the same twice. Here that is a number.
 *
 * @param unstable variance of the count at threshold 0; default the p / 4 that p errors of random sign have
 */
export function eigenvalueCount(values: Float64Array, samples: number, design: Float64Array, unstable?: number): number {
  const genes = values.length / samples;
  const part = Math.floor(genes / PARTS);
  const { rank } = columnBasis(design, samples);
  const residuals = residualsOf(values, samples, design);
  const counts = new Int32Array(THRESHOLDS * PARTS);
  for (let k = 0; k < PARTS; k++) {
    const rows = (k + 1) * part;
    const noise = symmetricEigen(sampleProducts(values.subarray(0, rows * samples), samples), samples).values[samples - 1];
    const eigen = symmetricEigen(sampleProducts(residuals.subarray(0, rows * samples), samples), samples).values;
    const excess = eigen.subarray(0, samples - rank).map((value) => (value - noise) / rows);
    const unit = pow(rows, -1 / 3) * samples;
    for (let a = 0; a < THRESHOLDS; a++) {
      const threshold = (2 * a * unit) / (THRESHOLDS - 1);
      counts[a * PARTS + k] = excess.filter((value) => value > threshold).length;
    }
  }
  const variances = Float64Array.from({ length: THRESHOLDS }, (_, a) =>
    a === 0 ? (unstable ?? rank / 4) : varianceOf(counts, a),
  );
  return stableCount(variances, counts);
}

/** The commonest count, over all genes, on the first plateau after the unstable thresholds. */
function stableCount(variances: Float64Array, counts: Int32Array): number {
  const base = variances[0];
  const rise = Math.max(
    0,
    variances.findIndex((value) => value > 2 * base),
  );
  const start = Math.max(
    0,
    variances.findIndex((value, a) => a > rise && value < 0.5 * base),
  );
  const next = variances.findIndex((value, a) => a > start && value > base);
  const end = next < 0 ? THRESHOLDS - 1 : next;
  const tally = new Map<number, number>();
  for (let a = start; a <= end; a++) {
    const count = counts[a * PARTS + PARTS - 1];
    tally.set(count, (tally.get(count) ?? 0) + 1);
  }
  return [...tally].sort(([a, m], [b, n]) => n - m || a - b)[0][0];
}

function varianceOf(counts: Int32Array, a: number): number {
  let mean = 0;
  for (let k = 0; k < PARTS; k++) mean += counts[a * PARTS + k] / PARTS;
  let squares = 0;
  for (let k = 0; k < PARTS; k++) squares += (counts[a * PARTS + k] - mean) * (counts[a * PARTS + k] - mean);
  return squares / (PARTS - 1);
}
