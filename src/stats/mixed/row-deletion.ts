import { cholesky, choleskyInverse, choleskySolve } from '../linear-algebra/index.ts';
import type { MixedModel } from './mixed-model.ts';

/** Rows that share random effects, and the inverse of their covariance matrix (rows x rows). Rows of different blocks are independent. */
export interface PrecisionBlock {
  readonly rows: Int32Array;
  readonly inverse: Float64Array;
}

/** Inverse marginal covariance of a fitted mixed model, block by block: sigma^2 / w + Z Var(b) Z' inverted. */
export function precisionBlocks(model: MixedModel): PrecisionBlock[] {
  const { core, sigma } = model;
  const covariances = core.terms.map((_, t) => model.randomCovariance(t));
  return core.system.blocks.map(({ rows }) => {
    const size = rows.length;
    const covariance = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? (sigma * sigma) / (core.weights?.[rows[i]] ?? 1) : 0;
        core.terms.forEach(({ codes, values, effects }, t) => {
          if (codes[rows[i]] !== codes[rows[j]]) return;
          const width = effects.length;
          for (let a = 0; a < width; a++)
            for (let b = 0; b < width; b++)
              sum += values[rows[i] * width + a] * covariances[t][a * width + b] * values[rows[j] * width + b];
        });
        covariance[i * size + j] = sum;
        covariance[j * size + i] = sum;
      }
    }
    const lower = cholesky(covariance, size);
    if (lower === undefined) throw new RangeError('the covariance of the rows is not positive definite');
    return { rows: Int32Array.from(rows), inverse: choleskyInverse(lower, size) };
  });
}

/** Contrasts of the fixed effects without some rows; NaN where they cannot be estimated without them. Sets x contrasts. */
export interface RowDeletion {
  readonly estimate: Float64Array;
  readonly se: Float64Array;
}

/**
 * Generalized least squares without each set of rows in turn, the covariance of the rows held: leaving rows S out is the same as giving
 * each an effect of its own, so that X'AX loses (AX)_S' (A_SS)^-1 (AX)_S, and X'Ay likewise (A the inverse covariance). Exact, at the cost of
 * a solve of the size of S.
 *
 * @param x rows x columns
 * @param contrasts contrasts x columns
 * @param sets rows to be left out together
 * Source: Haslett 1999, J R Stat Soc B 61:603; Demidenko & Stukel 2005, Stat Med 24:893 (equation 6).
 */
export function withoutRows(
  { x, columns, y, blocks }: { x: Float64Array; columns: number; y: ArrayLike<number>; blocks: readonly PrecisionBlock[] },
  contrasts: Float64Array,
  sets: readonly (readonly number[])[],
): RowDeletion {
  const p = columns;
  const kinds = contrasts.length / p;
  const placed = placesOf(blocks, y.length);
  const weighted = weightedRows(x, p, y, blocks);
  const information = new Float64Array(p * p);
  const score = new Float64Array(p);
  for (let i = 0; i < y.length; i++) {
    for (let a = 0; a < p; a++) {
      score[a] += x[i * p + a] * weighted[i * (p + 1) + p];
      for (let b = 0; b < p; b++) information[a * p + b] += x[i * p + a] * weighted[i * (p + 1) + b];
    }
  }
  const estimate = new Float64Array(sets.length * kinds).fill(NaN);
  const se = new Float64Array(sets.length * kinds).fill(NaN);
  sets.forEach((set, s) => {
    const [left, right] = [information.slice(), score.slice()];
    for (const [block, rows] of byBlock(set, placed)) subtract(left, right, weighted, p, blocks[block], rows, placed.place);
    const lower = cholesky(left, p);
    if (lower === undefined || lostEffect(lower, information, p)) return;
    const coefficients = choleskySolve(lower, right, p);
    for (let c = 0; c < kinds; c++) {
      const row = contrasts.slice(c * p, (c + 1) * p);
      const solved = choleskySolve(lower, row, p);
      estimate[s * kinds + c] = row.reduce((sum, weight, a) => sum + weight * coefficients[a], 0);
      se[s * kinds + c] = Math.sqrt(row.reduce((sum, weight, a) => sum + weight * solved[a], 0));
    }
  });
  return { estimate, se };
}

/** The block of each row and its place there. */
function placesOf(blocks: readonly PrecisionBlock[], n: number): { block: Int32Array; place: Int32Array } {
  const [block, place] = [new Int32Array(n), new Int32Array(n)];
  blocks.forEach(({ rows }, b) => {
    rows.forEach((row, i) => {
      block[row] = b;
      place[row] = i;
    });
  });
  return { block, place };
}

/** A [X y], rows x (columns + 1). */
function weightedRows(x: Float64Array, p: number, y: ArrayLike<number>, blocks: readonly PrecisionBlock[]): Float64Array {
  const out = new Float64Array(y.length * (p + 1));
  for (const { rows, inverse } of blocks) {
    const size = rows.length;
    for (let i = 0; i < size; i++) {
      const to = rows[i] * (p + 1);
      for (let j = 0; j < size; j++) {
        const weight = inverse[i * size + j];
        for (let a = 0; a < p; a++) out[to + a] += weight * x[rows[j] * p + a];
        out[to + p] += weight * y[rows[j]];
      }
    }
  }
  return out;
}

function byBlock(set: readonly number[], { block }: { block: Int32Array }): Map<number, number[]> {
  const parts = new Map<number, number[]>();
  for (const row of set) parts.set(block[row], [...(parts.get(block[row]) ?? []), row]);
  return parts;
}

/** Takes the rows of one block out of X'AX and X'Ay. */
function subtract(
  information: Float64Array,
  score: Float64Array,
  weighted: Float64Array,
  p: number,
  { rows: members, inverse }: PrecisionBlock,
  rows: readonly number[],
  place: Int32Array,
): void {
  const s = rows.length;
  const width = p + 1;
  const own = Float64Array.from({ length: s * s }, (_, k) => {
    return inverse[place[rows[Math.floor(k / s)]] * members.length + place[rows[k % s]]];
  });
  const part = Float64Array.from({ length: s * width }, (_, k) => weighted[rows[Math.floor(k / width)] * width + (k % width)]);
  const lower = cholesky(own, s);
  if (lower === undefined) throw new RangeError('the covariance of the rows is not positive definite');
  const solved = choleskySolve(lower, part, s, width);
  for (let i = 0; i < s; i++) {
    for (let a = 0; a < p; a++) {
      score[a] -= part[i * width + a] * solved[i * width + p];
      for (let b = 0; b < p; b++) information[a * p + b] -= part[i * width + a] * solved[i * width + b];
    }
  }
}

/** Pivots that fall to rounding mean that an effect is lost with the rows. */
function lostEffect(lower: Float64Array, information: Float64Array, p: number): boolean {
  for (let i = 0; i < p; i++) if (lower[i * p + i] * lower[i * p + i] < 1e-10 * information[i * p + i]) return true;
  return false;
}
