import type { CellDesign } from '../design/cells.ts';
import type { FitOutput } from './fit-request.ts';
import type { DispersionTrend } from './trend.ts';

/** One count that was taken for an outlier, and what stands in its place in the refit. */
export interface Replacement {
  gene: number;
  sample: number;
  original: number;
  replacement: number;
}

/** Everything DESeq2's `DESeq()` leaves behind, gene by gene. NaN for genes whose counts are all zero. */
export interface DeseqFit {
  genes: number;
  baseMean: Float64Array;
  baseVar: Float64Array;
  dispGeneEst: Float64Array;
  dispGeneIterations: Int32Array;
  dispFit: Float64Array;
  dispMAP: Float64Array;
  dispersion: Float64Array;
  dispOutlier: Uint8Array;
  dispIterations: Int32Array;
  trend: DispersionTrend;
  /** `varLogDispEsts`. */
  around: number;
  /** `dispPriorVar`. */
  priorVariance: number;
  /** combinations x coefficients: first the coefficients themselves, then what was asked for. */
  combinations: Float64Array;
  combinationCount: number;
  /** genes x combinations, log2 scale. */
  estimates: Float64Array;
  /** Standard errors, genes x combinations, log2 scale. */
  errors: Float64Array;
  converged: Uint8Array;
  iterations: Int32Array;
  logLikelihood: Float64Array;
  logLikelihoodReduced: Float64Array;
  reducedConverged: Uint8Array;
  cooksCutoff: number;
  cooksSamples: Uint8Array;
  replaceable: Uint8Array;
  /** Largest Cook's distance over all samples of the original counts, and the sample that has it. */
  maxCooks: Float64Array;
  maxCooksSample: Int32Array;
  /** What the outlier filter sees; NaN where there is nothing to see. */
  maxCooksUsed: Float64Array;
  /** Genes with some Cook's distance above the cutoff, when counts may be replaced. */
  replaced: Uint8Array;
  /** Genes whose counts became all zero by replacement. */
  nowAllZero: Uint8Array;
  replacements: Replacement[];
  notes: string[];
}

const LOG2_OF_E = 1.4426950408889634;

/** A fit with room for all genes. `combinations`: further combinations besides the coefficients. */
export function emptyFit(genes: number, design: CellDesign, combinations: Float64Array): DeseqFit {
  const { samples, coefficients: p } = design;
  const all = new Float64Array(p * p + combinations.length);
  for (let i = 0; i < p; i++) all[i * p + i] = 1;
  all.set(combinations, p * p);
  const count = all.length / p;
  const numbers = (length = genes): Float64Array => new Float64Array(length).fill(NaN);
  return {
    genes,
    baseMean: numbers(),
    baseVar: numbers(),
    dispGeneEst: numbers(),
    dispGeneIterations: new Int32Array(genes),
    dispFit: numbers(),
    dispMAP: numbers(),
    dispersion: numbers(),
    dispOutlier: new Uint8Array(genes),
    dispIterations: new Int32Array(genes),
    trend: { kind: 'mean', value: NaN },
    around: NaN,
    priorVariance: NaN,
    combinations: all,
    combinationCount: count,
    estimates: numbers(genes * count),
    errors: numbers(genes * count),
    converged: new Uint8Array(genes),
    iterations: new Int32Array(genes),
    logLikelihood: numbers(),
    logLikelihoodReduced: numbers(),
    reducedConverged: new Uint8Array(genes),
    cooksCutoff: NaN,
    cooksSamples: new Uint8Array(samples),
    replaceable: new Uint8Array(samples),
    maxCooks: numbers(),
    maxCooksSample: new Int32Array(genes),
    maxCooksUsed: numbers(),
    replaced: new Uint8Array(genes),
    nowAllZero: new Uint8Array(genes),
    replacements: [],
    notes: [],
  };
}

/** Writes the outputs of a chunk to the genes they belong to; Cook's distances only when `withCooks`. */
export function scatterFit(fit: DeseqFit, output: FitOutput, rows: Int32Array, withCooks = true): void {
  const { combinationCount: count } = fit;
  rows.forEach((gene, i) => {
    fit.dispMAP[gene] = output.dispMAP[i];
    fit.dispersion[gene] = output.dispersion[i];
    fit.dispOutlier[gene] = output.dispOutlier[i];
    fit.dispIterations[gene] = output.dispIterations[i];
    fit.converged[gene] = output.converged[i];
    fit.iterations[gene] = output.iterations[i];
    fit.logLikelihood[gene] = output.logLikelihood[i];
    if (output.logLikelihoodReduced.length > 0) {
      fit.logLikelihoodReduced[gene] = output.logLikelihoodReduced[i];
      fit.reducedConverged[gene] = output.reducedConverged[i];
    }
    for (let c = 0; c < count; c++) {
      fit.estimates[gene * count + c] = output.estimates[i * count + c] * LOG2_OF_E;
      fit.errors[gene * count + c] = Math.sqrt(Math.max(output.variances[i * count + c], 0)) * LOG2_OF_E;
    }
    if (!withCooks) return;
    fit.maxCooks[gene] = output.maxCooks[i];
    fit.maxCooksSample[gene] = output.maxCooksSample[i];
    fit.maxCooksUsed[gene] = output.maxCooksUsed[i];
  });
}
