export { type AdjustMethod, adjustPvalues } from './adjust.ts';
export { type CombineMethod, combinePvalues } from './combine.ts';
export { parallelGatekeeping, serialGatekeeping, type TestFamily } from './gatekeeping.ts';
export { fallbackGraph, fixedSequence, graphicalProcedure, holmGraph, type TestGraph } from './planned-procedures.ts';
export { maxT, minP, type ResampledAdjustment, type ResamplingPlan } from './resampled-maximum.ts';
export { type NullShareMethod, type StoreyOptions, type StoreyResult, storey } from './storey.ts';
export { type TwoStage, twoStageBH } from './two-stage.ts';
