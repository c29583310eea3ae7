import type { MixedModel } from './mixed-model.ts';

/** Shares of variance (Nakagawa and Schielzeth 2013, Johnson 2014 for random slopes). */
export interface VarianceShares {
  /** Variance of the fixed part over the rows. */
  readonly fixed: number;
  /** Mean over the rows of the variance of the random effects. */
  readonly random: number;
  readonly residual: number;
  /** fixed / total. */
  readonly marginal: number;
  /** (fixed + random) / total. */
  readonly conditional: number;
  /** random / (random + residual): the adjusted intraclass correlation. */
  readonly icc: number;
  /** For each random term, its part of `random` / (random + residual). */
  readonly iccOfTerm: readonly { readonly term: string; readonly icc: number }[];
}

/** R squared and intraclass correlations of a mixed model. */
export function varianceShares(model: MixedModel): VarianceShares {
  const { core, n, sigma } = model;
  const part = model.fixedPart;
  const mean = part.reduce((sum, one) => sum + one, 0) / n;
  const fixed = part.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (n - 1);
  const byTerm = core.terms.map(({ values, effects }, t) => {
    const width = effects.length;
    const covariance = model.randomCovariance(t);
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let a = 0; a < width; a++)
        for (let b = 0; b < width; b++) sum += values[i * width + a] * covariance[a * width + b] * values[i * width + b];
    return sum / n;
  });
  const random = byTerm.reduce((sum, one) => sum + one, 0);
  const residual = sigma * sigma;
  const total = fixed + random + residual;
  return {
    fixed,
    random,
    residual,
    marginal: fixed / total,
    conditional: (fixed + random) / total,
    icc: random / (random + residual),
    iccOfTerm: core.terms.map(({ label }, t) => ({ term: label, icc: byTerm[t] / (random + residual) })),
  };
}
