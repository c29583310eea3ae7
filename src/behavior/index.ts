export { analyzeBehavior } from './analyze.ts';
export { readArenaFile } from './arena/arena-file.ts';
export { type ArenaSetup, UNKNOWN_ARENA } from './arena/arena-setup.ts';
export type { Assay, AssaySetting, MeasureSpec } from './assays/assay.ts';
export { ASSAYS as ASSAY_DEFINITIONS, assayNamed } from './assays/catalogue.ts';
export { checkNames } from './assays/measure-log.ts';
export { scoringNames } from './collect/scoring-files.ts';
export type { TrackSheet, TrackSketch } from './collect/track-sketches.ts';
export { DLCANALYZER_ASSAYS, type DlcAnalyzerResult, dlcAnalyzerColumns, runDlcAnalyzer } from './dlcanalyzer/run.ts';
export { measureColumns, requireAssay } from './measure-files.ts';
export { isText, type MeasureJob, type MeasureOutcome, measureBatch, measureBinary, measureFileTask } from './measure-task.ts';
export { type ClaimModel, type ContrastDeletion, claimContrasts, contrastDeletions } from './models/claim-contrasts.ts';
export type { ArmSurvival, LatencySurvival, MeasureNature, RatioComparison } from './models/nature-results.ts';
export { type RiskFactors, riskFactors } from './models/risk-factors.ts';
export { doseTrend } from './models/score-model.ts';
export { outlyingAnimals } from './models/sensitivity.ts';
export { compareArmsTask, domainScoreTask, natureTask } from './models/tasks.ts';
export { compareRaters, type OtherScores } from './raters/compare-raters.ts';
export type { RaterAgreement, RaterPair } from './raters/rater-results.ts';
export { readBehaviorFile } from './readers/read-file.ts';
export { TEXT_FORMATS, type TextFormat } from './readers/recognize.ts';
export type { Scoring } from './recording/recording.ts';
export type {
  AdjustedComparison,
  BehaviorResult,
  Comparison,
  DomainScore,
  Exclusion,
  Flag,
  Measure,
  ModelContrast,
  ScoreModel,
} from './results.ts';
export { scoreDomain } from './scores/domain-scores.ts';
export type { ScoreReliability, SensitivityCheck } from './scores/score-checks.ts';
export type { ReferenceMode } from './scores/z-scores.ts';
export { MISSING as MISSING_POSITION, SKETCH_CELLS, SKETCH_SIDE } from './track/sketch.ts';
export { circularMask, rectangularMask } from './video/background.ts';
