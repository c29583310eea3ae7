import { exp } from '../../stats/index.ts';
import type { GlmDesign } from './glm-design.ts';
import { groupLevel } from './group-mean.ts';
import { fitLevenberg, levenbergRoom, nullStart } from './levenberg.ts';
import { totalDeviance } from './unit-deviance.ts';

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
  return fits;
}

/** A log level that stands for minus infinity, so that coefficients stay finite. */
const NO_EXPRESSION = -1e8;

function fitByGroup(design: GlmDesign, { genes, counts, sizes, dispersions, start }: GlmInput, fits: GeneFits): void {
  const { samples, columns: p, groups, groupOf, groupRows, fromGroups } = design;
  const levels = new Float64Array(groups);
  const scales = new Float64Array(groups);
  for (let g = 0; g < genes; g++) {
    const at = g * samples;
    for (let group = 0; group < groups; group++) {
      let from = start === null ? NaN : 0;
      if (start !== null) for (let k = 0; k < p; k++) from += groupRows[group * p + k] * start[g * p + k];
      const level = groupLevel(counts, at, sizes, dispersions[g], groupOf, group, from);
      levels[group] = Math.max(level, NO_EXPRESSION);
      scales[group] = exp(levels[group]);
    }
    for (let k = 0; k < p; k++) {
      let sum = 0;
      for (let group = 0; group < groups; group++) sum += fromGroups[k * p + group] * levels[group];
      fits.coefficients[g * p + k] = sum;
    }
    const means = fits.means.subarray(at, at + samples);
    for (let j = 0; j < samples; j++) means[j] = sizes[j] * scales[groupOf[j]];
    fits.deviance[g] = totalDeviance(counts, at, means, dispersions[g]);
  }
}

function fitByScoring(design: GlmDesign, { genes, counts, sizes, dispersions, start }: GlmInput, fits: GeneFits): void {
  const { samples, columns: p } = design;
  const room = levenbergRoom(design, sizes);
  for (let g = 0; g < genes; g++) {
    const at = g * samples;
    room.dispersions.fill(dispersions[g]);
    if (start === null) nullStart(design, counts, at, sizes, room);
    else room.beta.set(start.subarray(g * p, (g + 1) * p));
    fitLevenberg(design, counts, at, sizes, room);
    fits.deviance[g] = totalDeviance(counts, at, room.means, dispersions[g]);
    fits.coefficients.set(room.beta, g * p);
    fits.means.set(room.means, at);
  }
}
