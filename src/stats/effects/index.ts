export { bayesFactorOfT } from './bayes-factor.ts';
export { type CliffsDelta, cliffsDelta } from './cliffs-delta.ts';
export { cohensH, compareRisks, cramersV, type RiskComparison } from './contingency-effects.ts';
export { type CorrelationKind, correlationInterval, unbiasedCorrelation } from './correlation-intervals.ts';
export { type EquivalenceTest, equivalenceTest, welchEquivalence } from './equivalence.ts';
export { hedgesCorrection } from './hedges-correction.ts';
export { noncentralityOfT } from './noncentrality.ts';
export { type Overlap, overlapOfNormals } from './overlap.ts';
export { pairedRankBiserial, rankBiserial, rankEpsilonSquared, rankEtaSquared } from './rank-effects.ts';
export {
  type GlassDelta,
  glassDelta,
  type PairedDifference,
  pairedDifference,
  type StandardizedDifference,
  standardizedDifference,
  unpooledDifference,
} from './standardized-difference.ts';
export { effectsOfF, type FEffects } from './variance-shares.ts';
