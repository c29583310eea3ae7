import { describe, expect, it } from 'vitest';
import { type GlmDesign, glmDesign } from '../../../src/expression/edger/glm-design.ts';
import { deviances, fitDamped, fitGroups, profileCurves } from '../../../src/expression/edger/log-linear-kernel.ts';
import { lgamma, log, negativeBinomialVariate, randomStream } from '../../../src/stats/index.ts';
import { expectClose } from '../../support/close.ts';

/** Genes from nearly silent to very deep, with dispersions from almost none to beyond the gamma limit. */
function simulated(samples: number) {
  const stream = randomStream(9, `damped/${samples}`);
  const sizes = Float64Array.from({ length: samples }, () => 1e6 * (0.5 + stream.uniform()));
  const means = [4, 20, 300, 5e4, 8e5];
  const dispersions = Float64Array.of(0.4, 0.1, 3e-5, 0.02, 6);
  const counts = means.flatMap((mean, g) =>
    Array.from(sizes, (size, j) => negativeBinomialVariate(stream, (mean * size * (1 + 0.4 * (j % 2))) / 1e6, dispersions[g])),
  );
  return { sizes, dispersions, counts: Float64Array.from(counts), genes: means.length };
}

const batches = (samples: number): GlmDesign => {
  const row = (j: number) => [1, j % 3 === 1 ? 1 : 0, j % 3 === 2 ? 1 : 0, j % 2];
  return glmDesign(Float64Array.from(Array.from({ length: samples }, (_, j) => row(j)).flat()), samples);
};
const twoGroups = (samples: number): GlmDesign =>
  glmDesign(
    Float64Array.from({ length: samples * 2 }, (_, at) => (at % 2 === 0 ? 1 : Math.floor(at / 2) % 2)),
    samples,
  );

/** Score of the coefficients, each relative to the information it rests on: nothing where the likelihood is largest. */
function largestScore(design: GlmDesign, y: Float64Array, means: Float64Array, dispersion: number): number {
  return Array.from({ length: design.columns }, (_, k) => {
    let [score, information] = [0, 0];
    for (let j = 0; j < design.samples; j++) {
      const x = design.matrix[j * design.columns + k];
      score += (x * (y[j] - means[j])) / (1 + dispersion * means[j]);
      information += (x * x * means[j]) / (1 + dispersion * means[j]);
    }
    return Math.abs(score) / Math.sqrt(information);
  }).reduce((most, value) => Math.max(most, value), 0);
}

describe.each([7, 8, 12])('negative binomial fits in the kernel, %i samples', (samples) => {
  const { sizes, dispersions, counts, genes } = simulated(samples);
  const input = { counts, sizes, dispersions };
  const rowOf = (values: Float64Array, g: number) => values.subarray(g * samples, (g + 1) * samples);

  it('end where the likelihood is largest: closely by groups, to edgeR’s loose tolerance by damped scoring', () => {
    for (const [design, means, bound] of [
      [twoGroups(samples), fitGroups(twoGroups(samples), input).means, 1e-7],
      [batches(samples), fitDamped(batches(samples), input).means, 1e-2],
    ] as const)
      for (let g = 0; g < genes; g++)
        expect(largestScore(design, rowOf(counts, g), rowOf(means, g), dispersions[g]), `gene ${g}`).toBeLessThan(bound);
  });

  it('give the same bits for one dispersion per gene or per sample, shared sizes or own', () => {
    const perSample = Float64Array.from({ length: counts.length }, (_, i) => dispersions[Math.floor(i / samples)]);
    const own = Float64Array.from({ length: counts.length }, (_, i) => sizes[i % samples]);
    for (const other of [
      { counts, sizes, dispersions: perSample },
      { counts, sizes: own, dispersions: perSample },
    ]) {
      expect(fitDamped(batches(samples), other)).toEqual(fitDamped(batches(samples), input));
      expect(fitGroups(twoGroups(samples), other)).toEqual(fitGroups(twoGroups(samples), input));
    }
  });

  it('have the deviance of the negative binomial, and of its Poisson limit', () => {
    const { means } = fitGroups(twoGroups(samples), input);
    const found = deviances(twoGroups(samples), counts, means, dispersions);
    for (let g = 0; g < genes; g++) {
      if (dispersions[g] > 1) continue;
      const [y, mu, phi] = [rowOf(counts, g), rowOf(means, g), dispersions[g]];
      let plain = 0;
      for (let j = 0; j < samples; j++) {
        const seen = y[j] === 0 ? 0 : y[j] * log(y[j] / mu[j]);
        plain += 2 * (seen - (y[j] + 1 / phi) * log((1 + phi * y[j]) / (1 + phi * mu[j])));
      }
      expectClose(found[g], plain, phi < 1e-4 ? 1e-3 : 1e-6, `deviance ${g}`);
    }
  });

  it('have curves of the adjusted profile likelihood, warm or anew, with or without a table', () => {
    const points = Float64Array.of(0.01, 0.1, 1);
    const table = Float64Array.from({ length: 3 * 100 }, (_, i) => {
      const r = 1 / points[Math.floor(i / 100)];
      return lgamma((i % 100) + r) - lgamma(r) + r * log(r);
    });
    for (const design of [twoGroups(samples), batches(samples)]) {
      const anew = profileCurves(design, counts, sizes, { dispersions: points, gammaTerms: null, afresh: true });
      const warm = profileCurves(design, counts, sizes, {
        dispersions: points,
        gammaTerms: { table, width: 100 },
        afresh: false,
      });
      anew.forEach((value, i) => {
        // damped scoring stops early, and not in the same place from another start
        expect(Math.abs(warm[i] - value), `point ${i}`).toBeLessThan(design.oneWay ? 1e-8 * Math.abs(value) : 1e-4);
      });
      const { means } = fitGroups(twoGroups(samples), { counts, sizes, dispersions: new Float64Array(genes).fill(0.1) });
      if (design.oneWay) expectClose(anew[4], adjusted(design, rowOf(counts, 1), rowOf(means, 1), 0.1), 1e-9, 'by the formula');
    }
  });
});

/** Log likelihood less half the log determinant of X'WX, for two groups written out. */
function adjusted(design: GlmDesign, y: Float64Array, means: Float64Array, phi: number): number {
  const r = 1 / phi;
  let sum = 0;
  const weights = [0, 0];
  for (let j = 0; j < y.length; j++) {
    sum += y[j] * log(means[j]) - (y[j] + r) * log(means[j] + r) + lgamma(y[j] + r) - lgamma(r) + r * log(r);
    weights[design.groupOf[j]] += means[j] / (1 + phi * means[j]);
  }
  // |X'WX| of an intercept and an indicator is the product of the groups' weights
  return sum - 0.5 * log(weights[0] * weights[1]);
}
