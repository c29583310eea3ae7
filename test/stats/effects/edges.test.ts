import { describe, expect, it } from 'vitest';
import { noncentralT } from '../../../src/stats/distributions/index.ts';
import * as effects from '../../../src/stats/effects/index.ts';

describe('edges of effect sizes', () => {
  it('no spread, too few values: NaN, not a number that looks like one', () => {
    const constant = effects.standardizedDifference([1, 1, 1], [1, 1]);
    expect(constant.cohensD).toEqual({ estimate: NaN, lower: NaN, upper: NaN });
    expect(effects.standardizedDifference([1], [2]).hedgesG.estimate).toBeNaN();
    expect(effects.glassDelta([1, 2], [3]).estimate).toBeNaN();
  });
  it('one value against many still has a pooled standard deviation', () => {
    const result = effects.standardizedDifference([4], [1, 2, 3]);
    expect(result.df).toBe(2);
    expect(result.cohensD.estimate).toBeCloseTo(2, 14);
  });
  it('Cliff: samples that do not overlap have a finite inner limit', () => {
    const apart = effects.cliffsDelta([5, 6, 7], [1, 2, 3, 4]);
    expect(apart.delta.estimate).toBe(1);
    expect(apart.delta.upper).toBe(1);
    expect(apart.delta.lower).toBeLessThan(1);
    expect(apart.delta.lower).toBeGreaterThan(-1);
    const turned = effects.cliffsDelta([1, 2, 3, 4], [5, 6, 7]);
    expect(turned.delta.lower).toBe(-1);
    expect(turned.delta.upper).toBe(-apart.delta.lower);
    expect(effects.cliffsDelta([], [1]).delta.estimate).toBeNaN();
  });
  it("Hedges' correction stays exact for thousands of degrees of freedom", () => {
    // 1 - 3 / (4 m) - 7 / (32 m^2) + O(m^-3).
    expect(effects.hedgesCorrection(1e6)).toBeCloseTo(1 - 0.75e-6 - 0.21875e-12, 15);
    expect(effects.hedgesCorrection(2)).toBeCloseTo(0.5641895835477563, 14);
    expect(effects.hedgesCorrection(1)).toBeNaN();
  });
  it('the limits of the noncentrality put t at their tail points, also for a huge t', () => {
    for (const [t, df] of [
      [0, 5],
      [40, 18],
      [-3, 2.5],
    ]) {
      const { lower, upper } = effects.noncentralityOfT(t, df, 0.95);
      expect(noncentralT.upper(t, df, lower)).toBeCloseTo(0.025, 12);
      expect(noncentralT.lower(t, df, upper)).toBeCloseTo(0.025, 12);
    }
    expect(effects.noncentralityOfT(NaN, 5, 0.95).lower).toBeNaN();
  });
  it('an F below 1 has an interval from 0', () => {
    const result = effects.effectsOfF(0.4, 2, 30);
    expect(result.partialEtaSquared.lower).toBe(0);
    expect(result.partialOmegaSquared).toBeLessThan(0);
  });
  it('an empty cell is said to have no interval', () => {
    const { oddsRatio, riskRatio } = effects.compareRisks(5, 0, 3, 4);
    expect(oddsRatio.estimate).toBe(Infinity);
    expect(oddsRatio.lower).toBeNaN();
    expect(riskRatio.estimate).toBeCloseTo(7 / 3, 14);
  });
  it('correlations of too few pairs have no interval', () => {
    expect(effects.correlationInterval(0.5, 3).lower).toBeNaN();
    expect(effects.correlationInterval(1, 10)).toEqual({ estimate: 1, lower: 1, upper: 1 });
  });
  it('evidence for nothing is evidence against something', () => {
    expect(effects.bayesFactorOfT(0, 30, 8)).toBeLessThan(1);
    expect(effects.bayesFactorOfT(8, 30, 8)).toBeGreaterThan(1e4);
    expect(effects.bayesFactorOfT(2, 0, 8)).toBeNaN();
  });
});
