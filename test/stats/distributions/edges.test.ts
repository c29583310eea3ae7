import { describe, expect, it } from 'vitest';
import * as stats from '../../../src/stats/distributions/index.ts';

describe('ends of the range', () => {
  it('tails at the ends are 0 and 1', () => {
    for (const [distribution, parameters] of [
      [stats.normal, [0, 1]],
      [stats.studentT, [5]],
      [stats.noncentralT, [5, 1]],
    ] as [stats.Distribution<number[]>, number[]][]) {
      expect(distribution.lower(-Infinity, ...parameters)).toBe(0);
      expect(distribution.upper(Infinity, ...parameters)).toBe(0);
      expect(distribution.lower(Infinity, ...parameters)).toBe(1);
      expect(distribution.logUpper(-Infinity, ...parameters)).toBeCloseTo(0, 300);
      expect(distribution.density(Infinity, ...parameters)).toBe(0);
      expect(distribution.quantile(0, ...parameters)).toBe(-Infinity);
      expect(distribution.quantileUpper(0, ...parameters)).toBe(Infinity);
    }
    for (const [distribution, parameters] of [
      [stats.gamma, [2, 1]],
      [stats.chiSquared, [3]],
      [stats.fisherF, [3, 4]],
      [stats.noncentralF, [3, 4, 2]],
      [stats.noncentralChiSquared, [3, 2]],
      [stats.studentizedRange, [3, 4]],
    ] as [stats.Distribution<number[]>, number[]][]) {
      expect(distribution.lower(0, ...parameters)).toBe(0);
      expect(distribution.upper(-1, ...parameters)).toBe(1);
      expect(distribution.upper(Infinity, ...parameters)).toBe(0);
      expect(distribution.lower(Infinity, ...parameters)).toBe(1);
      expect(distribution.quantile(0, ...parameters)).toBe(0);
      expect(distribution.quantileUpper(0, ...parameters)).toBe(Infinity);
      expect(distribution.quantile(1, ...parameters)).toBe(Infinity);
      expect(distribution.density(-1, ...parameters)).toBe(0);
    }
    expect(stats.beta.lower(-0.5, 2, 3)).toBe(0);
    expect(stats.beta.upper(1.5, 2, 3)).toBe(0);
    expect(stats.beta.quantile(1, 2, 3)).toBe(1);
    expect(stats.beta.quantile(0, 2, 3)).toBe(0);
  });
  it('densities at the ends are their limits', () => {
    expect(stats.gamma.density(0, 1, 2)).toBe(0.5);
    expect(stats.gamma.density(0, 0.5)).toBe(Infinity);
    expect(stats.gamma.density(0, 2)).toBe(0);
    expect(stats.beta.density(0, 1, 3)).toBeCloseTo(3, 14);
    expect(stats.beta.density(1, 3, 1)).toBeCloseTo(3, 14);
    expect(stats.beta.density(2, 3, 1)).toBe(0);
    expect(stats.fisherF.density(0, 2, 9)).toBe(1);
    expect(stats.fisherF.density(0, 1, 9)).toBe(Infinity);
    expect(stats.normal.density(1e9)).toBe(0);
    expect(stats.normal.density(0)).toBeCloseTo(0.3989422804014327, 15);
  });
  it('far tails neither underflow in their logarithms nor lose their sign', () => {
    expect(stats.normal.logLower(-1e8)).toBeCloseTo(-5e15 - 19.3396, -1);
    expect(stats.normal.upper(40)).toBe(0);
    expect(stats.studentT.logUpper(1e200, 3)).toBeCloseTo(-3 * 200 * Math.log(10) + Math.log((2 * Math.sqrt(3)) / Math.PI), 9);
    expect(stats.studentT.upper(1e200, 1)).toBeCloseTo(1e-200 / Math.PI, 210);
    expect(stats.chiSquared.logUpper(1e6, 2)).toBeCloseTo(-5e5, 6);
    expect(stats.binomial.logUpper(999, 1000, 1e-3)).toBeCloseTo(1000 * Math.log(1e-3), 8);
    expect(stats.poisson.logUpper(1000, 1e-3)).toBeLessThan(-12000);
  });
});

describe('parameters outside their range give NaN', () => {
  it.each([
    ['normal', stats.normal.lower(1, 0, -1)],
    ['normal density', stats.normal.density(1, 0, 0)],
    ['t', stats.studentT.upper(1, 0)],
    ['t of NaN', stats.studentT.upper(NaN, 3)],
    ['t quantile', stats.studentT.quantile(1.1, 3)],
    ['F', stats.fisherF.upper(1, -1, 3)],
    ['chi-squared', stats.chiSquared.lower(1, -2)],
    ['gamma', stats.gamma.lower(1, 1, 0)],
    ['beta', stats.beta.lower(0.5, 0, 1)],
    ['beta density', stats.beta.density(0.5, 0, 1)],
    ['binomial n', stats.binomial.lower(1, 2.5, 0.5)],
    ['binomial p', stats.binomial.density(1, 2, 1.5)],
    ['poisson', stats.poisson.lower(1, -1)],
    ['negative binomial', stats.negativeBinomial.lower(1, 0, 0.5)],
    ['negative binomial mean', stats.negativeBinomialOfMean.upper(1, 2, -1)],
    ['hypergeometric', stats.hypergeometric.lower(1, 2, 3, 9)],
    ['noncentral t', stats.noncentralT.lower(1, 0, 1)],
    ['noncentral F', stats.noncentralF.lower(1, 2, 3, -1)],
    ['noncentral chi-squared', stats.noncentralChiSquared.lower(1, 2, Infinity)],
    ['studentized range of one', stats.studentizedRange.lower(1, 1, 5)],
    ['studentized range of 2.5', stats.studentizedRange.quantile(0.9, 2.5, 5)],
    ['dunnett', stats.dunnett.lower(1, 5, [1], 'one')],
    ['dunnett of nothing', stats.dunnett.quantile(0.9, 5, [], 'one')],
    ['probability', stats.fisherF.quantile(-0.1, 2, 3)],
    ['logarithm of a probability', stats.normal.quantileLog(0.1)],
  ])('%s', (_, value) => {
    expect(value).toBeNaN();
  });
});

describe('degenerate distributions', () => {
  it('sit on their one value', () => {
    expect(stats.binomial.lower(0, 10, 0)).toBe(1);
    expect(stats.binomial.density(10, 10, 1)).toBe(1);
    expect(stats.binomial.density(9, 10, 1)).toBe(0);
    expect(stats.binomial.quantile(0.5, 0, 0.3)).toBe(0);
    expect(stats.poisson.density(0, 0)).toBe(1);
    expect(stats.poisson.upper(0, 0)).toBe(0);
    expect(stats.negativeBinomial.density(0, 3, 1)).toBe(1);
    expect(stats.negativeBinomialOfMean.lower(0, 3, 0)).toBe(1);
    expect(stats.hypergeometric.density(0, 0, 5, 3)).toBe(1);
    expect(stats.hypergeometric.density(4, 4, 5, 9)).toBe(1);
    expect(stats.hypergeometric.quantile(0.5, 0, 0, 0)).toBe(0);
    expect(stats.fisherF.upper(1.01, Infinity, Infinity)).toBe(0);
    expect(stats.fisherF.quantile(0.3, Infinity, Infinity)).toBe(1);
  });
});

describe('what tests and tables of textbooks print', () => {
  it.each([
    [stats.normal.quantileUpper(0.025), 1.959963984540054],
    [stats.studentT.quantileUpper(0.025, 10), 2.2281388519649385],
    [stats.fisherF.quantileUpper(0.05, 3, 20), 3.0983912121407795],
    [stats.chiSquared.quantileUpper(0.05, 1), 3.841458820694124],
    [stats.studentizedRange.quantileUpper(0.05, 3, 10), 3.8767768],
    [stats.binomial.quantile(0.975, 20, 0.5), 14],
    [stats.poisson.quantile(0.9, 3.5), 6],
  ])('%d is %d', (actual, expected) => {
    expect(actual).toBeCloseTo(expected, 6);
  });
});

describe('far from where distributions are usually asked', () => {
  it('noncentral t: huge noncentrality, huge and tiny degrees of freedom, t beyond any square', () => {
    // The median of chi_2 / sqrt(2) is sqrt(log 2).
    expect(stats.noncentralT.quantile(0.5, 2, 1e5) / (1e5 / Math.sqrt(Math.log(2)))).toBeCloseTo(1, 9);
    expect(stats.noncentralT.lower(1e4, 20, 1e4) + stats.noncentralT.upper(1e4, 20, 1e4)).toBeCloseTo(1, 12);
    expect(stats.noncentralT.upper(3, 1e12, 1.5)).toBeCloseTo(stats.normal.upper(1.5), 10);
    expect(stats.noncentralT.upper(1, 20, 1e300)).toBeCloseTo(1, 14);
    expect(stats.noncentralT.logUpper(1e300, 20, 3)).toBeCloseTo(-13776.429172839016, 8);
    expect(stats.noncentralT.upper(3, 0.01, 1.5)).toBeCloseTo(0.903962099913, 11);
  });
  it('noncentral chi-squared up to 1e10, and NaN beyond rather than an hour of work', () => {
    expect(stats.noncentralChiSquared.upper(1e10, 3, 1e10)).toBeCloseTo(0.5, 5);
    expect(stats.noncentralChiSquared.upper(1e12, 3, 1e12)).toBeNaN();
    // A noncentral chi-squared of many degrees is normal: mean df + lambda, variance 2 (df + 2 lambda).
    const z = (x: number) => (x - 2e6) / Math.sqrt(2 * 3e6);
    expect(stats.noncentralChiSquared.lower(2.001e6, 1e6, 1e6)).toBeCloseTo(stats.normal.lower(z(2.001e6)), 3);
  });
  it('Dunnett: all statistics far below, almost perfectly correlated, thirty groups', () => {
    expect(stats.dunnett.logLower(-50, 8, [0.7, 0.7, 0.7], 'one')).toBeCloseTo(-28.31967, 4);
    const single = 2 * stats.studentT.upper(2, 20);
    const twin = stats.dunnett.upper(2, 20, [0.9999, 0.9999], 'two');
    expect(twin).toBeGreaterThan(single);
    expect(twin).toBeLessThan(1.03 * single);
    const thirty = stats.dunnett.upper(3, 40, new Float64Array(30).fill(0.6), 'two');
    expect(thirty).toBeLessThan(30 * 2 * stats.studentT.upper(3, 40));
    expect(thirty).toBeGreaterThan(2 * stats.studentT.upper(3, 40));
  });
  it('the studentized range of a thousand groups, and with less than one degree of freedom', () => {
    const q = stats.studentizedRange.quantile(0.95, 1000, 30);
    expect(stats.studentizedRange.upper(q, 1000, 30)).toBeCloseTo(0.05, 12);
    const sum = stats.studentizedRange.upper(5, 3, 0.5) + stats.studentizedRange.lower(5, 3, 0.5);
    expect(sum).toBeCloseTo(1, 12);
    expect(stats.studentizedRange.logUpper(1e5, 3, 3)).toBeCloseTo(-31.984266166, 8);
  });
  it('probabilities are never above 1', () => {
    expect(
      stats.noncentralF.lower(8.390696228163556, 90.37592848021167, 414.2125911090763, 0.175392985780398),
    ).toBeLessThanOrEqual(1);
    expect(stats.studentizedRange.upper(1e-12, 5, 9)).toBeLessThanOrEqual(1);
  });
});

describe('where digits are easily lost (40-digit truth)', () => {
  const near = (actual: number, expected: number, tolerance: number) =>
    expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance);
  it('quantiles of tiny gamma shapes, which magnify the rounding of the logarithm', () => {
    near(stats.gamma.quantile(0.3, 0.006), 4.027149879990033977e-88, 5e-15);
    near(stats.gamma.quantile(0.11, 0.01), 7.8008437961904011111e-97, 5e-15);
    near(stats.gamma.quantile(1e-5, 0.02), 5.7068124422473436222e-251, 5e-15);
    near(stats.gamma.quantileUpper(0.55, 0.003), 1.427446026514084604e-116, 5e-14);
  });
  it('gamma with a shape of a million', () => {
    near(stats.gamma.lower(1.003e6, 1e6), 0.99863825935378241, 1e-15);
    near(stats.gamma.upper(1.003e6, 1e6), 0.0013617406462175915, 2e-15);
    near(stats.gamma.lower(2.49e5, 2.5e5), 0.022642042198113288, 2e-15);
    near(stats.gamma.lower(0.99e6, 1e6), 5.4466446930108087e-24, 2e-15);
    expect(stats.gamma.quantile(0.5, 1e12)).toBeCloseTo(1e12 - 1 / 3, 2);
  });
  it('a rare hypergeometric tail on the near side of its mean', () => {
    near(stats.hypergeometric.lower(0, 2695, 2, 1), 2 / 2697, 2e-15);
    near(stats.hypergeometric.logUpper(0, 2695, 2, 1), Math.log1p(-2 / 2697), 2e-15);
  });
  it('the range of means that nearly coincide', () => {
    // k w^(k-1) integral of density^k, to first order in w^2.
    const leading = (4 * 1e-18 * Math.sqrt(Math.PI / 2)) / (4 * Math.PI ** 2);
    near(stats.studentizedRange.lower(1e-6, 4, Infinity), leading, 1e-11);
  });
});
