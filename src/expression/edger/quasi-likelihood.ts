import { type SqueezedVariances, squeezeVariances } from '../../stats/index.ts';
import { devianceUnder, fitGenes, type GeneFits } from './fit-genes.ts';
import type { GlmDesign } from './glm-design.ts';
import { residualDf } from './zero-means.ts';

/** Negative binomial fits with a quasi-dispersion per gene. */
export interface QuasiFit {
  fit: GeneFits;
  deviance: Float64Array;
  dispersions: Float64Array;
  /** Residual degrees of freedom, samples with zero counts and means left out. */
  residualDf: Float64Array;
  /** Quasi-dispersions drawn towards their trend over abundance. */
  squeezed: SqueezedVariances;
}

/**
 * Quasi-likelihood fits at the trended dispersion (Lund, Nettleton, McCarthy & Smyth 2012; Lun, Chen & Smyth 2016), as edgeR
 * 3.40's `glmQLFit` (which later versions call `legacy = TRUE`).
 *
 * @param dispersions trended dispersion per gene
 * @param averageLogCpm abundance that the prior quasi-dispersion follows
 * @param robust protect against hypervariable genes
 */
export function fitQuasiLikelihood(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  dispersions: Float64Array,
  averageLogCpm: Float64Array,
  robust = false,
): QuasiFit {
  const input = { counts, sizes, dispersions };
  const fit = fitGenes(design, input);
  const deviance = devianceUnder(design, input, fit);
  const df = residualDf(counts, fit.means, design.matrix, design.samples);
  const variances = deviance.map((value, g) => (df[g] === 0 ? 0 : Math.max(value, 0) / df[g]));
  const squeezed = squeezeVariances(variances, df, { covariate: averageLogCpm, robust });
  return { fit, deviance, dispersions, residualDf: df, squeezed };
}
