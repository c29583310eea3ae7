import type { MixedCore, MixedTerm } from './mixed-design.ts';

/** A variance (`second` null) or covariance of random effects, or the residual variance (`effect` null). */
export interface VarianceComponent {
  readonly group: string;
  readonly effect: string | null;
  readonly second: string | null;
  /** Variance or covariance. */
  readonly value: number;
  /** Standard deviation or correlation. */
  readonly sd: number;
}

/**
 * Variances and covariances in lme4's order: terms by decreasing number of levels, in each the variances, then the
 * covariances; the residual last.
 *
 * @param factors relative factors of {@link relativeFactors}
 */
export function varianceComponents(core: MixedCore, factors: readonly Float64Array[], sigma: number): VarianceComponent[] {
  const residual = { group: 'Residual', effect: null, second: null, value: sigma * sigma, sd: sigma };
  return [...termComponents(core.terms, factors, sigma), residual];
}

/** Variances and covariances of the random terms alone. */
export function termComponents(
  terms: readonly Pick<MixedTerm, 'group' | 'effects'>[],
  factors: readonly Float64Array[],
  sigma: number,
): VarianceComponent[] {
  const out: VarianceComponent[] = [];
  terms.forEach(({ group, effects }, t) => {
    const width = effects.length;
    const covariance = (a: number, b: number): number => {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += factors[t][a * width + k] * factors[t][b * width + k];
      return sum * sigma * sigma;
    };
    for (let a = 0; a < width; a++) {
      const value = covariance(a, a);
      out.push({ group, effect: effects[a], second: null, value, sd: Math.sqrt(value) });
    }
    for (let b = 0; b < width; b++)
      for (let a = b + 1; a < width; a++) {
        const value = covariance(a, b);
        const sd = value / Math.sqrt(covariance(a, a) * covariance(b, b));
        out.push({ group, effect: effects[b], second: effects[a], value, sd });
      }
  });
  return out;
}
