export { expressionGenes, type MatchedTables, matchTables } from './behavior-table.ts';
export { familyLinks, type LinkedFamily } from './family-links.ts';
export { integrate } from './integrate.ts';
export { latentPermutationTask } from './latent/latent-permutations.ts';
export { type LatentData, type PairTable, type PredictionTable, pairTable, predictionTable } from './latent/latent-table.ts';
export { type LinkNull, linkNull, type PairedLink, type TestedLink } from './link-null.ts';
export { FEWEST_ANIMALS, type LinkRequest, linkTable } from './link-table.ts';
export { selectColumns, selectRows } from './matrix-parts.ts';
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
  varyingGenes,
} from './modules/index.ts';
export { permutationTask } from './permutation.ts';
export type { FamilyLink, IntegrationResult, LinkTable } from './results.ts';
export { type LinkedExpression, type SharedAnimals, sharedAnimals } from './shared-animals.ts';
export { type MeasuredPlate, readPlate } from './targeted/read-plate.ts';
export { readAllTargeted, readTargeted, type TargetedLayer } from './targeted/read-targeted.ts';
export { judgeReferences, type ReferenceGene } from './targeted/reference-genes.ts';
export { log2RelativeQuantity, relativeChange } from './targeted/relative-quantity.ts';
export type { TargetedRow, TargetedTable } from './targeted/targeted-table.ts';
