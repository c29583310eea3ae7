import { qrDecomposition, qrOrthonormal } from '../linear-algebra/index.ts';

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

/**
 * One independent block of rows, which no random effect connects with those of another block, and the few orthonormal
 * coordinates that carry all its random-effect variance.
 */
export interface RandomBlock {
  readonly rows: Int32Array;
  /** Number of coordinates (rank of the block's random-effect columns). */
  readonly size: number;
  /** Orthonormal coordinates, size x rows.length. */
  readonly basis: Float64Array;
  /** Random-effect columns in these coordinates, size x columns. */
  readonly z: Float64Array;
  readonly columns: number;
  /** For each term the levels that occur in the block, and the column at which each of them starts. */
  readonly levels: readonly (readonly number[])[];
  readonly starts: readonly (readonly number[])[];
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
export function independentRows(n: number, terms: readonly Pick<RandomTermRows, 'codes' | 'levels'>[]): Int32Array[] {
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

/** Splits the rows into independent blocks and rotates each block's random-effect columns. */
export function randomBlocks(n: number, terms: readonly RandomTermRows[]): RandomBlock[] {
  return independentRows(n, terms).map((rows) => randomBlock(rows, terms));
}

/** As {@link randomBlocks} for given groups of rows, but in the coordinates of the rows themselves. */
export function plainBlocks(groups: readonly Int32Array[], terms: readonly RandomTermRows[]): RandomBlock[] {
  return groups.map((rows) => {
    const n = rows.length;
    const { full, ...rest } = blockColumns(rows, terms);
    const basis = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
    return { rows, ...rest, size: n, basis, z: full };
  });
}

function randomBlock(rows: Int32Array, terms: readonly RandomTermRows[]): RandomBlock {
  const { full, ...rest } = blockColumns(rows, terms);
  return { rows, ...rest, ...rotatedColumns(full, rows.length, rest.columns) };
}

/** Random-effect columns of a block, term by term, level by level (rows.length x columns). */
function blockColumns(
  rows: Int32Array,
  terms: readonly RandomTermRows[],
): Pick<RandomBlock, 'columns' | 'levels' | 'starts'> & { full: Float64Array } {
  const positions = terms.map(() => new Map<number, number>());
  const starts: number[][] = terms.map(() => []);
  const levels: number[][] = terms.map(() => []);
  let columns = 0;
  terms.forEach((term, t) => {
    for (const row of rows) {
      const level = term.codes[row];
      if (positions[t].has(level)) continue;
      positions[t].set(level, columns);
      starts[t].push(columns);
      levels[t].push(level);
      columns += term.width;
    }
  });
  const full = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    terms.forEach((term, t) => {
      const at = positions[t].get(term.codes[row]) ?? 0;
      for (let a = 0; a < term.width; a++) full[i * columns + at + a] = term.values[row * term.width + a];
    });
  });
  return { columns, levels, starts, full };
}

/** An orthonormal basis of the column space (as rows) and the columns in it. */
function rotatedColumns(full: Float64Array, n: number, columns: number): Pick<RandomBlock, 'size' | 'basis' | 'z'> {
  const qr = qrDecomposition(full, n, columns, 1e-11);
  const { rank: size, packed, pivot } = qr;
  const orthonormal = qrOrthonormal(qr);
  const basis = new Float64Array(size * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < size; j++) basis[j * n + i] = orthonormal[i * size + j];
  const z = new Float64Array(size * columns);
  pivot.forEach((column, position) => {
    for (let i = 0; i < size && i <= position; i++) z[i * columns + column] = packed[position * n + i];
  });
  return { size, basis, z };
}

/**
 * Derivative matrices of the block's covariance in its coordinates, one size x size matrix per covariance parameter: for
 * each term the lower triangle of its covariance matrix, column by column.
 */
export function blockDerivatives(block: RandomBlock, widths: readonly number[]): Float64Array[] {
  const { size, z, columns, starts } = block;
  const out: Float64Array[] = [];
  widths.forEach((width, t) => {
    for (let b = 0; b < width; b++) {
      for (let a = b; a < width; a++) {
        const derivative = new Float64Array(size * size);
        for (const start of starts[t]) {
          for (let i = 0; i < size; i++) {
            const left = z[i * columns + start + a];
            const right = z[i * columns + start + b];
            for (let j = 0; j < size; j++) {
              derivative[i * size + j] += left * z[j * columns + start + b];
              if (a !== b) derivative[i * size + j] += right * z[j * columns + start + a];
            }
          }
        }
        out.push(derivative);
      }
    }
  });
  return out;
}
