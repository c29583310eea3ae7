export { ASSAYS, type AssayKind, assayKind } from './assays.ts';
export { type CountReading, type CountsFrom, STANDARD_READING } from './count-reading.ts';
export { fileFinder } from './file-finder.ts';
export { type FileSource, memorySource } from './file-source.ts';
export { loadStudy } from './load-study.ts';
export { parseYaml } from './parse-yaml.ts';
export type { PositionedValue } from './positioned.ts';
export { checkRigor } from './rigor/check-rigor.ts';
export type { ScoringNames } from './rigor/presence.ts';
export { DEFAULT_SIMULATION, type SimulationOptions, simulateStudy } from './simulate/simulate-study.ts';
export type {
  AnalysisPlan,
  Animal,
  AnimalColumn,
  Arena,
  Arm,
  AssayFormat,
  AssayPlan,
  Domain,
  Dosing,
  ExpressionPlan,
  ModulePlan,
  Session,
  Study,
  TableMeasure,
  TargetedPlan,
  WeightRecord,
} from './study.ts';
export { studyTemplate } from './template.ts';
