export { type AnovaOptions, type AnovaRow, type AnovaTable, anovaTable } from './anova.ts';
export { type ClusterCovariance, type ClusterKind, clusterCodes, clusterCovariance } from './cluster-covariance.ts';
export { type CoefficientRow, coefficientTable, criticalValue, twoSidedP } from './coefficient-table.ts';
export { type Influence, influence } from './diagnostics.ts';
export { emptyCells } from './empty-cells.ts';
export { addedSumOfSquares, type LeastSquares, leastSquares, unscaledCovariance } from './least-squares.ts';
export { fitDesign, fitLinearModel, type LinearModel, type LinearModelOptions } from './linear-model.ts';
export { type ManovaRow, type ManovaTable, type MultivariateTest, manova } from './manova.ts';
export { residualProducts, type SumsOfProducts, termProducts } from './multivariate-fit.ts';
export { brownForsytheAnova, type GroupSummaries, type OneWayTest, summarizeGroups, welchAnova } from './one-way.ts';
export { fitInPlace, type OrthogonalFit, orthogonalFit } from './orthogonal-fit.ts';
export { gamesHowell, type Pair, type PairComparison, pairwiseT, tukeyPairs } from './pairwise-groups.ts';
export {
  type RepeatedMeasuresAnova,
  type RepeatedMeasuresRequest,
  type RepeatedMeasuresRow,
  repeatedMeasuresAnova,
  type Stratum,
  strataOf,
} from './repeated-measures.ts';
export { type CovarianceEstimate, robustAnova, type WaldRow } from './robust-anova.ts';
export { type HeteroscedasticKind, heteroscedasticCovariance } from './robust-covariance.ts';
export { type Sphericity, sphericity } from './sphericity.ts';
export { type SqueezedVariances, type SqueezeOptions, squeezeVariances } from './squeeze-variances.ts';
export {
  type IntervalEstimate,
  noncentralityInterval,
  shareInterval,
  type VarianceExplained,
  type VarianceExplainedOptions,
  varianceExplained,
} from './variance-explained.ts';
export { fitVariancePrior, moderatedVariance, trigammaInverse, type VariancePrior } from './variance-prior.ts';
export { type WaldTest, waldTest } from './wald.ts';
export { type WideResponses, wideResponses } from './wide-responses.ts';
