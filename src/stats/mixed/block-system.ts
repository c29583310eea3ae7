import { type BlockPattern, gatherPatterns } from './block-patterns.ts';
import { addTransposedProduct } from './dense-kernels.ts';
import { blockDerivatives, type RandomBlock, type RandomTermRows, randomBlocks } from './random-blocks.ts';

/**
 * A linear mixed model y = X b + Z u + e after two orthogonal rotations of its rows. Within each independent block the first
 * moves all random-effect variance into a few coordinates; the others (the "rest") have covariance g0 I and enter only by
 * cross products. Among blocks with the same covariance (a "pattern": litters of the same structure) the second moves the
 * fixed effects into a few "carrier" blocks; the others are pure error and enter only by their sums of squares. Both are
 * exact, and free of the cancellation of Woodbury forms.
 *
 * The covariance of a carrier or error block is V = g0 I + sum_k g_k D_k.
 */
export interface BlockSystem {
  /** Observations. */
  readonly n: number;
  /** Columns of X. */
  readonly p: number;
  readonly patterns: readonly BlockPattern[];
  /** Start of each pattern's square matrix in arrays that hold one after the other, and the total length at the end. */
  readonly squares: Int32Array;
  /** First carrier coordinate of each pattern, and the total at the end. Coordinates run over size, then carriers. */
  readonly offsets: Int32Array;
  /** X on the carriers, coordinates x p. */
  readonly x: Float64Array;
  /** Derivatives D_k of V, one array per covariance parameter, the patterns' squares one after the other. */
  readonly derivatives: readonly Float64Array[];
  /** Whether g0 I is part of V, so that the residual variance g0 is one more parameter, after those of `derivatives`. */
  readonly residual: boolean;
  /** Number of coordinates without random-effect variance. */
  readonly restDimension: number;
  /** X'X of the rest, p x p. */
  readonly restXX: Float64Array;
  readonly blocks: readonly RandomBlock[];
  /** X in each block's coordinates, size x p. */
  readonly blockX: readonly Float64Array[];
}

/** A response rotated as its {@link BlockSystem}. */
export interface BlockResponse {
  /** Carrier coordinates. */
  readonly y: Float64Array;
  /** Cross products of the error blocks, size x size per pattern. */
  readonly errors: Float64Array;
  /** X'y and y'y of the rest. */
  readonly restXy: Float64Array;
  readonly restYy: number;
  /** Coordinates of each block. */
  readonly blockY: readonly Float64Array[];
}

/** Number of covariance parameters of terms of the given widths. */
export function parameterCount(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + (width * (width + 1)) / 2, 0);
}

/**
 * Builds the rotated system of a model.
 *
 * @param x n x p row-major with orthonormal columns (those of the weighted model matrix)
 * @param terms at least one random term (rows weighted likewise). Covariance parameters follow the terms, within a term
 *   the lower triangle column by column, as lme4 orders theta.
 */
export function buildBlockSystem(x: Float64Array, n: number, p: number, terms: readonly RandomTermRows[]): BlockSystem {
  const blocks = randomBlocks(n, terms);
  const widths = terms.map((term) => term.width);
  return assembleSystem(x, n, p, blocks, (block) => blockDerivatives(block, widths));
}

/**
 * Builds a system from blocks and the derivative matrices of each (blocks whose matrices are equal count as one pattern).
 *
 * @param residual whether g0 I is part of V; without it the blocks must hold all rows
 */
export function assembleSystem(
  x: Float64Array,
  n: number,
  p: number,
  blocks: readonly RandomBlock[],
  derivativesOf: (block: RandomBlock, position: number) => Float64Array[],
  residual = true,
): BlockSystem {
  const restXX = new Float64Array(p * p);
  const blockX = blocks.map((block) => {
    const { kept, rest } = rotateColumns(block, x, p);
    addTransposedProduct(restXX, rest, 0, rest, 0, block.rows.length, p, p);
    return kept;
  });
  const own = blocks.map(derivativesOf);
  const patterns = gatherPatterns(blocks, own, blockX, p);
  const count = own[0].length;
  const squares = new Int32Array(patterns.length + 1);
  const offsets = new Int32Array(patterns.length + 1);
  patterns.forEach(({ size, carriers }, k) => {
    squares[k + 1] = squares[k] + size * size;
    offsets[k + 1] = offsets[k] + size * carriers;
  });
  const derivatives = Array.from({ length: count }, () => new Float64Array(squares[patterns.length]));
  const carrierX = new Float64Array(offsets[patterns.length] * p);
  patterns.forEach((pattern, k) => {
    own[pattern.blocks[0]].forEach((derivative, d) => {
      derivatives[d].set(derivative, squares[k]);
    });
    carrierX.set(combineBlocks(pattern, blockX, p), offsets[k] * p);
  });
  const coordinates = blocks.reduce((sum, { size }) => sum + size, 0);
  const restDimension = n - coordinates;
  return { n, p, patterns, squares, offsets, x: carrierX, derivatives, residual, restDimension, restXX, blocks, blockX };
}

/** Columns (n x m) in the coordinates of a block (size x m), and what is left of them on its rows (rows x m). */
function rotateColumns(block: RandomBlock, x: Float64Array, m: number): { kept: Float64Array; rest: Float64Array } {
  const { rows, size, basis } = block;
  const n = rows.length;
  const kept = new Float64Array(size * m);
  const rest = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    const from = rows[i] * m;
    for (let j = 0; j < m; j++) rest[i * m + j] = x[from + j];
    for (let k = 0; k < size; k++) {
      const factor = basis[k * n + i];
      if (factor !== 0) for (let j = 0; j < m; j++) kept[k * m + j] += factor * x[from + j];
    }
  }
  for (let k = 0; k < size; k++)
    for (let i = 0; i < n; i++) {
      const factor = basis[k * n + i];
      if (factor !== 0) for (let j = 0; j < m; j++) rest[i * m + j] -= factor * kept[k * m + j];
    }
  return { kept, rest };
}

/** Carrier combinations of blocks (each size x m), size x carriers x m. */
function combineBlocks(
  { size, carriers, blocks, combination }: BlockPattern,
  values: readonly Float64Array[],
  m: number,
): Float64Array {
  const out = new Float64Array(size * carriers * m);
  blocks.forEach((block, c) => {
    for (let e = 0; e < carriers; e++) {
      const factor = combination[c * carriers + e];
      if (factor === 0) continue;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < m; j++) out[(i * carriers + e) * m + j] += factor * values[block][i * m + j];
    }
  });
  return out;
}

/** Rotates a response that is orthogonal to X (least-squares residuals, weighted as the rows of X). */
export function rotateResponse(system: BlockSystem, y: Float64Array): BlockResponse {
  const { p, patterns, squares, offsets, blocks, blockX } = system;
  const restXy = new Float64Array(p);
  let restYy = 0;
  const blockY = blocks.map((block, b) => {
    const { kept, rest } = rotateColumns(block, y, 1);
    for (let i = 0; i < rest.length; i++) restYy += rest[i] * rest[i];
    // X'y is zero over all coordinates, so the rest holds minus what the block holds.
    for (let i = 0; i < block.size; i++) for (let j = 0; j < p; j++) restXy[j] -= blockX[b][i * p + j] * kept[i];
    return kept;
  });
  const carried = new Float64Array(offsets[patterns.length]);
  const errors = new Float64Array(squares[patterns.length]);
  patterns.forEach((pattern, k) => {
    const own = combineBlocks(pattern, blockY, 1);
    carried.set(own, offsets[k]);
    addErrors(errors, squares[k], pattern, blockY, own);
  });
  return { y: carried, errors, restXy, restYy, blockY };
}

/** Adds the cross products of what the carriers do not hold of a pattern's blocks. */
function addErrors(
  errors: Float64Array,
  at: number,
  { size, carriers, blocks, combination }: BlockPattern,
  blockY: readonly Float64Array[],
  carried: Float64Array,
): void {
  if (carriers === blocks.length) return;
  const left = new Float64Array(size);
  blocks.forEach((block, c) => {
    for (let i = 0; i < size; i++) {
      left[i] = blockY[block][i];
      for (let e = 0; e < carriers; e++) left[i] -= combination[c * carriers + e] * carried[i * carriers + e];
    }
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) errors[at + i * size + j] += left[i] * left[j];
  });
}
