import type { MultiverseResult } from './multiverse/multiverse-result.ts';
import type { PermutationResult } from './permutation/permutation-summary.ts';
import type { ClaimStability } from './stability/stability.ts';

/** One thing the study may or may not say, with all that a reviewer needs to check it. */
export interface Claim {
  /** e.g. `anxiety`, `depression`, `nlri-pathway`, `serotonin-receptors`, `link-anxiety`, `persistence-anxiety`, `dose-dependence-anxiety`. */
  id: string;
  /** The claim as a sentence, e.g. "Isotretinoin raises anxiety-like behavior." */
  statement: string;
  verdict: Verdict;
  /** Why this verdict, in one or two plain sentences. */
  reason: string;
  /** The planned test, in words. */
  test: string;
  estimate: number;
  low: number;
  high: number;
  /** Unit of the estimate, e.g. `SD of controls`, `log2 fold change`, `r`. */
  unit: string;
  pvalue: number;
  /** Adjusted inside the declared family. */
  padj: number;
  family: string;
  equivalence: Equivalence | null;
  /** The side the claim names: +1, -1; 0: any change counts. */
  claimed: 1 | -1 | 0;
  /** Id of the claim that must be supported before this one is tested; null: none. */
  gate: string | null;
  /** Ids of figures that show it. */
  figures: string[];
  /** Further numbers, each with a label. */
  details: { label: string; value: string }[];
}

/**
 * supported: the planned test passes and the effect is in the claimed direction. contradicted: it passes in the opposite
 * direction. not-supported: the interval lies within the smallest effect of interest (evidence of absence).
 * inconclusive: neither (absence of evidence).
 */
export type Verdict = 'supported' | 'not-supported' | 'contradicted' | 'inconclusive';

/** Two one-sided tests against the smallest effect of interest. */
export interface Equivalence {
  bound: number;
  pvalue: number;
}

/** A claim that this study cannot speak to, and why. */
export interface NotAssessed {
  id: string;
  statement: string;
  why: string;
}

export interface ClaimsResult {
  claims: Claim[];
  notAssessed: NotAssessed[];
  /** The families of tests and how each is adjusted, declared before looking. */
  families: { name: string; adjustment: string; members: string[] }[];
  /** How firmly the claims stand; absent where it was not looked at. */
  checks?: ClaimChecks;
}

/** What became of the claims when the analysis was run again in other ways. */
export interface ClaimChecks {
  /** Without each animal and litter. */
  stability: ClaimStability[];
  /** Under other reasonable choices; null where it was not asked for. */
  multiverse: MultiverseResult | null;
  /** With the arms dealt out again; null where it was not asked for. */
  permutation: PermutationResult | null;
}
