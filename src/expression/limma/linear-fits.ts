import { cholesky, choleskyInverse, fitInPlace, type OrthogonalFit, orthogonalFit } from '../../stats/index.ts';
import { type BlockCorrelation, type Whitening, whiten, whitening } from './block-whitening.ts';

/** The same linear model fitted to every gene. */
export interface LinearFits {
  genes: number;
  /** Number of coefficients (or contrasts) per gene. */
  columns: number;
  /** genes x columns. */
  coefficients: Float64Array;
  /** Standard errors for a residual standard deviation of 1, genes x columns. */
  unscaledErrors: Float64Array;
  /** Residual standard deviation per gene. */
  sigma: Float64Array;
  residualDf: number;
  /** Mean log expression per gene. */
  means: Float64Array;
  /** Covariance of the coefficients for unit variance without gene-wise weights, columns x columns. */
  covariance: Float64Array;
}

/** What besides the design goes into the fits. */
export interface FitOptions {
  /** genes x samples, or null. */
  weights: Float64Array | null;
  /** One weight per sample, or null; multiplies `weights`. */
  sampleWeights: Float64Array | null;
  block: BlockCorrelation | null;
}

export const NO_OPTIONS: FitOptions = { weights: null, sampleWeights: null, block: null };

/**
 * Weighted (and, with blocks, generalized) least squares for every gene, as limma's `lmFit`. Without gene-wise weights the design
 * is decomposed once for all genes.
 *
 * @param values genes x samples, none missing
 * @param design samples x columns, row-major, of full rank
 */
export function fitLinear(values: Float64Array, design: Float64Array, samples: number, options: FitOptions): LinearFits {
  const p = design.length / samples;
  const genes = values.length / samples;
  const fits: LinearFits = {
    genes,
    columns: p,
    coefficients: new Float64Array(genes * p),
    unscaledErrors: new Float64Array(genes * p),
    sigma: new Float64Array(genes),
    residualDf: samples - p,
    means: rowMeans(values, samples),
    covariance: new Float64Array(),
  };
  const shape = transform(design, samples, options);
  const common = orthogonalFit(samples, p);
  shape.setModel(common, options.weights === null ? options.sampleWeights : null);
  common.response.fill(0);
  fitInPlace(common);
  fits.covariance = covarianceOf(common);
  if (options.weights === null) fitCommon(values, common, shape, fits);
  else fitEach(values, options.weights, shape, fits, common, options.sampleWeights);
  return fits;
}

/** How model and response are weighted and whitened before a fit. */
interface Transform {
  setModel(room: OrthogonalFit, weights: Float64Array | null): void;
  setResponse(room: OrthogonalFit, values: Float64Array, from: number): void;
}

function transform(design: Float64Array, samples: number, { block }: FitOptions): Transform {
  const p = design.length / samples;
  const columns = Float64Array.from({ length: samples * p }, (_, i) => design[(i % samples) * p + Math.floor(i / samples)]);
  const roots = new Float64Array(samples).fill(1);
  const white: Whitening | null = block === null ? null : whitening(block);
  const put = (values: Float64Array, from: number, out: Float64Array, to: number): void => {
    if (white !== null) whiten(white, values, from, roots, out, to);
    else for (let j = 0; j < samples; j++) out[to + j] = roots[j] * values[from + j];
  };
  return {
    setModel(room, weights) {
      for (let j = 0; j < samples; j++) roots[j] = weights === null ? 1 : Math.sqrt(weights[j]);
      for (let k = 0; k < p; k++) put(columns, k * samples, room.columns, k * samples);
    },
    setResponse(room, values, from) {
      put(values, from, room.response, 0);
    },
  };
}

/** One decomposition for all genes: `room` holds its orthonormal columns. */
function fitCommon(values: Float64Array, room: OrthogonalFit, shape: Transform, fits: LinearFits): void {
  const { n, p, columns, upper, response } = room;
  for (let g = 0; g < fits.genes; g++) {
    shape.setResponse(room, values, g * n);
    const at = g * p;
    for (let k = 0; k < p; k++) {
      let share = 0;
      for (let j = 0; j < n; j++) share += columns[k * n + j] * response[j];
      for (let j = 0; j < n; j++) response[j] -= share * columns[k * n + j];
      fits.coefficients[at + k] = share;
    }
    for (let i = p - 1; i >= 0; i--) {
      for (let k = i + 1; k < p; k++) fits.coefficients[at + i] -= upper[i * p + k] * fits.coefficients[at + k];
      fits.coefficients[at + i] /= upper[i * p + i];
    }
    fits.unscaledErrors.set(room.unscaledErrors, at);
    let rest = 0;
    for (let j = 0; j < n; j++) rest += response[j] * response[j];
    fits.sigma[g] = Math.sqrt(rest / fits.residualDf);
  }
}

function fitEach(
  values: Float64Array,
  weights: Float64Array,
  shape: Transform,
  fits: LinearFits,
  room: OrthogonalFit,
  sampleWeights: Float64Array | null,
): void {
  const { n, p } = room;
  const row = new Float64Array(n);
  for (let g = 0; g < fits.genes; g++) {
    for (let j = 0; j < n; j++) row[j] = weights[g * n + j] * (sampleWeights === null ? 1 : sampleWeights[j]);
    shape.setModel(room, row);
    shape.setResponse(room, values, g * n);
    fits.sigma[g] = Math.sqrt(fitInPlace(room) / fits.residualDf);
    fits.coefficients.set(room.coefficients, g * p);
    fits.unscaledErrors.set(room.unscaledErrors, g * p);
  }
}

/** (X'X)^-1 of the last fit. */
function covarianceOf({ p, upper }: OrthogonalFit): Float64Array {
  const cross = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      for (let k = 0; k <= j; k++) cross[i * p + j] += upper[k * p + i] * upper[k * p + j];
      cross[j * p + i] = cross[i * p + j];
    }
  const factor = cholesky(cross, p);
  if (factor === undefined) throw new RangeError('the design is not of full rank');
  return choleskyInverse(factor, p);
}

/** Mean of each row. */
function rowMeans(values: Float64Array, samples: number): Float64Array {
  return Float64Array.from({ length: values.length / samples }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += values[g * samples + j];
    return sum / samples;
  });
}
