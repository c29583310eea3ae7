import type { FamilyName, LikelihoodFamilyName } from '../generalized/index.ts';

/** Distributions of the response, by the names of the command line. */
export const FAMILIES = [
  'gaussian',
  'binomial',
  'poisson',
  'nbinom',
  'nbinom1',
  'gamma',
  'beta',
  'quasibinomial',
  'quasipoisson',
] as const;

/**
 * Distribution of the response: `nbinom` has variance mean + mean²/θ, `nbinom1` a variance proportional to the mean, `beta` is for
 * proportions strictly between 0 and 1, the quasi families estimate a factor of the variance.
 */
export type Family = (typeof FAMILIES)[number];

const LINEAR = new Map<Family, FamilyName>([
  ['binomial', 'binomial'],
  ['poisson', 'poisson'],
  ['nbinom', 'negative-binomial'],
  ['gamma', 'gamma'],
  ['quasibinomial', 'quasibinomial'],
  ['quasipoisson', 'quasipoisson'],
]);

const MIXED = new Map<Family, LikelihoodFamilyName>([
  ['binomial', 'binomial'],
  ['poisson', 'poisson'],
  ['nbinom', 'negative-binomial'],
  ['nbinom1', 'negative-binomial-linear'],
  ['gamma', 'gamma'],
  ['beta', 'beta'],
]);

/** The family's name for a generalized linear model, or undefined when it is fitted by its whole likelihood only. */
export function linearFamily(family: Family): FamilyName | undefined {
  return LINEAR.get(family);
}

/** The family's name for a marginal likelihood with random effects, or undefined for a quasi family, which has none. */
export function likelihoodFamily(family: Family): LikelihoodFamilyName | undefined {
  return MIXED.get(family);
}
