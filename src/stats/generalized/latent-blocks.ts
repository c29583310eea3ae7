import type { RandomBlock } from '../mixed/index.ts';
import type { LikelihoodFamily, ObservationDerivatives } from './observation-likelihoods.ts';

/** A generalized mixed model as numbers, split into independent blocks of rows. */
export interface LatentProblem {
  readonly family: LikelihoodFamily;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly offset: Float64Array | undefined;
  /** n x p. */
  readonly x: Float64Array;
  readonly p: number;
  /** Widths of the random terms. */
  readonly widths: readonly number[];
  readonly blocks: readonly RandomBlock[];
}

/** The mode of a block's random effects and what belongs to it. */
export interface BlockState {
  readonly block: RandomBlock;
  /** Standardized effects at the mode (prior N(0, I)). */
  readonly u: Float64Array;
  /** Z F: rows x columns. */
  readonly loadings: Float64Array;
  /** X b + offset. */
  readonly fixed: Float64Array;
  readonly derivatives: ObservationDerivatives[];
  /** Cholesky factor and inverse of H = I + (ZF)'W(ZF). */
  readonly inverse: Float64Array;
  logDetH: number;
  /** -log f(y | u) + |u|^2 / 2 at the mode. */
  penalized: number;
}

function emptyDerivatives(): ObservationDerivatives {
  return { value: 0, first: 0, second: 0, third: 0, valueS: 0, firstS: 0, secondS: 0 };
}

/** Fresh states, at u = 0. */
export function latentStates({ blocks }: LatentProblem): BlockState[] {
  return blocks.map((block) => ({
    block,
    u: new Float64Array(block.columns),
    loadings: new Float64Array(block.rows.length * block.columns),
    fixed: new Float64Array(block.rows.length),
    derivatives: Array.from(block.rows, emptyDerivatives),
    inverse: new Float64Array(block.columns * block.columns),
    logDetH: 0,
    penalized: 0,
  }));
}

/** Fills Z F of a block from the factors of the terms. */
export function fillLoadings(state: BlockState, widths: readonly number[], factors: readonly Float64Array[]): void {
  const { block, loadings } = state;
  const { rows, columns, z, starts } = block;
  widths.forEach((width, t) => {
    for (const start of starts[t]) {
      for (let i = 0; i < rows.length; i++) {
        for (let b = 0; b < width; b++) {
          let sum = 0;
          for (let a = 0; a < width; a++) sum += z[i * columns + start + a] * factors[t][a * width + b];
          loadings[i * columns + start + b] = sum;
        }
      }
    }
  });
}

/** Fills X b + offset of a block. */
export function fillFixed(state: BlockState, { x, p, offset }: LatentProblem, b: Float64Array): void {
  const { rows } = state.block;
  for (let i = 0; i < rows.length; i++) {
    let sum = offset === undefined ? 0 : offset[rows[i]];
    for (let j = 0; j < p; j++) sum += x[rows[i] * p + j] * b[j];
    state.fixed[i] = sum;
  }
}
