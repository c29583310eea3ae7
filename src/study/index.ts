export { type FileSource, memorySource } from './file-source.ts';
export type {
  AnalysisPlan,
  Animal,
  Arena,
  Arm,
  AssayFormat,
  AssayPlan,
  Domain,
  Dosing,
  ExpressionPlan,
  Session,
  Study,
  TableMeasure,
  WeightRecord,
} from './study.ts';
