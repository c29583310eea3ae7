import { chiSquared, fisherF } from '../../stats/index.ts';
import { priorCounts, withPriorCounts } from './abundance.ts';
import { nullMatrix } from './contrast-design.ts';
import { devianceUnder, fitGenes } from './fit-genes.ts';
import { type GlmDesign, glmDesign } from './glm-design.ts';
import type { QuasiFit } from './quasi-likelihood.ts';

/** Test of one or several contrasts in every gene. */
export interface GeneTests {
  /** Likelihood ratio, or quasi-likelihood F. */
  statistic: Float64Array;
  df: number;
  /** Denominator degrees of freedom per gene; Infinity for the likelihood ratio. */
  denominatorDf: Float64Array;
  pvalue: Float64Array;
}

const LN_2 = 0.6931471805599453;
/** Mean prior count behind reported fold changes (edgeR's default). */
const PRIOR_COUNT = 0.125;

/**
 * Likelihood-ratio test that all contrasts are zero (edgeR's `glmLRT`).
 *
 * @param fit of the full design at these dispersions
 * @param contrasts contrasts x columns, row-major
 */
export function likelihoodRatioTest(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  dispersions: Float64Array,
  deviance: Float64Array,
  contrasts: Float64Array,
): GeneTests {
  const genes = dispersions.length;
  const df = contrasts.length / design.columns;
  const reduced = nullDeviance(counts, sizes, design, dispersions, contrasts);
  const statistic = reduced.map((full, g) => full - deviance[g]);
  const pvalue = statistic.map((ratio) => chiSquared.upper(ratio, df));
  return { statistic, df, denominatorDf: new Float64Array(genes).fill(Infinity), pvalue };
}

/** Deviances under the null hypothesis; when all coefficients are tested, the means are the library sizes themselves. */
function nullDeviance(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  dispersions: Float64Array,
  contrasts: Float64Array,
): Float64Array {
  const reduced = glmDesign(nullMatrix(design, contrasts), design.samples);
  return devianceUnder(reduced, { counts, sizes, dispersions });
}

/**
 * Quasi-likelihood F-test that all contrasts are zero (edgeR 3.40's `glmQLFTest`): no gene whose variance is below Poisson is
 * more significant than by a Poisson likelihood-ratio test.
 *
 * @param contrasts contrasts x columns, row-major
 */
export function quasiLikelihoodTest(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  quasi: QuasiFit,
  contrasts: Float64Array,
): GeneTests {
  const { samples, columns } = design;
  const genes = quasi.dispersions.length;
  const ratio = likelihoodRatioTest(counts, sizes, design, quasi.dispersions, quasi.deviance, contrasts);
  const { posterior, priorDf } = quasi.squeezed;
  const statistic = ratio.statistic.map((value, g) => value / ratio.df / posterior[g]);
  const most = genes * (samples - columns);
  const denominatorDf = priorDf.map((df, g) => Math.min(df + quasi.residualDf[g], most));
  const pvalue = statistic.map((value, g) => fisherF.upper(value, ratio.df, denominatorDf[g]));
  const below = Int32Array.from(pvalue, (_, g) => g).filter((g) => belowPoisson(quasi, g, samples));
  if (below.length > 0) {
    const part = Float64Array.from({ length: below.length * samples }, (_, i) => {
      return counts[below[Math.floor(i / samples)] * samples + (i % samples)];
    });
    const none = new Float64Array(below.length);
    const deviance = devianceUnder(design, { counts: part, sizes, dispersions: none });
    const poisson = likelihoodRatioTest(part, sizes, design, none, deviance, contrasts);
    below.forEach((g, i) => {
      pvalue[g] = Math.max(pvalue[g], poisson.pvalue[i]);
    });
  }
  return { statistic, df: ratio.df, denominatorDf, pvalue };
}

function belowPoisson({ fit, dispersions, squeezed }: QuasiFit, g: number, samples: number): boolean {
  for (let j = 0; j < samples; j++)
    if (squeezed.posterior[g] * (1 + dispersions[g] * fit.means[g * samples + j]) < 1) return true;
  return false;
}

/**
 * Coefficients with a small prior count in proportion to depth, so that fold changes of genes without counts stay finite
 * (edgeR's `predFC`). Natural logarithms, genes x columns.
 */
export function shrunkenCoefficients(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  dispersions: Float64Array,
): Float64Array {
  const prior = priorCounts(sizes, PRIOR_COUNT);
  const raised = withPriorCounts(counts, prior.added);
  return fitGenes(design, { counts: raised, sizes: prior.sizes, dispersions }).coefficients;
}

/** log2 fold change of a contrast from coefficients in natural logarithms. */
export function logFoldChange(coefficients: Float64Array, contrast: Float64Array): Float64Array {
  const p = contrast.length;
  return Float64Array.from({ length: coefficients.length / p }, (_, g) => {
    let sum = 0;
    for (let k = 0; k < p; k++) if (contrast[k] !== 0) sum += contrast[k] * coefficients[g * p + k];
    return sum / LN_2;
  });
}
