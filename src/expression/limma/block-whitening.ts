import { cholesky } from '../../stats/index.ts';

/** Samples of the same block (litter, animal) share a correlation. */
export interface BlockCorrelation {
  /** Block of each sample, as numbers. */
  blocks: Int32Array;
  correlation: number;
}

/** Turns correlated errors into independent ones: rows of the inverse Cholesky factor, only entries within a block. */
export interface Whitening {
  starts: Int32Array;
  samples: Int32Array;
  values: Float64Array;
}

/** Numbers for the blocks that names give, in order of appearance. */
export function blockCodes(names: readonly string[]): Int32Array {
  const codes = new Map<string, number>();
  for (const name of names) if (!codes.has(name)) codes.set(name, codes.size);
  return Int32Array.from(names, (name) => codes.get(name) ?? 0);
}

/**
 * @throws RangeError when the correlation leaves the matrix of the blocks not positive definite
 */
export function whitening({ blocks, correlation }: BlockCorrelation): Whitening {
  const n = blocks.length;
  const matrix = Float64Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return row === column ? 1 : blocks[row] === blocks[column] ? correlation : 0;
  });
  const factor = cholesky(matrix, n);
  if (factor === undefined) throw new RangeError(`a correlation of ${correlation} within these blocks is impossible`);
  const starts = new Int32Array(n + 1);
  const [samples, values]: [number[], number[]] = [[], []];
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      if (blocks[i] !== blocks[j]) continue;
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= factor[i * n + k] * inverse[k * n + j];
      inverse[i * n + j] = sum / factor[i * n + i];
      samples.push(j);
      values.push(inverse[i * n + j]);
    }
    starts[i + 1] = samples.length;
  }
  return { starts, samples: Int32Array.from(samples), values: Float64Array.from(values) };
}

/** Whitens one vector into `out` at `to`; `values` start at `from`, each times `roots` (square roots of weights). */
export function whiten(
  { starts, samples, values: rows }: Whitening,
  values: Float64Array,
  from: number,
  roots: Float64Array,
  out: Float64Array,
  to: number,
): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let sum = 0;
    for (let e = starts[i]; e < starts[i + 1]; e++) sum += rows[e] * roots[samples[e]] * values[from + samples[e]];
    out[to + i] = sum;
  }
}
