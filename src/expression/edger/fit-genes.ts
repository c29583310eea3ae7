import { deviances, fitDamped, fitGroups } from './damped-kernel.ts';
import type { GlmDesign } from './glm-design.ts';

/** Negative binomial log-linear fits of many genes. */
export interface GeneFits {
  /** genes x columns, natural logarithms of levels relative to library sizes. */
  coefficients: Float64Array;
  /** genes x samples. */
  means: Float64Array;
  deviance: Float64Array;
}

/** Counts, sizes and dispersions of the fits. */
export interface GlmInput {
  genes: number;
  /** genes x samples. */
  counts: Float64Array;
  /** Size per sample: what a gene of level 1 would count. One row for all genes. */
  sizes: Float64Array;
  /** Per gene. */
  dispersions: Float64Array;
  /** Coefficients to start from, genes x columns, or null. */
  start: Float64Array | null;
}

/**
 * Fits every gene: designs in which every group has its own mean by Newton's method group by group, others by damped scoring.
 */
export function fitGenes(design: GlmDesign, input: GlmInput): GeneFits {
  const { genes } = input;
  const fits = {
    coefficients: new Float64Array(genes * design.columns),
    means: new Float64Array(genes * design.samples),
    deviance: new Float64Array(genes),
  };
  if (design.oneWay) fitByGroup(design, input, fits);
  else fitByScoring(design, input, fits);
  fits.deviance.set(deviances(input.counts, fits.means, input.dispersions, design.samples));
  return fits;
}

function fitByGroup(design: GlmDesign, { genes, counts, sizes, dispersions, start }: GlmInput, fits: GeneFits): void {
  const { columns: p, groups, groupRows, fromGroups } = design;
  const starts = start === null ? null : new Float64Array(genes * groups);
  if (start !== null && starts !== null) {
    for (let g = 0; g < genes; g++)
      for (let group = 0; group < groups; group++)
        for (let k = 0; k < p; k++) starts[g * groups + group] += groupRows[group * p + k] * start[g * p + k];
  }
  const { levels, means } = fitGroups(design, counts, sizes, dispersions, starts);
  fits.means.set(means);
  for (let g = 0; g < genes; g++) {
    for (let k = 0; k < p; k++) {
      let sum = 0;
      for (let group = 0; group < groups; group++) sum += fromGroups[k * p + group] * levels[g * groups + group];
      fits.coefficients[g * p + k] = sum;
    }
  }
}

function fitByScoring(design: GlmDesign, { counts, sizes, dispersions, start }: GlmInput, fits: GeneFits): void {
  const { coefficients, means } = fitDamped(design, counts, sizes, dispersions, start);
  fits.coefficients.set(coefficients);
  fits.means.set(means);
}
