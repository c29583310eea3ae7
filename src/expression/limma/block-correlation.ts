import { atanh, fitInPlace, orthogonalFit, symmetricEigen, tanh, trimmedMean } from '../../stats/index.ts';
import { type SquaredContrasts, varianceComponents } from './gamma-components.ts';

/** Share of the gene-wise correlations cut from either end before they are averaged (limma's default). */
const TRIM = 0.15;
const LARGEST = 0.99;

/** Correlation between samples of the same block. */
export interface ConsensusCorrelation {
  /** One for all genes. */
  correlation: number;
  /** Per gene, NaN where it could not be estimated. */
  perGene: Float64Array;
}

/**
 * Correlation within blocks (litters, animals): a REML fit with random block effects to every gene, averaged over genes on
 * Fisher's scale (Smyth, Michaud & Scott 2005), as limma's `duplicateCorrelation`. It is 0 when all blocks have one sample, or when
 * the blocks are part of the design.
 *
 * @param values genes x samples
 * @param weights genes x samples, or null
 * @param design samples x columns, row-major
 * @param blocks number of the block of each sample, from 0
 */
export function consensusCorrelation(
  values: Float64Array,
  weights: Float64Array | null,
  design: Float64Array,
  blocks: Int32Array,
): ConsensusCorrelation {
  const samples = blocks.length;
  const genes = values.length / samples;
  const sizes = new Int32Array(blocks.reduce((most, block) => Math.max(most, block), 0) + 1);
  for (const block of blocks) sizes[block]++;
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const p = design.length / samples;
  const perGene = new Float64Array(genes).fill(NaN);
  const estimable = samples > p + 2 && sizes.length > 1 && sizes.length < samples - 1;
  if (largest > 1 && estimable) {
    const contrasts = contrastMaker(weights, design, blocks, sizes);
    const smallest = 1 / (1 - largest) + 0.01;
    for (let g = 0; g < genes; g++) {
      const components = varianceComponents(contrasts(values, g));
      if (components === undefined) continue;
      const correlation = components[1] / (components[0] + components[1]);
      perGene[g] = Math.min(Math.max(correlation, smallest), LARGEST);
    }
  }
  const known = perGene.filter((value) => !Number.isNaN(value)).map(atanh);
  return { correlation: known.length === 0 ? 0 : tanh(trimmedMean(known, TRIM)), perGene };
}

/** Loads below this share of the largest are nothing but rounding. */
const NO_LOAD = 1e-10;

/**
 * The squared contrasts of a gene that are free of the design and independent of each other: the principal axes of the block
 * indicators within the residual space, and what is left. As in statmod, weights act on the response and the design, not on the
 * blocks.
 */
function contrastMaker(
  weights: Float64Array | null,
  design: Float64Array,
  blocks: Int32Array,
  sizes: Int32Array,
): (values: Float64Array, gene: number) => SquaredContrasts {
  const samples = blocks.length;
  const p = design.length / samples;
  const count = sizes.length;
  const room = orthogonalFit(samples, p);
  const shares = new Float64Array(p * count);
  const products = new Float64Array(count * count);
  const sums = new Float64Array(count);
  return (values, gene) => {
    for (let j = 0; j < samples; j++) {
      const root = weights === null ? 1 : Math.sqrt(weights[gene * samples + j]);
      for (let k = 0; k < p; k++) room.columns[k * samples + j] = root * design[j * p + k];
      room.response[j] = root * values[gene * samples + j];
    }
    const rest = fitInPlace(room);
    shares.fill(0);
    sums.fill(0);
    for (let j = 0; j < samples; j++) {
      sums[blocks[j]] += room.response[j];
      for (let k = 0; k < p; k++) shares[k * count + blocks[j]] += room.columns[k * samples + j];
    }
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = a === b ? sizes[a] : 0;
        for (let k = 0; k < p; k++) sum -= shares[k * count + a] * shares[k * count + b];
        products[a * count + b] = sum;
        products[b * count + a] = sum;
      }
    }
    return principalSquares(products, sums, rest, samples - p);
  };
}

function principalSquares(products: Float64Array, sums: Float64Array, rest: number, df: number): SquaredContrasts {
  const count = sums.length;
  const { values, vectors } = symmetricEigen(products, count);
  const used = Math.min(values.filter((value) => value > NO_LOAD * values[0]).length, df);
  const squares = new Float64Array(used);
  let left = rest;
  for (let axis = 0; axis < used; axis++) {
    let sum = 0;
    for (let b = 0; b < count; b++) sum += vectors[b * count + axis] * sums[b];
    squares[axis] = (sum * sum) / values[axis];
    left -= squares[axis];
  }
  const plain = df - used;
  return { loads: values.slice(0, used), squares, plain, plainMean: plain > 0 ? Math.max(left, 0) / plain : 0 };
}
