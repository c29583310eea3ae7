import { log } from '../../stats/index.ts';
import type { GlmDesign } from './glm-design.ts';
import type { LevenbergRoom } from './levenberg.ts';

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
