export * from './descriptive/index.ts';
export * from './distributions/index.ts';
export * from './dose-response/index.ts';
export * from './effects/index.ts';
export * from './elementary/index.ts';
export * from './formula/index.ts';
export * from './generalized/index.ts';
export * from './linear/index.ts';
export * from './linear-algebra/index.ts';
export * from './marginal-means/index.ts';
export * from './meta/index.ts';
export * from './mixed/index.ts';
export * from './model/index.ts';
export * from './multiplicity/index.ts';
export * from './optimization/index.ts';
export * from './power/index.ts';
export { type RandomStream, randomStream, shuffle } from './random.ts';
export * from './resampling/index.ts';
export * from './smoothing/index.ts';
export {
  digamma,
  erf,
  erfc,
  erfcScaled,
  gaussLegendre,
  incompleteBeta,
  incompleteGamma,
  lbeta,
  lgamma,
  log1pmx,
  logGamma1p,
  stirlingRemainder,
  tetragamma,
  trigamma,
} from './special/index.ts';
export * from './survival/index.ts';
export * from './tests/index.ts';
export { exponentialVariate, gammaVariate, negativeBinomialVariate, poissonVariate } from './variates.ts';
