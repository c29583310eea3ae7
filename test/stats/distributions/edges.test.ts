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
