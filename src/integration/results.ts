import type { PredictionTable } from './latent/latent-table.ts';
import type { MediationTable } from './mediation/mediate.ts';
import type { ModuleResult } from './modules/index.ts';
import type { TargetedTable } from './targeted/targeted-table.ts';

/** What the integration room hands to the others: behavior and expression of the same animals. */
export interface IntegrationResult {
  /** One per outcome (domain score or primary measure). */
  links: LinkTable[];
  /** Drug -> gene -> behavior through the panel's genes, one per outcome. */
  mediation: MediationTable[];
  /** How well genes predict each outcome within groups in animals left out. */
  predictions: PredictionTable[];
  /** qPCR, protein or transmitter levels of the same animals. */
  targeted: TargetedTable[];
  /** Co-expression modules of these animals; null when the plan does not want them or there are too few animals. */
  modules?: ModuleResult | null;
  animals: string[];
  notes: string[];
}

/** Correlation of one behavioral outcome with every tested gene, raw and within groups side by side. */
export interface LinkTable {
  /** `score/<domain>` or a measure id. */
  outcome: string;
  label: string;
  session: string;
  n: number;
  groups: string[];
  genes: string[];
  /** Values of the outcome per animal (in IntegrationResult.animals order), and the group of each. */
  outcomeValues: Float64Array;
  group: string[];
  /** Pearson correlation over all animals. */
  r: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  /** Pearson correlation after removing group (and sex) means: does expression track behavior among like-treated animals? */
  rWithin: Float64Array;
  rWithinLow: Float64Array;
  rWithinHigh: Float64Array;
  /** Degrees of freedom of the within-group correlations: n - rank of the design - 1. */
  dfWithin: number;
  pvalueWithin: Float64Array;
  padjWithin: Float64Array;
  /** Spearman's rank correlation, raw and within groups, and the biweight midcorrelation over all animals: less moved by outliers. */
  spearman: Float64Array;
  spearmanWithin: Float64Array;
  biweight: Float64Array;
  /** Permutation p of the within-group correlation (permuting within groups), and max-T adjusted over all genes tested. */
  permutationWithin: Float64Array;
  maxTWithin: Float64Array;
  permutations: number;
  /**
   * The pre-declared panel (catalogue genes detected here): max-T adjusted over these genes alone, which asks less of the data than
   * all genes do.
   */
  panel: { genes: string[]; rWithin: Float64Array; maxTWithin: Float64Array };
  /** Set-level link: within-group correlation of the outcome with mean expression of a catalogue family, one per family. */
  families: FamilyLink[];
  /** Smallest |r| that this n detects with 80 % power at alpha 0.05 (two-sided). */
  detectableR: number;
  warnings: string[];
}

export interface FamilyLink {
  /** Id of the FamilyTest. */
  family: string;
  label: string;
  size: number;
  r: number;
  rWithin: number;
  low: number;
  high: number;
  pvalueWithin: number;
  padjWithin: number;
  /** Mean expression z-score of the family per animal. */
  values: Float64Array;
}
