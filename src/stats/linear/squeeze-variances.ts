import { fitRobustPrior, type RobustPrior } from './variance-prior-robust.ts';
import { fitVarianceTrend } from './variance-trend.ts';

/** Variances drawn towards a common (or trended) prior. */
export interface SqueezedVariances {
  /** Prior degrees of freedom of all variances (before any is taken for an outlier); may be infinite. */
  df: number;
  /** Prior degrees of freedom per variance. */
  priorDf: Float64Array;
  /** Prior variance per variance. */
  priorVariance: Float64Array;
  /** Posterior variance. */
  posterior: Float64Array;
}

/** How the prior is fitted. */
export interface SqueezeOptions {
  /** What the prior variance follows, one value per variance; null for one prior variance. */
  covariate: Float64Array | null;
  /** Protect against outlying variances. */
  robust: boolean;
}

/**
 * Empirical Bayes moderation of many sample variances (Smyth 2004; Phipson et al. 2016), as limma's `squeezeVar`.
 *
 * @param df degrees of freedom, one for all or one each; where 0, the posterior is the prior
 */
export function squeezeVariances(
  variances: Float64Array,
  df: number | Float64Array,
  { covariate, robust }: SqueezeOptions,
): SqueezedVariances {
  const n = variances.length;
  const dfOf = (i: number): number => (typeof df === 'number' ? df : df[i]);
  if (n === 1) return { df: 0, priorDf: new Float64Array(1), priorVariance: variances.slice(), posterior: variances.slice() };
  const informative = variances.map((value, i) => (dfOf(i) === 0 ? 0 : value));
  const fit = robust ? fitRobustPrior(informative, df, covariate) : plainPrior(informative, df, covariate);
  const priorDf = fit.dfs;
  const posterior = informative.map((value, i) => {
    if (priorDf[i] === Infinity) return fit.variances[i];
    return (dfOf(i) * value + priorDf[i] * fit.variances[i]) / (dfOf(i) + priorDf[i]);
  });
  return { df: fit.df, priorDf, priorVariance: fit.variances, posterior };
}

function plainPrior(variances: Float64Array, df: number | Float64Array, covariate: Float64Array | null): RobustPrior {
  const fit = fitVarianceTrend(variances, df, covariate);
  return { ...fit, dfs: new Float64Array(variances.length).fill(fit.df) };
}
