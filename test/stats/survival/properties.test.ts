import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/stats/random.ts';
import * as survival from '../../../src/stats/survival/index.ts';
import { exponentialVariate } from '../../../src/stats/variates.ts';
import { expectClose } from '../../support/close.ts';

/** Latencies of two groups with hazard ratio 2, cut at 3. */
function simulated(n: number, index: number) {
  const stream = randomStream(7, 'survival-test', index);
  const groups = Array.from({ length: n }, (_, i) => i % 2);
  const latencies = groups.map((group) => exponentialVariate(stream, group === 1 ? 1 : 2));
  return { groups, times: latencies.map((one) => Math.min(3, one)), events: latencies.map((one) => one < 3) };
}

describe('survival', () => {
  it('without censoring the curve is the share of larger values', () => {
    const curve = survival.kaplanMeier([3, 1, 2, 4], [1, 1, 1, 1]);
    expect(Array.from(curve.survival)).toEqual([0.75, 0.5, 0.25, 0]);
    expect(survival.survivalQuantile(curve, 0.5).estimate).toBe(2.5);
    expectClose(survival.restrictedMean(curve, 4).mean, 2.5, 1e-14);
  });

  it('animals that never did it are not averaged as if they had', () => {
    const { estimate, high } = survival.survivalQuantile(survival.kaplanMeier([600, 600, 600, 100], [0, 0, 0, 1]), 0.5);
    expect([estimate, high]).toEqual([NaN, NaN]);
  });

  it('the score test of Cox with exact ties is the log-rank test', () => {
    const { groups, times, events } = simulated(40, 0);
    const rounded = times.map((one) => Math.ceil(one * 4) / 4);
    const model = survival.fitCox(rounded, events, Float64Array.from(groups), { ties: 'exact' });
    expectClose(model.score.statistic, survival.logRankTest(rounded, events, groups).statistic, 1e-12);
  });

  it('derivatives: the estimate does not move when times are stretched or predictors rescaled', () => {
    const { groups, times, events } = simulated(60, 1);
    const base = survival.fitCox(times, events, Float64Array.from(groups)).coefficients[0];
    const stretched = survival.fitCox(
      times.map((one) => 5 * one * one),
      events,
      Float64Array.from(groups, (one) => 100 + 10 * one),
    ).coefficients[0];
    expectClose(stretched.estimate * 10, base.estimate, 1e-12);
    expectClose(stretched.se * 10, base.se, 1e-12);
  });

  it('tests of several coefficients and of contrasts agree with the model of other columns', () => {
    const { times, events } = simulated(60, 2);
    const three = times.map((_, i) => i % 3);
    const columns = (second: number, third: number) =>
      Float64Array.from(three.flatMap((one) => [one === second ? 1 : 0, one === third ? 1 : 0]));
    const first = survival.fitCox(times, events, columns(1, 2));
    const other = survival.fitCox(times, events, columns(0, 1));
    expectClose(survival.coxWaldTest(first, [0, 1]).statistic, first.wald.statistic, 1e-10);
    const { estimate, se } = survival.coxContrast(first, Float64Array.of(1, -1));
    expectClose(estimate, other.coefficients[1].estimate, 1e-8);
    expectClose(se, other.coefficients[1].se, 1e-8);
  });

  it('intervals of the log hazard ratio cover it', () => {
    let covered = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const { groups, times, events } = simulated(60, run + 10);
      const [one] = survival.fitCox(times, events, Float64Array.from(groups)).coefficients;
      if (one.low <= 2 && one.high >= 2) covered++;
    }
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs));
  });

  it('names what cannot be compared', () => {
    expect(() => survival.kaplanMeier([1, NaN], [1, 1])).toThrow(/missing/);
    expect(() => survival.kaplanMeier([1, 2], [1, 2])).toThrow(/event mark/);
    expect(() => survival.logRankTest([1, 2], [0, 0], [0, 1])).toThrow(/no animal had the event/);
    expect(() => survival.logRankTest([1, 2], [1, 1], [0, 1], { strata: [0, 1] })).toThrow(/at risk together/);
    expect(() => survival.fitCox([1, 2, 3], [1, 1, 1], Float64Array.of(1, 1, 1))).toThrow(/does not vary/);
    expect(() => survival.fitCox([1, 2, 3], [0, 0, 0], Float64Array.of(1, 2, 1))).toThrow(/no animal had the event/);
    expect(() => survival.fitCox([1, 2, 3, 4], [1, 1, 1, 1], Float64Array.of(1, 2, 3, 6, 0, 0, 2, 4))).toThrow(
      /depend on each other/,
    );
    expect(() => survival.fitAcceleratedModel([0, 2], [1, 1], Float64Array.of(1, 1))).toThrow(/no logarithm/);
    expect(() => survival.fitAcceleratedModel([2, 2, 2], [1, 1, 1], Float64Array.of(1, 1, 1))).toThrow(/one latency/);
  });
});
