import { describe, expect, it } from 'vitest';
import { deviances, fitDamped, fitGroups, profileCurves } from '../../../src/expression/edger/damped-kernel.ts';
import { glmDesign } from '../../../src/expression/edger/glm-design.ts';
import { groupLevel } from '../../../src/expression/edger/group-mean.ts';
import { fitLevenberg, levenbergRoom, nullStart } from '../../../src/expression/edger/levenberg.ts';
import { totalDeviance } from '../../../src/expression/edger/unit-deviance.ts';
import { negativeBinomialVariate, randomStream } from '../../../src/stats/index.ts';
import { expectClose } from '../../support/close.ts';

/** Genes from nearly silent to very deep, with dispersions from almost none to the gamma limit. */
function simulated(samples: number) {
  const stream = randomStream(9, `damped/${samples}`);
  const sizes = Float64Array.from({ length: samples }, () => 1e6 * (0.5 + stream.uniform()));
  const means = [0.4, 3, 20, 300, 5e4, 8e5];
  const dispersions = Float64Array.from(means, (_, g) => [2, 0.4, 0.1, 3e-5, 0.02, 6][g]);
  const counts = Float64Array.from(
    means.flatMap((mean, g) =>
      Array.from(sizes, (size, j) => negativeBinomialVariate(stream, (mean * size * (1 + 0.4 * (j % 2))) / 1e6, dispersions[g])),
    ),
  );
  return { sizes, dispersions, counts, genes: means.length };
}

const batches = (samples: number): Float64Array =>
  Float64Array.from({ length: samples * 4 }, (_, at) => {
    const [j, k] = [Math.floor(at / 4), at % 4];
    return [1, j % 3 === 1 ? 1 : 0, j % 3 === 2 ? 1 : 0, j % 2][k];
  });

describe.each([7, 8, 12])('negative binomial fits in the kernel, %i samples', (samples) => {
  const { sizes, dispersions, counts, genes } = simulated(samples);

  it('damped scoring takes the road of the plain one', () => {
    const design = glmDesign(batches(samples), samples);
    const found = fitDamped(design, counts, sizes, dispersions, null);
    const room = levenbergRoom(design, sizes);
    for (let g = 0; g < genes; g++) {
      room.dispersions.fill(dispersions[g]);
      nullStart(design, counts, g * samples, sizes, room);
      fitLevenberg(design, counts, g * samples, sizes, room);
      for (let j = 0; j < samples; j++)
        expectClose(found.means[g * samples + j], room.means[j], 1e-9, `mean of gene ${g} in sample ${j}`, 1e-6);
    }
    const own = deviances(counts, found.means, dispersions, samples);
    for (let g = 0; g < genes; g++) {
      const row = found.means.subarray(g * samples, (g + 1) * samples);
      expectClose(own[g], totalDeviance(counts, g * samples, row, dispersions[g]), 1e-9, `deviance ${g}`, 1e-3);
    }
  });

  it('groups have the levels of the plain scoring', () => {
    const matrix = Float64Array.from({ length: samples * 2 }, (_, at) => (at % 2 === 0 ? 1 : Math.floor(at / 2) % 2));
    const design = glmDesign(matrix, samples);
    const found = fitGroups(design, counts, sizes, dispersions, null);
    for (let g = 0; g < genes; g++)
      for (let group = 0; group < 2; group++) {
        const level = groupLevel(counts, g * samples, sizes, dispersions[g], design.groupOf, group);
        expectClose(found.levels[g * 2 + group], Math.max(level, -1e8), 1e-10, `level ${group} of gene ${g}`);
      }
    const curves = profileCurves(design, counts, sizes);
    expect(curves.length).toBe(genes * 21);
    // a group without counts is taken out before curves are asked for (zero-means.ts)
    const seen = Array.from({ length: genes }, (_, g) => found.levels[g * 2] > -1e8 && found.levels[g * 2 + 1] > -1e8);
    expect(curves.every((value, at) => !seen[Math.floor(at / 21)] || Number.isFinite(value))).toBe(true);
  });
});
