import { exp, lgamma, log } from '../../stats/index.ts';
import type { GlmDesign } from './glm-design.ts';
import { groupLevel } from './group-mean.ts';
import { halfLogDeterminant } from './half-log-determinant.ts';
import { fitLevenberg, levenbergRoom, nullStart } from './levenberg.ts';

/**
 * Adjusted profile log likelihood of one gene at any dispersion (McCarthy, Chen & Smyth 2012), the means fitted afresh, as edgeR's
 * `adjustedProfileLik`. Terms that do not depend on the dispersion are left out.
 *
 * @returns a function from (counts, position of the gene's first count, dispersion above 0)
 */
export function adjustedLikelihood(
  design: GlmDesign,
  sizes: Float64Array,
): (counts: Float64Array, at: number, dispersion: number) => number {
  const { samples, groups, groupOf } = design;
  const room = levenbergRoom(design, sizes);
  const fitMeans = (counts: Float64Array, at: number, dispersion: number): void => {
    if (!design.oneWay) {
      room.dispersions.fill(dispersion);
      nullStart(design, counts, at, sizes, room);
      fitLevenberg(design, counts, at, sizes, room);
      return;
    }
    for (let group = 0; group < groups; group++)
      room.scales[group] = exp(groupLevel(counts, at, sizes, dispersion, groupOf, group));
    for (let j = 0; j < samples; j++) room.means[j] = sizes[j] * room.scales[groupOf[j]];
  };
  return (counts, at, dispersion) => {
    fitMeans(counts, at, dispersion);
    const size = 1 / dispersion;
    let sum = -samples * (lgamma(size) - size * log(size));
    for (let j = 0; j < samples; j++) {
      const [count, mean] = [counts[at + j], room.means[j]];
      if (mean === 0) {
        sum += lgamma(size) - size * log(size);
        continue;
      }
      sum += (count === 0 ? 0 : count * log(mean)) - (count + size) * log(mean + size) + lgamma(count + size);
    }
    return sum - halfLogDeterminant(design, room, dispersion);
  };
}
