import { describe, expect, it } from 'vitest';
import * as special from '../../../src/stats/special/index.ts';
import { relativeError } from '../../support/close.ts';
import { statsFixtureRows } from '../../support/stats-fixtures.ts';

const rows = statsFixtureRows('distributions/special.tsv.gz');
const functions = ['lgamma', 'digamma', 'trigamma', 'erf', 'erfc', 'lbeta'] as const;

describe('special functions against 20 digits', () => {
  for (const name of functions) {
    it(`${name} to 1e-14`, () => {
      const own = rows.filter((row) => row[0] === name);
      expect(own).toHaveLength(80);
      for (const [, x, y, value] of own) {
        expect(relativeError(special[name](Number(x), Number(y)), Number(value)), `${name}(${x}, ${y})`).toBeLessThan(1e-14);
      }
    });
  }
});

describe('values known in closed form', () => {
  const close = (actual: number, expected: number) => expect(relativeError(actual, expected)).toBeLessThan(3e-15);
  it('lgamma near its zeros, below 0, at the poles', () => {
    close(special.lgamma(1 + 1e-9), -5.772157118381039e-10);
    close(special.lgamma(2 - 1e-9), -4.227843697573328e-10);
    close(special.lgamma(-0.5), 1.2655121234846454);
    close(special.lgamma(-10.5), -15.147270590717842);
    close(special.lgamma(171), 706.5730622457874);
    close(special.lgamma(1e100), 2.2925850929940456e102);
    for (const pole of [0, -1, -20]) expect(special.lgamma(pole)).toBe(Infinity);
    expect(special.lgamma(1)).toBe(0);
    expect(special.lgamma(2)).toBe(0);
    expect(special.lgamma(NaN)).toBeNaN();
  });
  it('digamma and trigamma by their recurrences and reflections', () => {
    close(special.digamma(1), -0.5772156649015329);
    close(special.digamma(0.5), -1.9635100260214235);
    expect(Math.abs(special.digamma(-0.5) - 0.03648997397857652)).toBeLessThan(1e-15);
    close(special.trigamma(1), 1.6449340668482264);
    close(special.trigamma(-0.5), 8.934802200544679);
    expect(Math.abs(special.digamma(1.4616321449683623))).toBeLessThan(1e-15);
    for (const pole of [0, -3]) {
      expect(special.digamma(pole)).toBeNaN();
      expect(special.trigamma(pole)).toBeNaN();
    }
  });
  it('log1pmx and logGamma1p without cancellation', () => {
    close(special.log1pmx(1e-5), -4.9999666669166655e-11);
    close(special.log1pmx(-0.3), -0.056674943938732375);
    close(special.log1pmx(0.3), -0.03763573553250894);
    close(special.log1pmx(5), -3.208240530771945);
    close(special.logGamma1p(1e-10), -5.7721566481928616e-11);
  });
  it('the scaled complementary error function does not underflow', () => {
    close(special.erfcScaled(100), 0.005641613782989433);
    close(special.erfcScaled(0.1), 0.8964569799691267);
    close(special.erfcScaled(-2), 108.94090438997797);
    expect(special.erfcScaled(-30)).toBe(Infinity);
  });
  it('the Stirling remainder completes lgamma on both sides of its switches', () => {
    for (const a of [1e-3, 0.3, 0.999999, 1, 1.7, 11.999999, 12, 300]) {
      const stirling = (a - 0.5) * Math.log(a) - a + 0.5 * Math.log(2 * Math.PI);
      expect(Math.abs(special.stirlingRemainder(a) + stirling - special.lgamma(a))).toBeLessThan(
        1e-14 * (1 + Math.abs(stirling)),
      );
    }
  });
});

describe('pairs of doubles', () => {
  it('carry what a logarithm leaves over', () => {
    // log 3 = 1.0986122886681098 - 9.07e-17 (first digits of the rest from 40-digit arithmetic)
    const [high, low] = special.extendedLogPair(3);
    expect(high).toBe(1.0986122886681098);
    expect(low).toBeCloseTo(-9.07129723500153e-17, 30);
    const [tiny, tinyLow] = special.extendedLogPair(5e-324);
    expect(tiny).toBe(-744.4400719213812);
    expect(Math.abs(tinyLow)).toBeLessThan(6e-14);
  });
  it('carry what a product leaves over', () => {
    expect(special.productError(1 + 2 ** -30, 1 + 2 ** -30)).toBe(2 ** -60);
    expect(special.productError(1e305, 1e300)).toBe(0);
  });
});
