import { fitVariancePrior, log1p, moderatedVariance, type VariancePrior } from '../../stats/index.ts';
import type { GeneEffects } from './gene-effects.ts';

/** Moderated t per gene, as limma's eBayes gives it for the tested contrast. */
export interface ModeratedEffects {
  prior: VariancePrior;
  /** Moderated t statistic per gene. */
  t: Float64Array;
  /** Its degrees of freedom: residual + prior, at most residual df x genes. */
  df: number;
}

/** Moderated t statistics from gene effects (Smyth 2004). */
export function moderatedEffects(effects: GeneEffects): ModeratedEffects {
  const { genes, residualDf, values, variance } = effects;
  const prior = fitVariancePrior(variance, residualDf);
  const t = new Float64Array(genes);
  for (let gene = 0; gene < genes; gene++) {
    t[gene] = values[gene * (residualDf + 1)] / Math.sqrt(moderatedVariance(variance[gene], residualDf, prior));
  }
  return { prior, t, df: Math.min(residualDf + prior.df, residualDf * genes) };
}

/**
 * t deviates as normal deviates by Hill's approximation (G. W. Hill 1970, Algorithm 395), the form limma's camera uses.
 *
 * @param df degrees of freedom, may be infinite
 */
export function hillNormalDeviates(t: Float64Array, df: number): Float64Array {
  if (df === Infinity) return t.slice();
  const a = df - 0.5;
  const b = 48 * a * a;
  return t.map((value) => {
    const z = a * log1p((value / df) * value);
    const correction = ((((-0.4 * z - 3.3) * z - 24) * z - 85.5) / (0.8 * z * z + 100 + b) + z + 3) / b + 1;
    return (value < 0 ? -1 : 1) * correction * Math.sqrt(z);
  });
}
