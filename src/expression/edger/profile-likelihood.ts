import { exp, log } from '../../stats/index.ts';
import { GRID_DISPERSIONS, gammaTerm } from './dispersion-grid.ts';
import type { GlmDesign } from './glm-design.ts';
import { groupLevel } from './group-mean.ts';
import { fitLevenberg, type LevenbergRoom, levenbergRoom, nullStart } from './levenberg.ts';

const POINTS = GRID_DISPERSIONS.length;

/**
 * Adjusted profile log likelihood of the dispersion of one gene at every grid point (McCarthy, Chen & Smyth 2012): the means
 * are refitted at each dispersion, starting from the last, and ½ ln |X'WX| is taken off (Cox & Reid 1987). Terms that do not
 * depend on the dispersion are left out: curves are only compared with themselves.
 *
 * @returns a function from (counts, position of the gene's first count, output, position of its first point)
 */
export function profileLikelihood(
  design: GlmDesign,
  sizes: Float64Array,
): (counts: Float64Array, at: number, out: Float64Array, to: number) => void {
  return design.oneWay ? groupProfile(design, sizes) : scoringProfile(design, sizes);
}

function groupProfile(design: GlmDesign, sizes: Float64Array): ReturnType<typeof profileLikelihood> {
  const { groups, groupOf, samples } = design;
  const levels = new Float64Array(groups);
  const scales = new Float64Array(groups);
  const weights = new Float64Array(groups);
  return (counts, at, out, to) => {
    levels.fill(NaN);
    for (let point = 0; point < POINTS; point++) {
      const dispersion = GRID_DISPERSIONS[point];
      const size = 1 / dispersion;
      for (let group = 0; group < groups; group++) {
        levels[group] = groupLevel(counts, at, sizes, dispersion, groupOf, group, levels[group]);
        scales[group] = exp(levels[group]);
      }
      weights.fill(0);
      let sum = 0;
      for (let j = 0; j < samples; j++) {
        const count = counts[at + j];
        const mean = sizes[j] * scales[groupOf[j]];
        if (mean === 0) continue;
        sum += count * levels[groupOf[j]] - (count + size) * log(mean + size) + gammaTerm(point, count);
        weights[groupOf[j]] += mean / (1 + dispersion * mean);
      }
      for (let group = 0; group < groups; group++) sum -= 0.5 * log(weights[group]);
      out[to + point] = sum;
    }
  };
}

function scoringProfile(design: GlmDesign, sizes: Float64Array): ReturnType<typeof profileLikelihood> {
  const { samples } = design;
  const room = levenbergRoom(design, sizes);
  return (counts, at, out, to) => {
    for (let point = 0; point < POINTS; point++) {
      const dispersion = GRID_DISPERSIONS[point];
      const size = 1 / dispersion;
      room.dispersions.fill(dispersion);
      if (point === 0) nullStart(design, counts, at, sizes, room);
      fitLevenberg(design, counts, at, sizes, room);
      let sum = 0;
      for (let j = 0; j < samples; j++) {
        const mean = room.means[j];
        if (mean === 0) continue;
        const count = counts[at + j];
        const seen = count === 0 ? 0 : count * log(mean);
        sum += seen - (count + size) * log(mean + size) + gammaTerm(point, count);
      }
      out[to + point] = sum - halfLogDeterminant(design, room, dispersion);
    }
  };
}

/** ½ ln |X'WX| at the fitted means; pivots that are nothing count as 1e-10. */
export function halfLogDeterminant(design: GlmDesign, room: LevenbergRoom, dispersion: number): number {
  const { samples, groups, groupOf, groupRows, columns: p } = design;
  const { information, factor, means, weights } = room;
  weights.fill(0);
  for (let j = 0; j < samples; j++) weights[groupOf[j]] += means[j] / (1 + dispersion * means[j]);
  information.fill(0);
  for (let group = 0; group < groups; group++) {
    for (let k = 0; k < p; k++) {
      const scaled = weights[group] * groupRows[group * p + k];
      if (scaled === 0) continue;
      for (let l = 0; l <= k; l++) information[k * p + l] += scaled * groupRows[group * p + l];
    }
  }
  let sum = 0;
  // L D L' without roots: column j of `factor` below the diagonal is L, its diagonal D
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let value = information[i * p + j];
      for (let k = 0; k < j; k++) value -= factor[i * p + k] * factor[j * p + k] * factor[k * p + k];
      // a column without any weight (a group without counts) takes no part in the elimination
      factor[i * p + j] = i === j ? value : factor[j * p + j] === 0 ? 0 : value / factor[j * p + j];
    }
    const pivot = factor[j * p + j];
    sum += 0.5 * log(Math.max(pivot, 1e-10));
  }
  return sum;
}
