export type { ContrastAdjustment } from './adjust-family.ts';
export { type ContrastCoefficients, type ContrastMethod, contrastCoefficients } from './contrast-methods.ts';
export { type ContrastModel, type Link, linearMeansModel, type MeansModel } from './contrast-model.ts';
export {
  type ContrastOptions,
  type ContrastRow,
  type ContrastTable,
  contrastMeans,
  customContrasts,
  interactionContrasts,
} from './contrasts.ts';
export type { Estimate } from './estimate.ts';
export { type JointTest, jointTests } from './joint-tests.ts';
export { largestT } from './largest-t.ts';
export { type MarginalMean, type MarginalMeans, type MeansOptions, marginalMeans } from './marginal-means.ts';
export { slopeGrid } from './marginal-slopes.ts';
export { type MeansSpecification, parseMeansSpecification } from './means-specification.ts';
export { mixedMeansModel } from './mixed-means-model.ts';
export { type MaximumT, maximumT } from './multivariate-t.ts';
export { type GridFactor, type GridOptions, type ReferenceGrid, referenceGrid } from './reference-grid.ts';
export { type RepeatedMeasuresError, repeatedMeasuresGrid } from './repeated-measures-grid.ts';
export { contrastsAsRatios, meansOnResponseScale } from './response-scale.ts';
export { type StandardizedContrast, standardizedContrasts } from './standardized-contrasts.ts';
export { type WaldModel, waldMeansModel } from './wald-means-model.ts';
