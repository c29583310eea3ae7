export { beggTest, eggerRegression, eggerTest, failSafeNumbers, trimAndFill } from './asymmetry.ts';
export {
  correlationFromG,
  dFromF,
  dFromP,
  dFromT,
  fromQuartiles,
  logOddsRatioFromG,
  probabilityOfSuperiority,
  sdFromRange,
  sdFromSem,
} from './conversions.ts';
export {
  type EffectSize,
  type GroupSummary,
  heteroscedasticMeanDifference,
  logRatioOfMeans,
  logVariabilityRatio,
  logVariationRatio,
  meanDifference,
  sharedControlCovariance,
  standardizedMeanDifference,
  unbiasedVariance,
} from './effect-sizes.ts';
export type { TauSquaredMethod } from './heterogeneity.ts';
export { cumulative, influence as metaInfluence, leaveOneOut } from './influence.ts';
export { type MetaOptions, type MetaResult, type MetaTest, metaAnalysis, tauSquaredInterval } from './meta-analysis.ts';
export { clusterRobust, type MultilevelResult, multilevelMetaAnalysis } from './multilevel.ts';
