export { analyzeBehavior } from './analyze.ts';
export type { Assay, AssaySetting, MeasureSpec } from './assays/assay.ts';
export { ASSAYS as ASSAY_DEFINITIONS, assayNamed } from './assays/catalogue.ts';
export { measureTrackTask } from './collect/track-files.ts';
export type { BehaviorResult, Comparison, DomainScore, Exclusion, Flag, Measure, ModelContrast, ScoreModel } from './results.ts';
