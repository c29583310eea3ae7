export {
  type BootstrapInterval,
  type BootstrapTest,
  bootstrapIntervals,
  bootstrapTest,
  type MixedBootstrapOptions,
} from './bootstrap.ts';
export type { ClusterInfluence } from './cluster-deletion.ts';
export { type CovarianceEstimates, CovarianceModel } from './covariance-model.ts';
export { type MixedDiagnostics, mixedDiagnostics } from './diagnostics.ts';
export { exactRestrictedTest } from './exact-restricted-test.ts';
export { type FactorPattern, factorsAt, trapezoidalPattern } from './factor-pattern.ts';
export { type CovarianceModelOptions, fitCovarianceModel } from './fit-covariance-model.ts';
export {
  type FitStatus,
  fitMixedModels,
  type MixedDesign,
  type MixedFits,
  type MixedFitsOptions,
  prepareMixedDesign,
} from './fit-many.ts';
export { fitMixedModel, type MixedModelOptions } from './fit-mixed-model.ts';
export { type FixedColumns, fixedColumns } from './fixed-columns.ts';
export { type FixedEffect, FixedEffectsModel, type MixedAnovaRow, type TestOptions } from './fixed-effects-model.ts';
export { type DegreesOfFreedomCheck, degreesOfFreedomCheck } from './group-mean-check.ts';
export type { AnovaType } from './hypotheses.ts';
export { termHypotheses } from './hypotheses.ts';
export type { DfMethod, MixedContrast } from './inference.ts';
export { contrastResult } from './inference.ts';
export {
  dropTermTests,
  type LikelihoodRatioTest,
  likelihoodRatioTest,
  randomEffectTests,
} from './likelihood-ratio.ts';
export { lowerFactor } from './lower-factor.ts';
export { checkTerms, type MixedTerm, mixedTerm, orderedTerms, termRows } from './mixed-design.ts';
export { MixedModel } from './mixed-model.ts';
export { missingNotes } from './notes.ts';
export { orthonormalCoefficient, orthonormalContrast } from './orthonormal-contrast.ts';
export { type ProfileInterval, profileIntervals } from './profile.ts';
export { type VarianceShares, varianceShares } from './r-squared.ts';
export { independentRows, plainBlocks, type RandomBlock } from './random-blocks.ts';
export type { RandomEffects } from './random-effects.ts';
export type { ResidualStructure } from './residual-structure.ts';
export { type PrecisionBlock, precisionBlocks, type RowDeletion, withoutRows } from './row-deletion.ts';
export { simulateResponse } from './simulate-response.ts';
export { type Minimum, minimizeNewton, type SmoothObjective } from './trust-region.ts';
export type { VarianceComponent } from './variance-components.ts';
export { termComponents } from './variance-components.ts';
