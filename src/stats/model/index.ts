export { FAMILIES, type Family } from './families.ts';
export { fitModel } from './fit-model.ts';
export type { ModelOptions, ModelSummary, RandomRow, TermTest } from './model-summary.ts';
