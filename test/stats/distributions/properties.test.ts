import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as stats from '../../../src/stats/distributions/index.ts';

const parameter = fc.double({ min: -1, max: 3, noNaN: true }).map((power) => 10 ** power);
const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

interface Family {
  name: string;
  distribution: stats.Distribution<number[]>;
  parameters: fc.Arbitrary<number[]>;
}
const as = (distribution: unknown) => distribution as stats.Distribution<number[]>;
const CONTINUOUS: Family[] = [
  {
    name: 'normal',
    distribution: as(stats.normal),
    parameters: fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), parameter),
  },
  { name: 'studentT', distribution: as(stats.studentT), parameters: fc.tuple(parameter) },
  { name: 'fisherF', distribution: as(stats.fisherF), parameters: fc.tuple(parameter, parameter) },
  { name: 'chiSquared', distribution: as(stats.chiSquared), parameters: fc.tuple(parameter) },
  { name: 'beta', distribution: as(stats.beta), parameters: fc.tuple(parameter, parameter) },
  { name: 'gamma', distribution: as(stats.gamma), parameters: fc.tuple(parameter, parameter) },
];
const WHOLE = fc.integer({ min: 1, max: 400 });
const DISCRETE: Family[] = [
  {
    name: 'binomial',
    distribution: as(stats.binomial),
    parameters: fc.tuple(WHOLE, fc.double({ min: 0.001, max: 0.999, noNaN: true })),
  },
  { name: 'poisson', distribution: as(stats.poisson), parameters: fc.tuple(parameter) },
  {
    name: 'negativeBinomial',
    distribution: as(stats.negativeBinomial),
    parameters: fc.tuple(parameter, fc.double({ min: 0.01, max: 0.999, noNaN: true })),
  },
  { name: 'negativeBinomialOfMean', distribution: as(stats.negativeBinomialOfMean), parameters: fc.tuple(parameter, parameter) },
  {
    name: 'hypergeometric',
    distribution: as(stats.hypergeometric),
    parameters: fc.tuple(WHOLE, WHOLE, WHOLE).map(([m, n, k]) => [m, n, Math.min(k, m + n)]),
  },
];
const few = { numRuns: 150, seed: 20250804 };
const close = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));

describe.each(CONTINUOUS)('$name', ({ name, distribution, parameters }) => {
  it('the quantile puts its probability below it, the upper one above it, and they meet', () => {
    fc.assert(
      fc.property(parameters, probability, (ps, p) => {
        const x = distribution.quantile(p, ...ps);
        const tail = p < 0.5 ? distribution.lower(x, ...ps) : distribution.upper(x, ...ps);
        // A quantile rounds to the nearest double, where a steep or far tail moves by more than rounding.
        const blunt = Math.max(1e-11, 4e-16 * Math.abs((distribution.density(x, ...ps) * x) / tail));
        return x === 0 || Math.abs(x) === Infinity || x === 1 || close(tail, Math.min(p, 1 - p), blunt);
      }),
      few,
    );
  });
  it('tails add up to 1, logarithms are those of the tails, and the density is their slope', () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (ps, p) => {
        const x = distribution.quantile(p, ...ps);
        if (x === 0 || (name === 'beta' && Math.min(x, 1 - x) < 1e-4)) return true;
        const [lower, upper] = [distribution.lower(x, ...ps), distribution.upper(x, ...ps)];
        const h = 1e-5 * (name === 'beta' ? Math.min(x, 1 - x) : Math.abs(x));
        const slope = (distribution.lower(x + h, ...ps) - distribution.lower(x - h, ...ps)) / (2 * h);
        const density = distribution.density(x, ...ps);
        return (
          close(lower + upper, 1, 1e-14) &&
          close(Math.exp(distribution.logLower(x, ...ps)), lower, 1e-13) &&
          close(Math.exp(distribution.logUpper(x, ...ps)), upper, 1e-13) &&
          close(Math.exp(distribution.logDensity(x, ...ps)), density, 1e-12) &&
          // Central differences are good to h^2 times the curvature.
          (!(x - h > 0 || x < 0) || close(slope, density, 1e-4) || Math.abs(slope - density) * Math.abs(x) < 1e-6)
        );
      }),
      few,
    );
  });
});

describe.each(DISCRETE)('$name', ({ distribution, parameters }) => {
  it('masses are the steps of the lower tail, and tails add up to 1', () => {
    fc.assert(
      fc.property(parameters, fc.nat(300), (ps, k) => {
        const mass = distribution.density(k, ...ps);
        const step = k === 0 ? distribution.lower(0, ...ps) : distribution.lower(k, ...ps) - distribution.lower(k - 1, ...ps);
        const total = distribution.lower(k, ...ps) + distribution.upper(k, ...ps);
        return Math.abs(mass - step) < 1e-13 && close(total, 1, 1e-14) && distribution.density(k + 0.5, ...ps) === 0;
      }),
      few,
    );
  });
  it('the quantile is the first value whose lower tail reaches p', () => {
    fc.assert(
      fc.property(parameters, probability, (ps, p) => {
        const k = distribution.quantile(p, ...ps);
        const fuzz = 1 - 1e-12;
        const reaches = distribution.lower(k, ...ps) >= p * fuzz;
        const first = distribution.lower(k - 1, ...ps) * fuzz < p;
        const upperK = distribution.quantileUpper(p, ...ps);
        const upperFirst = distribution.upper(upperK, ...ps) * fuzz <= p && distribution.upper(upperK - 1, ...ps) > p * fuzz;
        return reaches && first && upperFirst;
      }),
      few,
    );
  });
});

describe('relations between distributions', () => {
  const relative = (a: number, b: number, tolerance: number) => expect(Math.abs(a / b - 1)).toBeLessThan(tolerance);
  it('t squared is F, F of one is chi-squared, a range of two is t', () => {
    relative(2 * stats.studentT.upper(2.3, 17), stats.fisherF.upper(2.3 * 2.3, 1, 17), 1e-13);
    relative(stats.fisherF.upper(3, 4, Infinity), stats.chiSquared.upper(12, 4), 1e-14);
    relative(stats.fisherF.lower(0.5, Infinity, 7), stats.chiSquared.upper(14, 7), 1e-14);
    relative(stats.studentT.upper(2, Infinity), stats.normal.upper(2), 1e-15);
    relative(stats.studentizedRange.lower(3, 2, 9), 1 - 2 * stats.studentT.upper(3 / Math.SQRT2, 9), 1e-12);
    relative(stats.noncentralT.upper(2, 12, 1e-9), stats.studentT.upper(2, 12), 1e-8);
    relative(stats.noncentralF.upper(4, 1, 12, 9), stats.noncentralT.upper(2, 12, 3) + stats.noncentralT.lower(-2, 12, 3), 1e-12);
    relative(stats.noncentralF.upper(4, 3, Infinity, 9), stats.noncentralChiSquared.upper(12, 3, 9), 1e-14);
    relative(stats.negativeBinomialOfMean.lower(3, Infinity, 2), stats.poisson.lower(3, 2), 1e-15);
    relative(stats.negativeBinomialOfMean.upper(9, 4, 6), stats.negativeBinomial.upper(9, 4, 0.4), 1e-14);
  });
  it('Dunnett with one group is t, with equal groups does not depend on their order', () => {
    relative(stats.dunnett.upper(2.5, 11, [0.6], 'two'), 2 * stats.studentT.upper(2.5, 11), 1e-11);
    relative(stats.dunnett.upper(2.5, 11, [0.6], 'one'), stats.studentT.upper(2.5, 11), 1e-11);
    const [a, b] = [stats.dunnett.upper(2.2, 20, [0.5, 0.7, 0.6], 'two'), stats.dunnett.upper(2.2, 20, [0.6, 0.5, 0.7], 'two')];
    relative(a, b, 1e-14);
    // The sign of a two-sided statistic does not matter.
    relative(stats.dunnett.upper(2.2, 20, [0.5, -0.7, 0.6], 'two'), a, 1e-14);
    // Independent comparisons: loadings of 0.
    relative(stats.dunnett.upper(2, Infinity, [0, 0, 0], 'one'), 1 - stats.normal.lower(2) ** 3, 1e-13);
    // Opposite correlations of one-sided statistics, by symmetry the same either way round.
    relative(stats.dunnett.upper(3, 9, [0.8, -0.8], 'one'), stats.dunnett.upper(3, 9, [-0.8, 0.8], 'one'), 1e-14);
    expect(stats.dunnett.upper(3, 9, [0.8, -0.8], 'one')).toBeGreaterThan(1.9 * stats.studentT.upper(3, 9));
  });
  it('critical values return their probability', () => {
    const loadings = stats.dunnettLoadings(12, [8, 10, 9]);
    for (const sides of ['one', 'two'] as const) {
      relative(stats.dunnett.upper(stats.dunnett.quantileUpper(0.05, 30, loadings, sides), 30, loadings, sides), 0.05, 1e-11);
      relative(stats.dunnett.lower(stats.dunnett.quantile(0.2, 30, loadings, sides), 30, loadings, sides), 0.2, 1e-11);
      relative(
        stats.dunnett.quantileUpperLog(Math.log(0.01), 30, loadings, sides),
        stats.dunnett.quantile(0.99, 30, loadings, sides),
        1e-11,
      );
    }
    relative(stats.studentizedRange.upper(stats.studentizedRange.quantileUpper(1e-8, 5, 7), 5, 7), 1e-8, 1e-10);
    relative(stats.studentizedRange.lower(stats.studentizedRange.quantileLog(-20, 5, 7), 5, 7), Math.exp(-20), 1e-10);
    relative(stats.noncentralT.lower(stats.noncentralT.quantile(0.01, 7, 2), 7, 2), 0.01, 1e-12);
    relative(stats.noncentralT.upper(stats.noncentralT.quantileUpper(1e-9, 7, -2), 7, -2), 1e-9, 1e-12);
    relative(stats.noncentralF.lower(stats.noncentralF.quantile(0.3, 3, 9, 4), 3, 9, 4), 0.3, 1e-12);
    relative(stats.noncentralF.upper(stats.noncentralF.quantileUpperLog(-30, 3, 90, 4), 3, 90, 4), Math.exp(-30), 1e-12);
    relative(stats.noncentralChiSquared.upper(stats.noncentralChiSquared.quantileUpper(1e-6, 3, 50), 3, 50), 1e-6, 1e-12);
    relative(stats.noncentralChiSquared.lower(stats.noncentralChiSquared.quantileLog(-9, 3, 50), 3, 50), Math.exp(-9), 1e-12);
  });
  it('densities of the noncentral distributions and of the range are slopes of their tails', () => {
    const h = 1e-4;
    const slope = (lower: (x: number) => number, x: number) => (lower(x + h) - lower(x - h)) / (2 * h);
    relative(
      stats.noncentralT.density(1.2, 8, 2),
      slope((x) => stats.noncentralT.lower(x, 8, 2), 1.2),
      1e-6,
    );
    relative(
      stats.noncentralF.density(1.2, 3, 8, 2),
      slope((x) => stats.noncentralF.lower(x, 3, 8, 2), 1.2),
      1e-6,
    );
    relative(
      stats.noncentralF.density(1.2, 3, Infinity, 2),
      slope((x) => stats.noncentralF.lower(x, 3, Infinity, 2), 1.2),
      1e-6,
    );
    relative(
      stats.noncentralChiSquared.density(5, 3, 2),
      slope((x) => stats.noncentralChiSquared.lower(x, 3, 2), 5),
      1e-6,
    );
    relative(
      stats.studentizedRange.density(3, 4, 8),
      slope((x) => stats.studentizedRange.lower(x, 4, 8), 3),
      1e-6,
    );
    relative(
      stats.studentizedRange.density(3, 2, 8),
      slope((x) => stats.studentizedRange.lower(x, 2, 8), 3),
      1e-6,
    );
  });
});
