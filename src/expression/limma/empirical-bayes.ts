import {
  chiSquared,
  fisherF,
  log,
  median,
  type SqueezedVariances,
  type SqueezeOptions,
  squeezeVariances,
  studentT,
  symmetricEigen,
} from '../../stats/index.ts';
import { effectVariance } from './effect-prior.ts';
import type { LinearFits } from './linear-fits.ts';

/** Moderated statistics of every gene and contrast. Matrices are genes x columns of the fits. */
export interface ModeratedFits {
  squeezed: SqueezedVariances;
  /** Total degrees of freedom per gene, at most those of all genes together. */
  df: Float64Array;
  t: Float64Array;
  pvalue: Float64Array;
  /** Log odds that the gene is changed (B). */
  logOdds: Float64Array;
  /** Variance of the true effects relative to the residual variance, per column. */
  effectVariance: Float64Array;
  /** Moderated F over all columns, per gene, with its numerator degrees of freedom. */
  f: { statistic: Float64Array; df: number; pvalue: Float64Array };
}

/** Share of changed genes that the log odds assume, and limits of the standard deviation of effects (limma's defaults). */
const CHANGED = 0.01;
const EFFECT_SD = [0.1, 4] as const;

/**
 * Empirical Bayes statistics (Smyth 2004), as limma's `eBayes`.
 *
 * @param options `trend`: the prior variance follows mean expression; `robust`: protect against hypervariable genes
 */
export function moderate(fits: LinearFits, options: { trend: boolean; robust: boolean }): ModeratedFits {
  const { genes, columns } = fits;
  const { squeezed, df } = moderateVariances(fits, options);
  const [t, pvalue, logOdds] = [0, 0, 0].map(() => new Float64Array(genes * columns));
  const typical = median(squeezed.priorVariance);
  const limits = [(EFFECT_SD[0] * EFFECT_SD[0]) / typical, (EFFECT_SD[1] * EFFECT_SD[1]) / typical] as const;
  const variances = new Float64Array(columns);
  for (let c = 0; c < columns; c++) {
    const unscaled = Float64Array.from({ length: genes }, (_, g) => fits.unscaledErrors[g * columns + c]);
    const ofColumn = unscaled.map((error, g) => fits.coefficients[g * columns + c] / error / Math.sqrt(squeezed.posterior[g]));
    const estimate = effectVariance(ofColumn, unscaled, df, CHANGED, limits);
    variances[c] = Number.isNaN(estimate) ? 1 / typical : estimate;
    for (let g = 0; g < genes; g++) {
      const at = g * columns + c;
      t[at] = ofColumn[g];
      pvalue[at] = 2 * studentT.upper(Math.abs(ofColumn[g]), df[g]);
      const ratio = 1 + variances[c] / (unscaled[g] * unscaled[g]);
      logOdds[at] = logOddsOf(ofColumn[g], df[g], squeezed.priorDf[g], ratio);
    }
  }
  return { squeezed, df, t, pvalue, logOdds, effectVariance: variances, f: moderatedF(fits, t, df) };
}

/** Squeezed residual variances, and the degrees of freedom of statistics made with them. */
export function moderateVariances(
  fits: LinearFits,
  { trend, robust }: { trend: boolean; robust: boolean },
): { squeezed: SqueezedVariances; df: Float64Array } {
  const options: SqueezeOptions = { covariate: trend ? fits.means : null, robust };
  const variances = fits.sigma.map((sd) => sd * sd);
  const squeezed = squeezeVariances(variances, fits.residualDf, options);
  const pooled = fits.residualDf * fits.genes;
  return { squeezed, df: squeezed.priorDf.map((prior) => Math.min(prior + fits.residualDf, pooled)) };
}

function logOddsOf(t: number, df: number, priorDf: number, ratio: number): number {
  const square = t * t;
  const kernel = priorDf > 1e6 ? (square * (1 - 1 / ratio)) / 2 : ((1 + df) / 2) * log((square + df) / (square / ratio + df));
  return log(CHANGED / (1 - CHANGED)) - log(ratio) / 2 + kernel;
}

/** F over all columns: squares of the t along the principal axes of their correlation, averaged (limma's `classifyTestsF`). */
function moderatedF(fits: LinearFits, t: Float64Array, df: Float64Array): ModeratedFits['f'] {
  const { genes, columns: p, covariance } = fits;
  const correlation = covariance.map((value, i) => {
    const [a, b] = [Math.floor(i / p), i % p];
    return value / Math.sqrt(covariance[a * p + a] * covariance[b * p + b]);
  });
  const { values, vectors } = symmetricEigen(correlation, p);
  const rank = values.filter((value) => value / values[0] > 1e-8).length;
  const statistic = new Float64Array(genes);
  for (let g = 0; g < genes; g++) {
    for (let axis = 0; axis < rank; axis++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += t[g * p + k] * vectors[k * p + axis];
      statistic[g] += (sum * sum) / values[axis] / rank;
    }
  }
  const pvalue = statistic.map((value, g) =>
    df[g] > 1e6 ? chiSquared.upper(rank * value, rank) : fisherF.upper(value, rank, df[g]),
  );
  return { statistic, df: rank, pvalue };
}
