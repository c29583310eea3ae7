import type { CellDesign } from '../design/cells.ts';
import type { Normalization } from './normalization.ts';

/** What the final fit of a chunk of genes needs. */
export interface FitInput {
  design: CellDesign;
  genes: number;
  /** genes x samples. */
  counts: Float64Array;
  normalization: Normalization;
  /** Floored means of the gene-wise step, or null for groupings. */
  means: Float64Array | null;
  dispGeneEst: Float64Array;
  dispFit: Float64Array;
  /** Variance of the prior of ln(dispersion) around the trend. */
  priorVariance: number;
  /** Residual above which a gene keeps its own dispersion, on the log scale. */
  outlierLimit: number;
  /** Ridge per coefficient, log2 scale. */
  lambda: Float64Array;
  /** Linear combinations of the coefficients to report, combinations x coefficients. */
  combinations: Float64Array;
  /** Cook's distances above this are handed back sample by sample. */
  cooksCutoff: number;
  /** 1 for the samples whose Cook's distance can make a p-value missing. */
  cooksSamples: Uint8Array;
  /** Smaller model of a likelihood-ratio test. */
  reduced: CellDesign | null;
}

/** What the final fit of a chunk of genes finds. */
export interface FitOutput {
  dispMAP: Float64Array;
  dispersion: Float64Array;
  dispOutlier: Uint8Array;
  dispIterations: Int32Array;
  /** genes x combinations, natural-log scale. */
  estimates: Float64Array;
  /** genes x combinations, natural-log scale. */
  variances: Float64Array;
  converged: Uint8Array;
  /** Iterations of the coefficient fit; 100 where the fallback was used. */
  iterations: Int32Array;
  logLikelihood: Float64Array;
  /** Empty without a reduced model. */
  logLikelihoodReduced: Float64Array;
  reducedConverged: Uint8Array;
  /** Largest Cook's distance over all samples, and its sample. */
  maxCooks: Float64Array;
  maxCooksSample: Int32Array;
  /** Largest Cook's distance over `cooksSamples`; NaN when there are none. */
  maxCooksUsed: Float64Array;
  /** Genes (of this chunk) with a Cook's distance above the cutoff, and all their distances (rows x samples). */
  flagged: Int32Array;
  flaggedCooks: Float64Array;
}

/** Where the kernel holds a chunk. */
export interface Places {
  counts: number;
  means: number;
  sizes: number;
  logSizes: number;
  stride: number;
}
