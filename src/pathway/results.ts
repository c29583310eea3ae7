/** What the pathway room hands to the others: the neuroactive ligand-receptor view of one comparison. */
export interface PathwayResult {
  /** Name of the comparison in ExpressionResult.contrasts. */
  contrast: string;
  panel: ReceptorRow[];
  families: FamilyTest[];
  enrichment: EnrichmentRow[];
  balance: BalanceIndex[];
  /** Declared subunit and receptor ratios. */
  compositions: CompositionShift[];
  /** Ligand-receptor pairs with both partners detected. */
  pairs: PairTest[];
  /** Genes of the catalogue found among the tested genes, and the catalogue's size. */
  coverage: { measured: number; catalogue: number; notDetected: string[] };
  notes: string[];
}

/** One gene of the catalogue in this comparison. */
export interface ReceptorRow {
  gene: string;
  system: string;
  family: string;
  /** The family in words. */
  familyLabel: string;
  role: string;
  /** +1 activation excites, -1 inhibits, 0 modulatory or no receptor. */
  sign: 1 | -1 | 0;
  /** `GPCR`, `ionotropic`, `nuclear`, `enzyme`, ... */
  class: string;
  /** The pre-declared panel within which `panelFdr` is taken. */
  panel: 'receptors' | 'machinery';
  /** "Not detected" is not "unchanged": such a gene has no estimate here. */
  detected: boolean;
  baseMean: number;
  log2FoldChange: number;
  lfcSE: number;
  /** `log2FoldChange` -+ 1.96 `lfcSE` (DESeq2): covers 95 % in shuffled real data. */
  low: number;
  high: number;
  /** Shrunk towards zero by apeglm, with the posterior's standard deviation; NaN where the comparison could not be shrunk. */
  shrunkenLog2FoldChange: number;
  shrunkenSE: number;
  /** Moderated t on variance-stabilized values with the study's design, and its p. */
  stat: number;
  pvalue: number;
  /** DESeq2's Wald p, shown beside: its small values are too small when libraries differ much in depth. */
  deseqPvalue: number;
  /** Benjamini-Hochberg of `pvalue` over the detected genes of the panel. */
  panelFdr: number;
  /** Familywise over the panel: step-down max-T over relabelings of the samples (Holm where these can be relabeled in few ways). */
  panelFamilywise: number;
}

/** A family (or system, or role) of catalogue genes tested as a whole. */
export interface FamilyTest {
  /**
   * `neuroactive` (kind all: every receptor and ligand of the neuroactive families), a system in lower case (`serotonin`,
   * `dopamine`, `gaba`, `glutamate`, ...), a cascade step (`synthesis`, `clearance`, `vesicle-cycle`, `turnover`), or
   * `family/<catalogue family>`. The claims look families up by these ids.
   */
  id: string;
  label: string;
  kind: 'system' | 'family' | 'cascade' | 'all';
  /** Detected genes that were tested, and genes that the catalogue lists for this set in the species. */
  size: number;
  declared: number;
  genes: string[];
  /** The same genes as they are named in ExpressionResult.genes. */
  members: string[];
  /** Precision-weighted mean log2 fold change of the members, with a 95 % interval that respects their correlation between animals. */
  meanLog2FoldChange: number;
  low: number;
  high: number;
  direction: 'up' | 'down';
  /**
   * Sample-based: the headline. The rotation test; for sets of fewer than five detected genes the larger of it and a permutation of
   * the samples, where these can be relabeled in enough ways.
   */
  pvalue: number;
  /** Benjamini-Hochberg within the declared family: pathway, systems and cascade steps together; single families together. */
  padj: number;
  /** Holm within the same family. */
  familywise: number;
  /** Non-directional: members change, in whatever direction. */
  mixedPvalue: number;
  mixedPadj: number;
  /**
   * Rotation test of the members weighed by what their activation does to the cell (+1 excites, -1 inhibits): do they shift together
   * towards excitation or inhibition? NaN and null where no member has a sign.
   */
  signedPvalue: number;
  signedPadj: number;
  shift: 'excitation' | 'inhibition' | null;
  /** Gene-permutation p from preranked GSEA, shown beside, never alone. */
  genePermutationPvalue: number;
  method: string;
}

/** One gene set in over-representation or preranked enrichment. */
export interface EnrichmentRow {
  method: 'ora' | 'gsea';
  pathway: string;
  size: number;
  overlap: number;
  foldEnrichment: number;
  ES: number;
  NES: number;
  pvalue: number;
  padj: number;
  log2err: number;
  /** Genes that drive it (ora: the selected ones), and all its genes among those ranked, as named in ExpressionResult.genes. */
  leadingEdge: string[];
  members: string[];
}

/** An index of excitation/inhibition balance, compared between the arms of the contrast. The first index is the headline. */
export interface BalanceIndex {
  id: string;
  label: string;
  definition: string;
  /** Value per sample of the contrast, in sample order. */
  samples: string[];
  values: Float64Array;
  estimate: number;
  low: number;
  high: number;
  hedgesG: number;
  /** Exact (or Monte Carlo) permutation p of the values as they are. */
  pvalue: number;
  /**
   * The p to judge by: as `pvalue`, with the index computed anew for each arrangement where its values rest on which samples are
   * controls (z-scores). Holding such values makes 5 % into 7 %, since the actual controls' own mean and deviation were removed.
   */
  rearrangedPvalue: number;
}

/** Change of the log2 ratio of two subunits or receptors between the groups. */
export interface CompositionShift {
  numerator: string;
  denominator: string;
  label: string;
  /** What a higher ratio means, in words. */
  meaning: string;
  estimate: number;
  low: number;
  high: number;
  pvalue: number;
  /** Benjamini-Hochberg over the ratios with both genes detected. */
  padj: number;
}

/** Change of a ligand-receptor pair's score (log2 ligand + log2 receptor) between the groups. */
export interface PairTest {
  ligand: string;
  receptor: string;
  estimate: number;
  low: number;
  high: number;
  pvalue: number;
  /** Benjamini-Hochberg over the pairs. */
  padj: number;
}
