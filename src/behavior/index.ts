export { analyzeBehavior } from './analyze.ts';
export { readArenaFile } from './arena/arena-file.ts';
export { type ArenaSetup, UNKNOWN_ARENA } from './arena/arena-setup.ts';
export type { Assay, AssaySetting, MeasureSpec } from './assays/assay.ts';
export { ASSAYS as ASSAY_DEFINITIONS, assayNamed } from './assays/catalogue.ts';
export { measureColumns, requireAssay } from './measure-files.ts';
export { isText, type MeasureJob, type MeasureOutcome, measureBatch, measureBinary, measureFileTask } from './measure-task.ts';
export { compareArmsTask, domainScoreTask } from './models/tasks.ts';
export { TEXT_FORMATS, type TextFormat } from './readers/recognize.ts';
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
  ScoreReliability,
  SensitivityCheck,
} from './results.ts';
export { circularMask, rectangularMask } from './video/background.ts';
