export type { FamilyName } from './families.ts';
export { fitGeneralizedLinearModel, type GeneralizedLinearOptions } from './fit-generalized-linear-model.ts';
export { type GeneralizedFit, GeneralizedLinearModel } from './generalized-linear-model.ts';
export { type LinkName, linkOf } from './links.ts';
export { findSeparation, type Separation } from './separation.ts';
