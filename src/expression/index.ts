export { analyzeExpression } from './analyze.ts';
export { type AdjustedEffects, adjustedEffects } from './cell-types/adjusted-effects.ts';
export type { CellTypeScore } from './cell-types/cell-type-scores.ts';
export { type Composition, type CompositionShift, compositionOf, type SampleBlocks } from './cell-types/composition.ts';
export { type ComparedValues, stabilizedValues, voomValues } from './compared-values.ts';
export { resultOfTable } from './contrast-result.ts';
export { fitTask } from './deseq/fit-chunk.ts';
export { geneWiseTask } from './deseq/gene-wise.ts';
export { heavyTailedTask } from './deseq/shrink/heavy-tailed.ts';
export { normalPriorTask } from './deseq/shrink/normal-prior.ts';
export { shrunkenChanges } from './deseq/shrink/shrunken-changes.ts';
export { ALTERNATIVES, type Alternative } from './deseq/threshold-tests.ts';
export {
  type DeseqRequest,
  type DeseqResult,
  deseqExpression,
  type ModelRequest,
  readyModel,
  type Tested,
} from './differential.ts';
export { dispersionCurvesTask } from './edger/dispersion-curves.ts';
export { type EdgerRequest, type EdgerTable, edgerExpression } from './edger/edger-expression.ts';
export type { NormalizationMethod } from './edger/normalization-factors.ts';
export type { SurrogateMethod } from './hidden/surrogate-model.ts';
export type { Recognized } from './identifiers/recognize.ts';
export type { SettledCounts } from './identifiers/settle-identifiers.ts';
export { chooseCountFiles } from './input/choose-files.ts';
export { type CountMatrix, selectCounts } from './input/count-matrix.ts';
export { type CountFile, type CountReading, STANDARD_READING } from './input/raw-counts.ts';
export { type CountCompanions, readCountFiles } from './input/read-count-files.ts';
export { readCounts } from './input/read-counts.ts';
export { type KnownSamples, knownSamples } from './input/sample-labels.ts';
export { type VoomRequest, type VoomTable, voomExpression } from './limma/voom-expression.ts';
export { type DreamRequest, type DreamTable, dreamExpression } from './mixed/dream-expression.ts';
export { fittedGenesTask, mixedGenesTask } from './mixed/gene-wise-task.ts';
export { type PartitionRequest, type PartitionTable, partitionExpression } from './mixed/partition-expression.ts';
export {
  type PartitionVariable,
  type VariancePartition,
  variancePartition,
  variancePartitionTask,
} from './mixed/variance-partition.ts';
export { type QualityRequest, qualityOfCounts } from './quality/counts-quality.ts';
export {
  type Association,
  type ClusterStep,
  type Covariate,
  type ExpressionQuality,
  type MarkerScores,
  type PHistogram,
  QUALITY_CHECKS,
  type QualityCheck,
  type QualityFinding,
  type SexCheck,
} from './quality/quality-result.ts';
export { PLANNED_REFIT, type Refit, type RefitChoices, refitExpression } from './rerun/refit.ts';
export {
  readStudyCounts,
  type StudyCounts,
  sampleColumnHas,
  variesAmongSamples,
  withArms,
  withSamples,
} from './rerun/study-counts.ts';
export {
  type ContrastResult,
  type DispersionColumns,
  type ExpressionResult,
  MISSING_REASON,
  type ShrunkenChanges,
} from './results.ts';
export { sampleSheet } from './samples/sample-sheet.ts';
export { type TransformedCounts, type TransformMethod, transformCounts } from './transform/transform-counts.ts';
