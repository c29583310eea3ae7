export type { BehaviorResult, Comparison, DomainScore, Exclusion, Flag, Measure, ModelContrast, ScoreModel } from './results.ts';
