import { exp, log } from '../../stats/index.ts';
import { priorCounts } from '../edger/abundance.ts';
import type { GlmDesign } from '../edger/glm-design.ts';
import { groupLevel } from '../edger/group-mean.ts';
import { fitLevenberg, levenbergRoom, nullStart } from '../edger/levenberg.ts';

/** Mean prior count behind the batch effects (ComBat-seq's choice). */
const PRIOR_COUNT = 1e-4;
/** A log level that stands for minus infinity. */
const NO_EXPRESSION = -1e8;

/** One gene's negative binomial fit in which every sample has its own dispersion. */
export interface BatchFit {
  /** Per sample, from the counts as they are. */
  means: Float64Array;
  /** Natural logarithms, from the counts with a tiny prior count. */
  coefficients: Float64Array;
}

/**
 * A fitter of single genes at dispersions that differ between samples, but not between samples of equal design rows (edgeR's
 * `glmFit` with a matrix of dispersions and a prior count). Its answer is overwritten by the next fit.
 */
export function batchGlm(
  design: GlmDesign,
): (counts: Float64Array, at: number, sizes: Float64Array, dispersions: Float64Array) => BatchFit {
  const { samples, columns: p } = design;
  const room = levenbergRoom(design, new Float64Array(samples).fill(1));
  const raised = new Float64Array(samples);
  const fit: BatchFit = { means: new Float64Array(samples), coefficients: new Float64Array(p) };
  const run = (counts: Float64Array, at: number, sizes: Float64Array): void => {
    if (design.oneWay) {
      fitGroups(design, counts, at, sizes, room);
      return;
    }
    for (let j = 0; j < samples; j++) room.logSizes[j] = log(sizes[j]);
    nullStart(design, counts, at, sizes, room);
    fitLevenberg(design, counts, at, sizes, room);
  };
  return (counts, at, sizes, dispersions) => {
    room.dispersions.set(dispersions);
    run(counts, at, sizes);
    fit.means.set(room.means);
    const prior = priorCounts(sizes, PRIOR_COUNT);
    for (let j = 0; j < samples; j++) raised[j] = counts[at + j] + prior.added[j];
    run(raised, 0, prior.sizes);
    fit.coefficients.set(room.beta);
    return fit;
  };
}

function fitGroups(
  { samples, groups, groupOf, columns: p, fromGroups }: GlmDesign,
  counts: Float64Array,
  at: number,
  sizes: Float64Array,
  room: ReturnType<typeof levenbergRoom>,
): void {
  for (let group = 0; group < groups; group++) {
    const dispersion = room.dispersions[groupOf.indexOf(group)];
    room.levels[group] = Math.max(groupLevel(counts, at, sizes, dispersion, groupOf, group), NO_EXPRESSION);
    room.scales[group] = exp(room.levels[group]);
  }
  for (let j = 0; j < samples; j++) room.means[j] = sizes[j] * room.scales[groupOf[j]];
  for (let k = 0; k < p; k++) {
    room.beta[k] = 0;
    for (let group = 0; group < groups; group++) room.beta[k] += fromGroups[k * p + group] * room.levels[group];
  }
}
