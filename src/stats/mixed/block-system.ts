import { type QrDecomposition, qrDecomposition, qrEffects } from '../linear-algebra/index.ts';

/**
 * The random effects of one term in row form: row i belongs to level `codes[i]` and carries the `width` covariates
 * `values[i * width ...]` (1 for an intercept). All coefficients of a term share one covariance matrix.
 */
export interface RandomTermRows {
  readonly width: number;
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly levels: number;
}

/** One independent block of rows: observations no random effect connects with those of another block. */
export interface Block {
  readonly rows: Int32Array;
  /** QR of the block's random-effect columns; its rotation moves all their variance into the first `rank` coordinates. */
  readonly rotation: QrDecomposition;
  /** For each term the levels that occur in the block, and the random-effect column at which each of them starts. */
  readonly levels: readonly (readonly number[])[];
  readonly starts: readonly (readonly number[])[];
}

/** Entry of the rotated random-effect columns of a block (zero below the diagonal). */
export function rotatedEntry(
  { rotation, place }: { rotation: QrDecomposition; place: Int32Array },
  i: number,
  column: number,
): number {
  return i <= place[column] ? rotation.packed[place[column] * rotation.rows + i] : 0;
}

/** Position of each original column after pivoting. */
export function pivotPlaces({ pivot }: QrDecomposition): Int32Array {
  const place = new Int32Array(pivot.length);
  pivot.forEach((column, position) => {
    place[column] = position;
  });
  return place;
}

/**
 * A linear mixed model y = X b + Z u + e after an orthogonal rotation of the rows of each independent block that moves all
 * random-effect variance into the first coordinates of the block. The covariance is then V = g0 I + sum_k g_k D_k on those
 * few coordinates and g0 I on all others (the "rest"), of which only cross products are kept. Exact, and free of the
 * cancellation of the usual Woodbury forms.
 */
export interface BlockSystem {
  /** Observations. */
  readonly n: number;
  /** Columns of X. */
  readonly p: number;
  /** First coordinate of each block, and the total at the end. */
  readonly offsets: Int32Array;
  /** Start of each block's square matrix in arrays that hold one after the other, and the total length at the end. */
  readonly squares: Int32Array;
  /** Rotated X, coordinates x p. */
  readonly x: Float64Array;
  /** Derivatives D_k of V, one array per covariance parameter, the blocks' squares one after the other. */
  readonly derivatives: readonly Float64Array[];
  /** Number of coordinates without random-effect variance. */
  readonly restDimension: number;
  /** Rows of rotated X of the rest, restDimension x p. */
  readonly restX: Float64Array;
  /** X'X of the rest, p x p. */
  readonly restXX: Float64Array;
  readonly blocks: readonly Block[];
}

/** A response rotated as its {@link BlockSystem}. */
export interface BlockResponse {
  /** Coordinates of the blocks. */
  readonly y: Float64Array;
  /** X'y of the rest. */
  readonly restXy: Float64Array;
  /** y'y of the rest. */
  restYy: number;
}

/** Root of a node in a union-find forest, with path halving. */
function rootOf(parents: Int32Array, node: number): number {
  let at = node;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]];
    at = parents[at];
  }
  return at;
}

/** Rows grouped into the connected components of their grouping factors, in order of first appearance. */
export function independentBlocks(n: number, terms: readonly Pick<RandomTermRows, 'codes' | 'levels'>[]): Int32Array[] {
  const starts = [0];
  for (const term of terms) starts.push(starts[starts.length - 1] + term.levels);
  const parents = Int32Array.from({ length: starts[terms.length] }, (_, i) => i);
  for (let i = 0; i < n; i++) {
    const first = rootOf(parents, terms[0].codes[i]);
    for (let t = 1; t < terms.length; t++) parents[rootOf(parents, starts[t] + terms[t].codes[i])] = first;
  }
  const blocks = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const root = rootOf(parents, terms[0].codes[i]);
    const rows = blocks.get(root);
    if (rows === undefined) blocks.set(root, [i]);
    else rows.push(i);
  }
  return [...blocks.values()].map((rows) => Int32Array.from(rows));
}

/** Random-effect columns of a block, term by term, level by level: rows.length x columns, and where each term's levels start. */
function blockColumns(
  rows: Int32Array,
  terms: readonly RandomTermRows[],
): { z: Float64Array; columns: number; levels: number[][]; starts: number[][] } {
  const positions = terms.map(() => new Map<number, number>());
  const starts: number[][] = terms.map(() => []);
  const levels: number[][] = terms.map(() => []);
  let columns = 0;
  for (let t = 0; t < terms.length; t++) {
    for (const i of rows) {
      if (positions[t].has(terms[t].codes[i])) continue;
      positions[t].set(terms[t].codes[i], columns);
      starts[t].push(columns);
      levels[t].push(terms[t].codes[i]);
      columns += terms[t].width;
    }
  }
  const z = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    terms.forEach((term, t) => {
      const at = positions[t].get(term.codes[row]) ?? 0;
      for (let a = 0; a < term.width; a++) z[i * columns + at + a] = term.values[row * term.width + a];
    });
  });
  return { z, columns, levels, starts };
}

/** Adds the derivative matrices of one block (rank x rank each) to the concatenated arrays. */
function fillDerivatives(
  derivatives: readonly Float64Array[],
  at: number,
  rotation: QrDecomposition,
  starts: readonly number[][],
  terms: readonly RandomTermRows[],
): void {
  const { rank } = rotation;
  const placed = { rotation, place: pivotPlaces(rotation) };
  let k = 0;
  terms.forEach((term, t) => {
    for (let b = 0; b < term.width; b++) {
      for (let a = b; a < term.width; a++, k++) {
        for (const start of starts[t]) {
          for (let i = 0; i < rank; i++) {
            for (let j = 0; j < rank; j++) {
              const product = rotatedEntry(placed, i, start + a) * rotatedEntry(placed, j, start + b);
              derivatives[k][at + i * rank + j] += product;
              if (a !== b) derivatives[k][at + j * rank + i] += product;
            }
          }
        }
      }
    }
  });
}

/** Number of covariance parameters of terms of the given widths. */
export function parameterCount(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + (width * (width + 1)) / 2, 0);
}

/**
 * Builds the rotated system of a model.
 *
 * @param x fixed-effects matrix, n x p row-major (rows already multiplied by the square roots of prior weights)
 * @param terms at least one random term (rows weighted likewise). Covariance parameters follow the terms, within a term
 *   the lower triangle column by column, as lme4 orders theta.
 */
export function buildBlockSystem(x: Float64Array, n: number, p: number, terms: readonly RandomTermRows[]): BlockSystem {
  const parts = independentBlocks(n, terms).map((rows) => {
    const { z, columns, levels, starts } = blockColumns(rows, terms);
    return { rows, levels, starts, rotation: qrDecomposition(z, rows.length, columns, 1e-11) };
  });
  const offsets = new Int32Array(parts.length + 1);
  const squares = new Int32Array(parts.length + 1);
  parts.forEach(({ rotation: { rank } }, b) => {
    offsets[b + 1] = offsets[b] + rank;
    squares[b + 1] = squares[b] + rank * rank;
  });
  const count = parameterCount(terms.map((term) => term.width));
  const derivatives = Array.from({ length: count }, () => new Float64Array(squares[parts.length]));
  parts.forEach((part, b) => {
    fillDerivatives(derivatives, squares[b], part.rotation, part.starts, terms);
  });
  const coordinates = offsets[parts.length];
  const rotated = new Float64Array(coordinates * p);
  const restX = new Float64Array((n - coordinates) * p);
  for (let j = 0; j < p; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => x[i * p + j]);
    const { kept, rest } = rotate(column, parts, coordinates);
    for (let i = 0; i < coordinates; i++) rotated[i * p + j] = kept[i];
    for (let i = 0; i < n - coordinates; i++) restX[i * p + j] = rest[i];
  }
  const restXX = new Float64Array(p * p);
  addCrossProduct(restXX, restX, n - coordinates, p);
  return {
    n,
    p,
    offsets,
    squares,
    x: rotated,
    derivatives,
    restDimension: n - coordinates,
    restX,
    restXX,
    blocks: parts,
  };
}

function addCrossProduct(out: Float64Array, x: Float64Array, n: number, p: number): void {
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < p; a++) {
      const factor = x[i * p + a];
      if (factor !== 0) for (let b = 0; b < p; b++) out[a * p + b] += factor * x[i * p + b];
    }
  }
}

function rotate(values: Float64Array, blocks: readonly Block[], coordinates: number): { kept: Float64Array; rest: Float64Array } {
  const kept = new Float64Array(coordinates);
  const rest = new Float64Array(values.length - coordinates);
  let at = 0;
  let atRest = 0;
  for (const { rows, rotation } of blocks) {
    const effects = qrEffects(
      rotation,
      Float64Array.from(rows, (row) => values[row]),
    );
    kept.set(effects.subarray(0, rotation.rank), at);
    rest.set(effects.subarray(rotation.rank), atRest);
    at += rotation.rank;
    atRest += rows.length - rotation.rank;
  }
  return { kept, rest };
}

/** Rotates a response (n values, weighted as the rows of X) into the coordinates of a system. */
export function rotateResponse(system: BlockSystem, y: Float64Array): BlockResponse {
  const { p, offsets, restX, restDimension, blocks } = system;
  const { kept, rest } = rotate(y, blocks, offsets[blocks.length]);
  const restXy = new Float64Array(p);
  let restYy = 0;
  for (let i = 0; i < restDimension; i++) {
    restYy += rest[i] * rest[i];
    for (let j = 0; j < p; j++) restXy[j] += restX[i * p + j] * rest[i];
  }
  return { y: kept, restXy, restYy };
}
