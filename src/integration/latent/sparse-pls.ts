import { singularValueDecomposition } from '../../stats/index.ts';
import { squared } from '../correlation.ts';

/** Two tables of the same animals, each variables x animals. */
export interface TwoTables {
  x: Float64Array;
  y: Float64Array;
  animals: number;
}

/** One pair of sparse components. */
export interface SparseComponent {
  /** Loadings, length 1, at most keepX and keepY of them not 0. */
  loadingsX: Float64Array;
  loadingsY: Float64Array;
  /** Scores of the animals. */
  variateX: Float64Array;
  variateY: Float64Array;
}

export interface SparsePlsOptions {
  /** Variables kept in each component of either table. */
  keepX: readonly number[];
  keepY: readonly number[];
  /** `regression` removes from Y what the X variate explains; `canonical` what its own variate does. */
  mode: 'regression' | 'canonical';
}

const TOLERANCE = 1e-12;
const MOST_ROUNDS = 5000;

/**
 * Sparse partial least squares: pairs of components of largest covariance, each with a given number of variables. Rows are expected
 * standardized (see {@link standardizedRows}).
 *
 * Sources: Le Cao et al. (2008), Stat Appl Genet Mol Biol 7:35; mixOmics' `spls`, whose soft threshold and stopping rule are used.
 */
export function sparsePls(tables: TwoTables, options: SparsePlsOptions): SparseComponent[] {
  const { animals } = tables;
  const x = tables.x.slice();
  const y = tables.y.slice();
  return options.keepX.map((keepX, k) => {
    const component = sparsePair({ x, y, animals }, keepX, options.keepY[k]);
    deflate(x, component.variateX, animals);
    deflate(y, options.mode === 'regression' ? component.variateX : component.variateY, animals);
    return component;
  });
}

/** The first pair of components. */
export function sparsePair({ x, y, animals }: TwoTables, keepX: number, keepY: number): SparseComponent {
  const cross = crossProducts({ x, y, animals });
  const [p, q] = [x.length / animals, y.length / animals];
  let b: Float64Array = leadingOutcomeLoadings(cross, p, q);
  let a: Float64Array = new Float64Array(p);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = unit(keepStrongest(matrixTimes(cross, b, p, q), keepX));
    b = unit(keepStrongest(transposedTimes(cross, next, p, q), keepY));
    let change = 0;
    for (let i = 0; i < next.length; i++) change += squared(next[i] - a[i]);
    a = next;
    if (change < TOLERANCE) break;
  }
  return { loadingsX: a, loadingsY: b, variateX: scores(x, a, animals), variateY: scores(y, b, animals) };
}

/** X'Y, p x q: dot products over animals of every variable of one table with every one of the other. */
export function crossProducts({ x, y, animals }: TwoTables): Float64Array {
  const [p, q] = [x.length / animals, y.length / animals];
  const cross = new Float64Array(p * q);
  for (let j = 0; j < q; j++) {
    const column = crossed(x, y.subarray(j * animals, (j + 1) * animals), animals);
    for (let i = 0; i < p; i++) cross[i * q + j] = column[i];
  }
  return cross;
}

/** Right singular vector of X'Y to its largest singular value. */
export function leadingOutcomeLoadings(cross: Float64Array, p: number, q: number): Float64Array {
  if (q === 1) return Float64Array.of(1);
  const { v, values } = singularValueDecomposition(cross, p, q);
  return Float64Array.from({ length: q }, (_, j) => v[j * values.length]);
}

/** Matrix (p x q) times a vector of length q. */
export function matrixTimes(matrix: Float64Array, vector: Float64Array, p: number, q: number): Float64Array {
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < q; j++) out[i] += matrix[i * q + j] * vector[j];
  return out;
}

/** The transposed matrix times a vector of length p. */
export function transposedTimes(matrix: Float64Array, vector: Float64Array, p: number, q: number): Float64Array {
  const out = new Float64Array(q);
  for (let i = 0; i < p; i++) {
    if (vector[i] === 0) continue;
    for (let j = 0; j < q; j++) out[j] += matrix[i * q + j] * vector[i];
  }
  return out;
}

/** Dot product of every row with a vector over animals. */
export function crossed(rows: Float64Array, vector: Float64Array, animals: number): Float64Array {
  return Float64Array.from({ length: rows.length / animals }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < animals; i++) sum += rows[r * animals + i] * vector[i];
    return sum;
  });
}

/** Weighted sum of the rows: one score per animal. */
export function scores(rows: Float64Array, weights: Float64Array, animals: number): Float64Array {
  const out = new Float64Array(animals);
  for (let r = 0; r < weights.length; r++) {
    if (weights[r] === 0) continue;
    for (let i = 0; i < animals; i++) out[i] += weights[r] * rows[r * animals + i];
  }
  return out;
}

/** Soft threshold at the largest absolute value that is not kept. */
function keepStrongest(values: Float64Array, keep: number): Float64Array {
  if (keep >= values.length) return values;
  const sizes = values.map((value) => Math.abs(value)).sort();
  const bar = sizes[values.length - keep - 1];
  return values.map((value) => (Math.abs(value) > bar ? (value > 0 ? value - bar : value + bar) : 0));
}

/** Scaled to length 1; zeros stay. */
export function unit(values: Float64Array): Float64Array {
  let square = 0;
  for (const value of values) square += value * value;
  const length = Math.sqrt(square);
  return length > 0 ? values.map((value) => value / length) : values;
}

/** Removes from every row its projection on a vector over animals. */
function deflate(rows: Float64Array, t: Float64Array, animals: number): void {
  let square = 0;
  for (const value of t) square += value * value;
  const loadings = crossed(rows, t, animals);
  loadings.forEach((loading, r) => {
    for (let i = 0; i < animals; i++) rows[r * animals + i] -= (loading / square) * t[i];
  });
}
