import type { ExpressionQuality } from './quality/quality-result.ts';
import type { SampleMakeup } from './study-composition.ts';

/** What the expression room hands to the others. Matrices are gene-major: the samples of one gene lie together. */
export interface ExpressionResult {
  tissue: string;
  genes: string[];
  samples: string[];
  /** Animal of each sample. */
  animals: (string | null)[];
  /** Arm of each sample. */
  arms: (string | null)[];
  /** Raw counts, genes x samples. */
  counts: Float64Array;
  sizeFactors: Float64Array;
  /** Variance-stabilized values on the log2 scale, genes x samples. */
  transformed: Float64Array;
  transformName: string;
  design: { formula: string; columns: string[] /** samples x columns, row-major. */; matrix: Float64Array };
  dispersions: DispersionColumns;
  /** The planned comparisons; the first is the headline (highest dose versus control). */
  contrasts: ContrastResult[];
  quality: ExpressionQuality;
  /** Cell-type scores and variance shares. */
  makeup?: SampleMakeup;
  exclusions: { sample: string; reason: string }[];
}

/** Per-gene dispersion columns, as DESeq2 names them. */
export interface DispersionColumns {
  dispGeneEst: Float64Array;
  dispFit: Float64Array;
  dispMAP: Float64Array;
  dispersion: Float64Array;
  dispOutlier: Uint8Array;
  /** Which trend was fitted, in words. */
  trend: string;
}

/** Why a gene has no p-value or no adjusted p-value. */
export const MISSING_REASON = { none: 0, allZero: 1, countOutlier: 2, lowMean: 3, notEstimated: 4 } as const;

/** One comparison over all genes. NaN where R has NA, with the reason. */
export interface ContrastResult {
  /** e.g. `arm high vs vehicle`. */
  name: string;
  factor: string;
  treated: string;
  control: string;
  baseMean: Float64Array;
  log2FoldChange: Float64Array;
  lfcSE: Float64Array;
  stat: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  /** MISSING_REASON per gene. */
  missing: Uint8Array;
  alpha: number;
  /** Mean count below which adjusted p-values were filtered out. */
  filterThreshold: number;
  up: number;
  down: number;
  method: string;
  /** Fold changes shrunk towards zero by apeglm; of the headline comparison, where it is a single coefficient of the design. */
  shrunken?: ShrunkenChanges;
}

/** Shrunken fold changes on the log2 scale; NaN where not estimated. */
export interface ShrunkenChanges {
  log2FoldChange: Float64Array;
  /** Standard deviation of the posterior. */
  lfcSE: Float64Array;
  /** Probability of a wrong sign, averaged over the genes at least as sure (s-value). */
  svalue: Float64Array;
}
