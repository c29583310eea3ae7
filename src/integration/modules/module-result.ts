import type { DetectedModules } from './detect-modules.ts';
import type { ModuleSet } from './module-sets.ts';
import type { ModuleSettings } from './settings.ts';
import type { ProfileLink } from './trait-links.ts';

/** One module in a line. */
export interface ModuleSummary {
  label: number;
  /** `Module 4`, with its character where it has one: `Module 4 (activity genes)`. */
  name: string;
  size: number;
  /** Mean squared correlation of its genes with its eigengene. */
  varianceExplained: number;
  /** Share of the eigengene's variance that lies between the groups. */
  betweenGroups: number;
  /** Genes of largest correlation with the eigengene, best first. */
  hubs: string[];
}

/** Links of one gene with the outcomes, on the scale of the modules. */
export interface ActivityGene {
  gene: string;
  /** Module of the gene; 0 none, -1 when it was not among the clustered genes. */
  module: number;
}

/** Co-expression modules and how they go with behavior. */
export interface ModuleResult {
  animals: string[];
  group: string[];
  /** The clustered genes, and how many were expressed. */
  genes: string[];
  expressed: number;
  /** What the values are, in words. */
  scale: string;
  settings: ModuleSettings;
  detected: DetectedModules;
  modules: ModuleSummary[];
  /** Eigengenes with outcomes; `profile` is a position in `modules`. */
  traits: ProfileLink[];
  /** Rapid activity genes that are expressed, and their links; `profile` is a position in `activityGenes`. */
  activityGenes: ActivityGene[];
  activityLinks: ProfileLink[];
  sets: ModuleSet[];
  /** What a reader must know, in plain words. */
  warnings: string[];
  notes: string[];
}
