import { chiSquared, dunnett, fisherF, normal } from '../distributions/index.ts';
import { atan2, cos, exp, pow, sin } from '../elementary/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';
import { randomStream } from '../random.ts';
import { adaptiveIntegral } from './gauss-legendre.ts';
import { productLoadings } from './product-loadings.ts';
import { sphereTail } from './sphere-tail.ts';

/**
 * The largest absolute value of k correlated t statistics with common degrees of freedom.
 *
 * Written as T = A z / s with unit rows a_i of A (k×r, r = rank of the correlation) and z = R u, u uniform on the sphere,
 * max |T_i| > c means R / s > c / m(u) with m(u) = max |a_i'u|, and (R / s)² / r has an F distribution. So the tail is the mean
 * over the sphere of a smooth function of m: no cancellation, however small the tail (the spherical-radial form of
 * Genz & Bretz 2009, Computation of Multivariate Normal and t Probabilities, section 4.1.4). The sphere is a circle for rank 2, an
 * ordinary sphere for rank 3 (see {@link sphereTail}), and is sampled by seeded, randomly shifted lattices for higher ranks. Correlations
 * that are products, as for comparisons with one control, need none of this: they are Dunnett's distribution.
 */
export interface MaximumT {
  /** P(max |T_i| > c). */
  upper(c: number, df: number): number;
  /** The c with upper(c, df) = p. */
  quantileUpper(p: number, df: number): number;
  /** False when lattices were sampled; then the relative error is about 1e-3 or better. */
  readonly exact: boolean;
}

const RANK_TOLERANCE = 1e-10;
const POINTS = 2048;
const SHIFTS = 8;

/** Rows a_i with a_i'a_j = correlation, k×r. */
export function factorOf(correlation: Float64Array, k: number): { rows: Float64Array; rank: number } {
  const { values, vectors } = symmetricEigen(correlation, k);
  const rank = Math.max(1, values.filter((value) => value > RANK_TOLERANCE * values[0]).length);
  const rows = new Float64Array(k * rank);
  for (let i = 0; i < k; i++) for (let j = 0; j < rank; j++) rows[i * rank + j] = vectors[i * k + j] * Math.sqrt(values[j]);
  return { rows, rank };
}

/** P(R / s > c / m) for direction size m. */
export function radialTail(c: number, m: number, rank: number, df: number): number {
  if (m <= 0) return 0;
  const ratio = c / m;
  const square = ratio * ratio;
  if (rank === 2) return df === Infinity ? exp(-square / 2) : pow(1 + square / df, -df / 2);
  return df === Infinity ? chiSquared.upper(square, rank) : fisherF.upper(square / rank, rank, df);
}

function largestProjection(rows: Float64Array, k: number, rank: number, u: ArrayLike<number>, signed = false): number {
  let largest = 0;
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = 0; j < rank; j++) sum += rows[i * rank + j] * u[j];
    largest = Math.max(largest, signed ? sum : Math.abs(sum));
  }
  return largest;
}

/** Directions of a circle, as angles, in which two statistics have equal size. */
function switchingAngles(rows: Float64Array, k: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      for (const sign of [-1, 1]) {
        const x = rows[i * 2] + sign * rows[j * 2];
        const y = rows[i * 2 + 1] + sign * rows[j * 2 + 1];
        if (x * x + y * y < 1e-24) continue;
        const angle = atan2(-x, y);
        out.push(angle < 0 ? angle + Math.PI : angle);
      }
    }
  }
  return out;
}

/** Mean of f(m(u)) over the circle, integrated between the kinks of m; half a circle, since m(-u) = m(u). */
function circleMean(rows: Float64Array, k: number, f: (m: number) => number): number {
  const edges = [0, ...switchingAngles(rows, k), Math.PI].sort((a, b) => a - b);
  const at = (angle: number): number => f(largestProjection(rows, k, 2, [cos(angle), sin(angle)]));
  let sum = 0;
  for (let i = 1; i < edges.length; i++) {
    if (edges[i] - edges[i - 1] > 1e-13) sum += adaptiveIntegral(at, edges[i - 1], edges[i], 1e-12, 2);
  }
  return sum / Math.PI;
}

/** Rows as vectors of three, without those that equal another one up to sign. */
function distinctRows(rows: Float64Array, k: number): Float64Array[] {
  const out: Float64Array[] = [];
  for (let i = 0; i < k; i++) {
    const row = rows.slice(i * 3, i * 3 + 3);
    if (out.every((other) => Math.abs(row[0] * other[0] + row[1] * other[1] + row[2] * other[2]) < 1 - 1e-12)) out.push(row);
  }
  return out;
}

/**
 * Sizes m(u) of lattice directions (Korobov lattice, shifted at random, mapped by the normal quantile); with `signed` the largest of a_i'u
 * itself, 0 where none is positive.
 */
export function sampledSizes(rows: Float64Array, k: number, rank: number, seed: number, signed = false): Float64Array {
  const sizes = new Float64Array(POINTS * SHIFTS);
  const roots = Float64Array.from(
    { length: rank },
    (_, j) => Math.sqrt(PRIMES[j % PRIMES.length]) * (1 + Math.floor(j / PRIMES.length)),
  );
  for (let shift = 0; shift < SHIFTS; shift++) {
    const stream = randomStream(seed, 'multivariate-t', shift);
    const start = Float64Array.from({ length: rank }, () => stream.uniform());
    const u = new Float64Array(rank);
    for (let i = 0; i < POINTS; i++) {
      let length = 0;
      for (let j = 0; j < rank; j++) {
        const position = start[j] + (i + 1) * roots[j];
        const fraction = position - Math.floor(position);
        u[j] = normal.quantile(Math.min(Math.max(fraction, 1e-16), 1 - 1e-16));
        length += u[j] * u[j];
      }
      const scale = 1 / Math.sqrt(length);
      for (let j = 0; j < rank; j++) u[j] *= scale;
      sizes[shift * POINTS + i] = largestProjection(rows, k, rank, u, signed);
    }
  }
  return sizes;
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

/** The tail as a function of c and df, for rank 1, 2, 3 by quadrature, else by lattices. */
function tailFunction(rows: Float64Array, k: number, rank: number, seed: number): (c: number, df: number) => number {
  if (rank === 1) return (c, df) => (df === Infinity ? 2 * normal.upper(c) : fisherF.upper(c * c, 1, df));
  if (rank === 2) return (c, df) => circleMean(rows, k, (m) => radialTail(c, m, 2, df));
  if (rank === 3) return sphereTail(distinctRows(rows, k));
  const sizes = sampledSizes(rows, k, rank, seed);
  return (c, df) => sizes.reduce((sum, size) => sum + radialTail(c, size, rank, df), 0) / sizes.length;
}

/**
 * The distribution of the maximum for a correlation matrix.
 *
 * @param correlation k×k row-major, may be singular
 * @param seed of the lattices, used only above rank 3
 */
export function maximumT(correlation: Float64Array, k: number, seed = 1): MaximumT {
  const loadings = k > 2 ? productLoadings(correlation, k) : undefined;
  if (loadings !== undefined)
    return {
      upper: (c, df) => dunnett.upper(c, df, loadings, 'two'),
      quantileUpper: (p, df) => dunnett.quantileUpper(p, df, loadings, 'two'),
      exact: true,
    };
  const { rows, rank } = factorOf(correlation, k);
  const tail = tailFunction(rows, k, rank, seed);
  const upper = (c: number, df: number): number => (c <= 0 ? 1 : Math.min(1, tail(c, df)));
  const quantileUpper = (p: number, df: number): number => {
    const single = (q: number): number =>
      df === Infinity ? normal.quantileUpper(q / 2) : Math.sqrt(fisherF.quantileUpper(q, 1, df));
    return root((c) => upper(c, df) - p, single(p), single(p / k));
  };
  return { upper, quantileUpper, exact: rank <= 3 };
}

/** Root of a decreasing function between a (f >= 0) and b (f <= 0) by false position, halving a stale end (Illinois). */
function root(f: (x: number) => number, a: number, b: number): number {
  let [low, high] = [a, b];
  let [fLow, fHigh] = [f(low), f(high)];
  if (fLow <= 0) return low;
  if (fHigh >= 0) return high;
  let side = 0;
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step++) {
    const x = (low * fHigh - high * fLow) / (fHigh - fLow);
    const value = f(x);
    if (value === 0) return x;
    if (value > 0) {
      low = x;
      fLow = value;
      if (side > 0) fHigh /= 2;
      side = 1;
    } else {
      high = x;
      fHigh = value;
      if (side < 0) fLow /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
