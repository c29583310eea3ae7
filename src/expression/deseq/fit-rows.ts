import { exp, log } from '../../stats/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { type Kernel, putDoubles, roomForDoubles, takeBytes, takeDoubles, takeIntegers, viewDoubles } from '../kernel/kernel.ts';
import { LN_2, MOST_ITERATIONS } from './constants.ts';
import { fallbackFit } from './fallback.ts';

export interface FitRowsInput {
  k: Kernel;
  design: CellDesign;
  genes: number;
  /** Place of the counts in the kernel. */
  counts: number;
  place: { sizes: number; logSizes: number; stride: number };
  /** NaN for genes to be left out. */
  dispersions: Float64Array;
  /** Where the unfloored means go. */
  means: number;
  /** Where the hat values go, 0 for nowhere. */
  hats: number;
  /** Starting coefficients in the basis, genes x coefficients; default: least squares of ln(q + 0.1). */
  starts?: Float64Array;
  /** Ridge on the log2 scale, for the fallback; the kernel has its own copy. */
  ridge: number | Float64Array;
}

export interface FitRowsOutput {
  /** Coefficients in the basis, genes x coefficients. */
  betas: Float64Array;
  iterations: Int32Array;
  /** 1 where the fit or its fallback converged. */
  converged: Uint8Array;
  /** 1 where the fallback optimizer was used. */
  fallback: Uint8Array;
}

/** Fits the GLM of every gene of a chunk in the kernel, and the genes that do not converge there by {@link fallbackFit}. */
export function fitRows(input: FitRowsInput): FitRowsOutput {
  const { k, design, genes, counts, place } = input;
  const p = design.coefficients;
  const dispersionsAt = putDoubles(k, input.dispersions);
  const backAt = putDoubles(k, design.back);
  const startsAt = input.starts === undefined ? 0 : putDoubles(k, input.starts);
  const betasAt = roomForDoubles(k, genes * p);
  const usableAt = k.allocate(genes);
  const iterationsAt = k.allocate(4 * genes);
  new Uint8Array(k.memory.buffer, usableAt, genes).fill(1);
  new Int32Array(k.memory.buffer, iterationsAt, genes).fill(0);
  k.fitGenes(
    genes,
    counts,
    place.sizes,
    place.logSizes,
    place.stride,
    dispersionsAt,
    backAt,
    startsAt,
    MOST_ITERATIONS,
    betasAt,
    usableAt,
    iterationsAt,
    input.means,
    input.hats,
  );
  const betas = takeDoubles(k, betasAt, genes * p);
  const iterations = takeIntegers(k, iterationsAt, genes);
  const converged = takeBytes(k, usableAt, genes);
  const fallback = new Uint8Array(genes);
  for (let g = 0; g < genes; g++) {
    if (converged[g] === 1 || Number.isNaN(input.dispersions[g])) continue;
    fallback[g] = 1;
    converged[g] = refit(input, g, betas) ? 1 : 0;
  }
  return { betas, iterations, converged, fallback };
}

/** Refits one gene by the fallback; replaces its coefficients and means. */
function refit(input: FitRowsInput, g: number, betas: Float64Array): boolean {
  const { k, design, place } = input;
  const { samples, coefficients: p } = design;
  const y = takeDoubles(k, input.counts + 8 * g * samples, samples);
  const sizes = takeDoubles(k, place.sizes + 8 * g * place.stride, samples);
  const current = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) current[i] += design.back[i * p + j] * betas[g * p + j];
  const lambda = typeof input.ridge === 'number' ? new Float64Array(p).fill(input.ridge) : input.ridge;
  const inLog2 = current.map((value) => value / LN_2);
  // the natural-log least-squares start stands in for log2 values here: so does DESeq2, and the stopping point depends on it
  const start = inLog2.every((value) => Math.abs(value) < 30) ? inLog2 : leastSquaresStart(design, y, sizes);
  const fit = fallbackFit({
    matrix: design.matrix,
    samples,
    coefficients: p,
    y,
    sizes,
    alpha: input.dispersions[g],
    lambda,
    start,
  });
  const inBasis = toBasis(design, fit.coefficients);
  betas.set(inBasis, g * p);
  viewDoubles(k, input.means + 8 * g * samples, samples).set(
    sizes.map((size, j) => {
      let eta = 0;
      for (let i = 0; i < p; i++) eta += design.matrix[j * p + i] * fit.coefficients[i];
      return size * exp(eta);
    }),
  );
  return fit.converged;
}

/** Least squares of ln(q + 0.1) on the model matrix. */
function leastSquaresStart(design: CellDesign, y: Float64Array, sizes: Float64Array): Float64Array {
  const { samples, coefficients: p, cellOf, projection, back } = design;
  const inBasis = new Float64Array(p);
  for (let j = 0; j < samples; j++) {
    const value = log(y[j] / sizes[j] + 0.1);
    for (let i = 0; i < p; i++) inBasis[i] += value * projection[cellOf[j] * p + i];
  }
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) out[i] += back[i * p + j] * inBasis[j];
  return out;
}

/** Coefficients of X as coefficients in the basis: R beta, by solving with `back` = R^-1 through the cells' fitted values. */
function toBasis(design: CellDesign, beta: Float64Array): Float64Array {
  if (design.raw) return beta;
  const { samples, coefficients: p, matrix, cellOf, projection } = design;
  const out = new Float64Array(p);
  for (let j = 0; j < samples; j++) {
    let eta = 0;
    for (let i = 0; i < p; i++) eta += matrix[j * p + i] * beta[i];
    for (let i = 0; i < p; i++) out[i] += eta * projection[cellOf[j] * p + i];
  }
  return out;
}
