export {
  type AcceleratedCoefficient,
  type AcceleratedModel,
  fitAcceleratedModel,
  type LatencyDistribution,
} from './accelerated.ts';
export type { Concordance } from './concordance.ts';
export {
  type ChiSquaredResult,
  type CoxCoefficient,
  type CoxModel,
  type CoxOptions,
  coxContrast,
  coxWaldTest,
  fitCox,
} from './cox.ts';
export { fitGammaFrailty, type GammaFrailty } from './gamma-frailty.ts';
export {
  type CurveInterval,
  kaplanMeier,
  restrictedMean,
  type SurvivalCurve,
  survivalQuantile,
} from './kaplan-meier.ts';
export { type LogRankOptions, type LogRankTest, logRankTest } from './log-rank.ts';
export type { Ties } from './partial-likelihood.ts';
export { type ProportionalityTest, proportionalHazardsTest } from './proportional-hazards.ts';
