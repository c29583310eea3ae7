import { describe, expect, it } from 'vitest';
import {
  exponentialVariate,
  gammaVariate,
  negativeBinomialVariate,
  poissonVariate,
  randomStream,
} from '../../src/stats/index.ts';

/** Mean and variance of n draws, as z values against their expectation (variance of the variance from the 4th moment). */
function moments(draw: () => number, n: number, mean: number, variance: number): { meanZ: number; varianceZ: number } {
  const values = Float64Array.from({ length: n }, draw);
  const m = values.reduce((sum, value) => sum + value, 0) / n;
  const deviations = values.map((value) => (value - mean) * (value - mean));
  const v = deviations.reduce((sum, value) => sum + value, 0) / n;
  const spread = deviations.reduce((sum, value) => sum + (value - v) * (value - v), 0) / n;
  return { meanZ: (m - mean) / Math.sqrt(variance / n), varianceZ: (v - variance) / Math.sqrt(spread / n) };
}

const N = 40_000;
describe('variates have the mean and variance they name', () => {
  const cases: [string, (index: number) => () => number, number, number][] = [
    ['exponential', (i) => bind(i, (s) => exponentialVariate(s, 3)), 3, 9],
    ['gamma 0.4', (i) => bind(i, (s) => gammaVariate(s, 0.4, 2)), 0.8, 1.6],
    ['gamma 7', (i) => bind(i, (s) => gammaVariate(s, 7, 0.5)), 3.5, 1.75],
    ['poisson 0.3', (i) => bind(i, (s) => poissonVariate(s, 0.3)), 0.3, 0.3],
    ['poisson 9.9', (i) => bind(i, (s) => poissonVariate(s, 9.9)), 9.9, 9.9],
    ['poisson 10.5', (i) => bind(i, (s) => poissonVariate(s, 10.5)), 10.5, 10.5],
    ['poisson 4000', (i) => bind(i, (s) => poissonVariate(s, 4000)), 4000, 4000],
    ['negative binomial', (i) => bind(i, (s) => negativeBinomialVariate(s, 50, 0.2)), 50, 550],
    ['negative binomial without dispersion', (i) => bind(i, (s) => negativeBinomialVariate(s, 5, 0)), 5, 5],
  ];
  function bind(index: number, draw: (stream: ReturnType<typeof randomStream>) => number): () => number {
    const stream = randomStream(11, 'test/variates', index);
    return () => draw(stream);
  }
  it.each(cases)('%s', (name, make, mean, variance) => {
    const { meanZ, varianceZ } = moments(make(name.length), N, mean, variance);
    expect(Math.abs(meanZ)).toBeLessThan(3.5);
    expect(Math.abs(varianceZ)).toBeLessThan(3.5);
  });
});

describe('poisson probabilities', () => {
  it.each([4, 12, 30])('mean %d: chi-square over the counts', (mean) => {
    const stream = randomStream(12, 'test/poisson', mean);
    const observed = new Map<number, number>();
    for (let i = 0; i < N; i++) {
      const k = poissonVariate(stream, mean);
      observed.set(k, (observed.get(k) ?? 0) + 1);
    }
    let probability = Math.exp(-mean);
    let chi = 0;
    let cells = 0;
    for (let k = 0; k < 3 * mean + 10; k++) {
      const expected = N * probability;
      if (expected >= 8) {
        const gap = (observed.get(k) ?? 0) - expected;
        chi += (gap * gap) / expected;
        cells++;
      }
      probability *= mean / (k + 1);
    }
    // 99.9 % point of chi-square by Wilson and Hilferty
    const limit = cells * (1 - 2 / (9 * cells) + 3.09 * Math.sqrt(2 / (9 * cells))) ** 3;
    expect(chi).toBeLessThan(limit);
  });

  it('a mean of zero gives zero', () => expect(poissonVariate(randomStream(1, 'x'), 0)).toBe(0));
});
