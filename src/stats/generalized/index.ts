export type { FamilyName } from './families.ts';
export { fitGeneralizedLinearModel, type GeneralizedLinearOptions } from './fit-generalized-linear-model.ts';
export { fitGeneralizedMixedModel, type GeneralizedMixedOptions } from './fit-generalized-mixed-model.ts';
export { type GeneralizedFit, GeneralizedLinearModel } from './generalized-linear-model.ts';
export { type GeneralizedMixedFit, GeneralizedMixedModel } from './generalized-mixed-model.ts';
export { type LinkName, linkOf } from './links.ts';
export type { LikelihoodFamilyName } from './observation-likelihoods.ts';
export { findSeparation, type Separation } from './separation.ts';
export { WaldEffects } from './wald-effects.ts';
