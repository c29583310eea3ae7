import type { Problem } from '../../problems/index.ts';
import type { GeneralizedMixedModel } from './generalized-mixed-model.ts';
import type { LikelihoodFamilyName } from './observation-likelihoods.ts';

/** Where a negative binomial has become a Poisson distribution: how near the search must have come, and the dispersion there. */
const LIMITS: ReadonlyMap<LikelihoodFamilyName, { reached(dispersion: number): boolean; dispersion: number }> = new Map([
  ['negative-binomial', { reached: (theta: number) => theta > 1e4, dispersion: Infinity }],
  ['negative-binomial-linear', { reached: (phi: number) => phi < 1e-4, dispersion: 0 }],
]);

/** What a reader is told of counts that are fitted at the limit. */
export const noOverdispersionNote: Problem = {
  code: 'no-overdispersion',
  severity: 'note',
  message: 'the counts vary no more than those of a Poisson distribution, and the negative binomial is fitted as one',
};

/**
 * Counts that vary no more than a Poisson's send the dispersion of a negative binomial to its limit, where the likelihood has no
 * interior maximum: the model is then the Poisson one.
 *
 * @param poisson fits the same model with the Poisson family
 */
export function atPoissonLimit(model: GeneralizedMixedModel, poisson: () => GeneralizedMixedModel): GeneralizedMixedModel {
  const limit = LIMITS.get(model.fit.family);
  if (limit === undefined || model.fit.converged || !limit.reached(model.fit.dispersion)) return model;
  const simple = poisson();
  if (!simple.fit.converged || simple.logLik < model.logLik - 1e-6) return model;
  const { family, dispersionMeaning } = model.fit;
  const fit = { ...simple.fit, family, dispersionMeaning, dispersion: limit.dispersion, parameters: simple.fit.parameters + 1 };
  return simple.withFit(fit, [...simple.notes, noOverdispersionNote]);
}
