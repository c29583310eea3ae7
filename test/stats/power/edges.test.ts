import { describe, expect, it } from 'vitest';
import * as power from '../../../src/stats/power/index.ts';

describe('planning', () => {
  it('no effect has the level as its power, and no sample size', () => {
    expect(power.tTestPower(10, { difference: 0 })).toBeCloseTo(0.05, 12);
    expect(power.anovaPower(10, { groups: 3, f: 0 })).toBeCloseTo(0.05, 12);
    expect(power.tTestSampleSize(0.8, { difference: 0 })).toBeNaN();
    expect(power.falsePositivesIgnoringLitters(5, { pupsPerLitter: 4, icc: 0 })).toBeCloseTo(0.05, 10);
    expect(power.falsePositivesIgnoringLitters(5, { pupsPerLitter: 1, icc: 0.4 })).toBeCloseTo(0.05, 10);
  });
  it('a huge effect needs the least there is', () => {
    expect(power.tTestSampleSize(0.8, { difference: 100 })).toBe(2);
    expect(power.tTestPower(1, { difference: 1 })).toBeNaN();
    expect(power.tTestPower([1, 2], { difference: 1 })).toBeGreaterThan(0.05);
    expect(power.tTestPower([3, 4], { difference: 1, design: 'paired' })).toBeNaN();
  });
  it('sample sizes and differences are inverses of power', () => {
    for (const target of [0.3, 0.8, 0.99]) {
      const n = power.tTestSampleSize(target, { difference: 0.7 });
      expect(power.tTestPower(n, { difference: 0.7 })).toBeCloseTo(target, 12);
      const plan = { pupsPerLitter: 6, icc: 0.3, difference: 0.9 };
      const litters = power.litterDesignSampleSize(target, plan);
      expect(power.litterDesignPower(litters, plan)).toBeCloseTo(target, 12);
      const found = power.litterDesignDetectableDifference(7, target, plan);
      expect(power.litterDesignPower(7, { ...plan, difference: found })).toBeCloseTo(target, 12);
      expect(power.correlationPower(0.4, power.correlationSampleSize(target, 0.4))).toBeCloseTo(target, 12);
    }
  });
  it('targets that cannot be reached are NaN', () => {
    expect(power.tTestSampleSize(1, { difference: 1 })).toBeNaN();
    expect(power.tTestDetectableDifference(8, 0.01, {})).toBeNaN();
  });
  it('more litters help, more pups in a litter little', () => {
    const base = power.litterDesignPower(6, { pupsPerLitter: 4, icc: 0.4, difference: 1 });
    const litters = power.litterDesignPower(12, { pupsPerLitter: 4, icc: 0.4, difference: 1 });
    const pups = power.litterDesignPower(6, { pupsPerLitter: 8, icc: 0.4, difference: 1 });
    expect(litters - base).toBeGreaterThan(4 * (pups - base));
  });
  it('three against three cannot reach 0.05 by ranks', () => {
    expect(power.smallestRankSumP(3, 3)).toBeCloseTo(0.1, 14);
    expect(power.smallestRankSumP(1, 1)).toBe(1);
  });
});
