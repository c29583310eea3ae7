export { type MatchedTables, matchTables } from './behavior-table.ts';
export { familyLinks, type LinkedFamily } from './family-links.ts';
export { integrate } from './integrate.ts';
export { latentPermutationTask } from './latent/latent-permutations.ts';
export { type LatentData, type PairTable, type PredictionTable, pairTable, predictionTable } from './latent/latent-table.ts';
export { type LinkNull, linkNull, type PairedLink, type TestedLink } from './link-null.ts';
export { type LinkRequest, linkTable } from './link-table.ts';
export { type MediationCandidate, type MediationTable, mediate } from './mediation/mediate.ts';
export {
  type ActivityGene,
  adjacencyTask,
  connectivityTask,
  type Dendrogram,
  type DetectedModules,
  detectModules,
  FEWEST_FOR_MODULES,
  findModules,
  MODULE_DEFAULTS,
  type ModulePreservation,
  type ModuleResult,
  type ModuleSet,
  type ModuleSettings,
  type ModuleSummary,
  modulePreservation,
  mostVariable,
  overlapTask,
  type ProfileLink,
  preservationTask,
  type SoftThresholdRow,
  selectRows,
  varyingGenes,
} from './modules/index.ts';
export { permutationTask } from './permutation.ts';
export type { FamilyLink, IntegrationResult, LinkTable } from './results.ts';
export { type LinkedExpression, type SharedAnimals, sharedAnimals } from './shared-animals.ts';
export { amplificationEfficiency } from './targeted/amplification-efficiency.ts';
export { bestKeeper, geNorm, normFinder } from './targeted/gene-stability.ts';
export { cyclesOf, type Plate, plateOf } from './targeted/plate.ts';
export { type ReferenceGene, readAllTargeted, readTargeted, type TargetedLayer } from './targeted/read-targeted.ts';
export { log2RelativeQuantity, relativeChange } from './targeted/relative-quantity.ts';
export type { TargetedRow, TargetedTable } from './targeted/targeted-table.ts';
