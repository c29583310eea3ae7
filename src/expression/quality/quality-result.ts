/** What is looked at, in the order of the report. */
export const QUALITY_CHECKS = [
  'depth',
  'complexity',
  'outliers',
  'sex',
  'labels',
  'duplicates',
  'batch',
  'confounding',
  'dispersion',
  'p-values',
  'activity',
  'dissection',
] as const;
export type QualityCheck = (typeof QUALITY_CHECKS)[number];

/**
 * One thing that was looked at. A warning carries what was measured, where the limit lies, and what to do; a check that found
 * nothing says so once (`pass`), and one that could not be made says why (`not-assessed`).
 */
export interface QualityFinding {
  check: QualityCheck;
  level: 'warning' | 'note' | 'pass' | 'not-assessed';
  /** The samples, the covariate or the comparison; empty when it is all of them. */
  subject: string;
  /** One sentence with the number in it. */
  message: string;
  /** The number itself; NaN when the finding is not about one. */
  value: number;
  /** The limit, in words. */
  rule: string;
  /** What to do; empty when there is nothing to do. */
  mend: string;
}

/** A check that could not be made, and why. */
export function notAssessed(check: Pick<QualityFinding, 'check' | 'rule'>, message: string, mend = ''): QualityFinding {
  return { ...check, level: 'not-assessed', subject: '', message, value: NaN, mend };
}

/** A column of the sample sheet or the animal sheet, or a computed property, as typed values per sample. */
export interface Covariate {
  name: string;
  /** Null: numbers. */
  levels: string[] | null;
  /** The number, or the index of the level; NaN where missing. */
  values: Float64Array;
}

/** How much of a principal component goes along with a covariate. */
export interface Association {
  covariate: string;
  /** Zero-based. */
  component: number;
  /** Share of the component's variance that the covariate explains by itself. */
  r2: number;
  /** Share that it explains beyond the design; NaN when the design determines it. */
  extra: number;
  /** F test of `extra`. */
  f: number;
  df1: number;
  df2: number;
  p: number;
  /** Holm over all components and covariates. */
  padj: number;
}

/** Expression of a set of marker genes, per sample. */
export interface MarkerScores {
  set: string;
  label: string;
  /** Whether the set belongs to the tissue of the study. */
  home: boolean;
  /** The markers that are expressed in these data, as the data name them. */
  genes: string[];
  /** Mean log2 deviation from what the design predicts from the other samples. */
  scores: Float64Array;
  /** Robust z: deviation from the median over the median absolute deviation (at least 0.15). */
  z: Float64Array;
}

export type PShape = 'uniform' | 'peak' | 'conservative' | 'hill' | 'u-shaped' | 'spike-at-one' | 'too-few';

/** The histogram of a comparison's p-values, judged. */
export interface PHistogram {
  contrast: string;
  shape: PShape;
  /** p-values judged, and how many genes were left out for their few counts. */
  tested: number;
  leftOut: number;
  /** Estimated share of genes without an effect (Storey, bootstrap); NaN when too few. */
  nullShare: number;
  /** Density of 20 bins relative to a flat histogram. */
  density: Float64Array;
  words: string;
}

/** What the sex-linked genes say about each sample. */
export interface SexCheck {
  calls: SexCall[];
  /** Normalized counts: Xist, and the sum of Y-linked genes; NaN when the table has none of them. */
  female: Float64Array;
  male: Float64Array;
  /** The genes used, as the data name them. */
  femaleGenes: string[];
  maleGenes: string[];
  /** From the animal sheet or sample sheet. */
  sheet: ('female' | 'male' | null)[];
}
export type SexCall = 'female' | 'male' | 'mixed' | 'silent' | 'too-few-reads';

/** One step of a hierarchical clustering: two clusters joined. Clusters 0..n-1 are the samples, n+k is the k-th step. */
export interface ClusterStep {
  left: number;
  right: number;
  height: number;
}

export interface ExpressionQuality {
  librarySize: Float64Array;
  detectedGenes: Float64Array;
  /** Genes expected to be detected had every sample been sequenced to `equalDepth`; NaN for samples below it. */
  detectedAtEqualDepth: Float64Array;
  equalDepth: number;
  /** Share of the counts that the sample's 50 most counted genes take. */
  topGeneShare: Float64Array;
  /** samples x components, row-major. */
  pcaScores: Float64Array;
  pcaComponents: number;
  /** Fraction of variance per component. */
  pcaVariance: Float64Array;
  /** Euclidean distances over the genes of the PCA, samples x samples. */
  distances: Float64Array;
  /** Samples in the order of the clustering tree (average linkage), and the tree. */
  clusterOrder: Int32Array;
  clusterSteps: ClusterStep[];
  /** How far each sample lies from what the design predicts, over the median sample; NaN where the design leaves it no freedom. */
  spread: Float64Array;
  /** Share of genes in which the sample holds a count outlier by Cook's distance. */
  cooksShare: Float64Array;
  sex: SexCheck | null;
  covariates: Covariate[];
  associations: Association[];
  markers: MarkerScores[];
  pHistograms: PHistogram[];
  /** Square root of the median dispersion of genes with a mean count of at least 10: the spread between animals of one group. */
  variation: number;
  /** What was looked at and what came of it; warnings first within each check. */
  findings: QualityFinding[];
  /** Remarks on the design and the fit, in words. */
  notes: string[];
}
