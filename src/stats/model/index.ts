export { fitModel } from './fit-model.ts';
export type { Family, ModelOptions, ModelSummary, RandomRow, TermTest } from './model-summary.ts';
