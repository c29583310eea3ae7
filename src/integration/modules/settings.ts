/** How a correlation becomes an adjacency: `((1 + r) / 2)^b`, `|r|^b`, or `max(r, 0)^b`. */
export type NetworkType = 'signed' | 'unsigned' | 'signed hybrid';

/**
 * Whether the topological overlap of an unsigned network looks at the signs of the correlations: `unsigned` does not; `signed` lets
 * neighbors that contradict the direct link cancel and takes the absolute value; `signed Nowick` keeps its sign. In networks whose
 * adjacency has no sign all are the same.
 */
export type OverlapType = 'unsigned' | 'signed' | 'signed Nowick';

/** What modules depend on besides the expression. Names in R: WGCNA's and dynamicTreeCut's. */
export interface ModuleSettings {
  network: NetworkType;
  overlap: OverlapType;
  correlation: 'pearson' | 'bicor';
  /** Soft-thresholding power; null: the scale-free choice, or what is usual for this number of samples. */
  power: number | null;
  /** 0 (few, large modules) to 4 (many, small ones). */
  deepSplit: 0 | 1 | 2 | 3 | 4;
  /** Fewest genes of a module. */
  minimumSize: number;
  /** Whether genes outside every branch may join the nearest module, and whether only modules of their own branch count. */
  pamStage: boolean;
  pamRespectsDendro: boolean;
  /** Height at which the tree is cut off; null: 99 % of the way from the 5 % height to the top. */
  cutHeight: number | null;
  /** Modules whose eigengenes correlate above 1 minus this are merged. */
  mergeHeight: number;
}

export const MODULE_DEFAULTS: ModuleSettings = {
  network: 'signed',
  overlap: 'signed',
  correlation: 'pearson',
  power: null,
  deepSplit: 2,
  minimumSize: 30,
  pamStage: true,
  pamRespectsDendro: false,
  cutHeight: null,
  mergeHeight: 0.25,
};
