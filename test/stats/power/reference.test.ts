import { describe, expect, it } from 'vitest';
import { cohensH } from '../../../src/stats/effects/index.ts';
import * as power from '../../../src/stats/power/index.ts';
import { expectClose } from '../../support/close.ts';
import { statsFixtureCases, statsFixtureText } from '../../support/stats-fixtures.ts';

/** Every case of power.json, and the accurate values of power_exact.json to 1e-10. */
const cases = statsFixtureCases('power.json');
const run = new Set<string>();
function truthOf<T = Record<string, number>>(id: string): T {
  run.add(id);
  const found = cases.get(id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found.result as T;
}
const { power: exact } = JSON.parse(statsFixtureText('power_exact.json')) as {
  power: Record<string, number> & Record<string, number[]>;
};

describe('t tests', () => {
  const farTailOnly = true;
  it('power', () => {
    expectClose(power.tTestPower(10, { difference: 1, farTailOnly }), exact['t.two.n10.d1'], 1e-10, 'two');
    expectClose(power.tTestPower(10, { difference: 1, farTailOnly }), truthOf('t.two.n10.d1').power, 1e-9, 'two, R');
    expectClose(power.tTestPower(6, { difference: 0.5 }), exact['t.two.strict'], 1e-10, 'strict');
    expectClose(power.tTestPower(6, { difference: -0.5 }), truthOf('t.two.strict').power, 1e-9, 'strict, R');
    expectClose(power.tTestPower(8, { difference: 1, sides: 'one', alpha: 0.025 }), exact['t.onesided'], 1e-10, 'one-sided');
    expectClose(power.tTestPower(8, { difference: 1, sides: 'one', alpha: 0.025 }), truthOf('t.onesided').power, 1e-9, 'one, R');
    expectClose(power.tTestPower([8, 12], { difference: 1 }), exact['t.unequal'], 1e-10, 'unequal');
    expectClose(power.tTestPower([8, 12], { difference: 1 }), truthOf('t.unequal').power, 1e-9, 'unequal, R');
  });
  it('sample size and detectable difference', () => {
    expectClose(power.tTestSampleSize(0.8, { difference: 1, farTailOnly }), truthOf('t.two.n').n, 1e-9, 'two-sample n');
    const one = power.tTestSampleSize(0.9, { difference: 0.6, design: 'one-sample', farTailOnly });
    expectClose(one, truthOf('t.one.n').n, 1e-9, 'one-sample n');
    expectClose(power.tTestDetectableDifference(8, 0.8, { farTailOnly }), truthOf('t.two.delta').delta, 1e-9, 'delta');
  });
});

describe('F tests', () => {
  const balanced = { groups: 4, f: Math.sqrt((3 / 4) * (0.5 / 1.5)) };
  it('analysis of variance', () => {
    expectClose(power.anovaPower(8, balanced), exact['anova.power'], 1e-10, 'anova.power');
    expectClose(power.anovaPower(8, balanced), truthOf('anova.power').power, 2e-9, 'anova.power, R');
    expectClose(power.anovaPower(10, { groups: 3, f: 0.4 }), exact['anova.f'], 1e-10, 'anova.f');
    expectClose(power.anovaPower(10, { groups: 3, f: 0.4 }), truthOf('anova.f').power, 2e-9, 'anova.f, R');
    expectClose(power.anovaSampleSize(0.8, balanced), truthOf('anova.n').n, 1e-8, 'anova.n');
    // The sample variance of these means is 0.5.
    const means = [-0.9, -0.3, 0.3, 0.9].map((value) => value * Math.sqrt(0.5 / 0.6));
    expectClose(power.cohensFOfMeans(means, Math.sqrt(1.5)), balanced.f, 1e-14, "Cohen's f");
  });
  it('regression', () => {
    expectClose(power.regressionPower(0.35, 3, 20), exact.f2, 1e-10, 'f2');
    expectClose(power.regressionPower(0.35, 3, 20), truthOf('f2').power, 2e-9, 'f2, R');
  });
  it('group by session interaction', () => {
    const means = [
      [0, 0, 0],
      [0, 0.5, 1],
    ];
    expectClose(power.interactionPower(8, { means, sdWithin: 1 }), exact['repeated.interaction.analytic'], 1e-10, 'interaction');
  });
});

describe('other tests', () => {
  it('chi-squared', () => {
    expectClose(power.chiSquaredPower(0.3, 80, 2), exact.chisq, 1e-10, 'chisq');
    expectClose(power.chiSquaredPower(0.3, 80, 2), truthOf('chisq').power, 1e-10, 'chisq, R');
  });
  it('correlations', () => {
    expectClose(power.correlationPower(0.7, 12), truthOf('r.power').power, 1e-10, 'r.power');
    // R's answer is that of uniroot at its default tolerance.
    expectClose(power.correlationSampleSize(0.8, 0.5), truthOf('r.n').n, 1e-5, 'r.n');
    const critical = truthOf<number[]>('cor.critical.fwer');
    [6, 8, 12, 16, 24, 40, 80].forEach((n, i) => {
      expectClose(power.criticalCorrelation(n, 0.05 / 15000), critical[i], 1e-10, `critical r of ${n}`);
    });
  });
  it('proportions', () => {
    expectClose(power.proportionsPower(20, 0.3, 0.7), truthOf('prop').power, 1e-10, 'prop');
    expectClose(cohensH(0.7, 0.3), truthOf('2p').h, 1e-12, 'h');
    expectClose(power.arcsineProportionsPower(20, cohensH(0.7, 0.3)), truthOf('2p').power, 1e-10, '2p');
  });
  it('what small samples can reach at all', () => {
    const truth = truthOf<Record<'n' | 'exactTwoSidedMin' | 'corStarMin05', number[]>>('smallest.p.mannwhitney');
    truth.n.forEach((n, i) => {
      expectClose(power.smallestRankSumP(n, n), truth.exactTwoSidedMin[i], 1e-12, `n = ${n}`);
      expectClose(power.criticalCorrelation(n), truth.corStarMin05[i], 1e-10, `r of ${n}`);
    });
  });
});

describe('litters', () => {
  it('power of the test of litter means', () => {
    const truth = truthOf<Record<string, number>[]>('litter.design');
    truth.forEach(({ icc, ...expected }, i) => {
      const plan = { pupsPerLitter: 4, icc, difference: 0.8 };
      expectClose(power.litterDesignPower(8, plan), exact['litter.design.power'][i], 1e-10, `icc ${icc}`);
      expectClose(power.litterDesignPower(8, plan), expected.power, 1e-9, `icc ${icc}, R`);
      expectClose(power.designEffect(plan), expected.designEffect, 1e-14, 'design effect');
      expectClose(32 / power.designEffect(plan), expected.effectiveNPerGroup, 1e-14, 'effective n');
      const independent = power.tTestPower(32, { difference: 0.8 });
      expectClose(independent, expected.powerIfPupsWereIndependent, 1e-9, 'if independent');
    });
  });
  it('how often pups taken for units find what is not there: within three Monte Carlo errors of the simulation', () => {
    for (const one of truthOf<Record<string, number>[]>('litter.pseudoreplication')) {
      const rate = power.falsePositivesIgnoringLitters(one.littersPerGroup, { pupsPerLitter: one.pupsPerLitter, icc: one.icc });
      expect(Math.abs(rate - one.falsePositiveRate)).toBeLessThan(3 * one.mcse);
    }
  });
  it('agrees with 100,000 simulated studies of 3 and 5 litters a group', () => {
    const simulated = statsFixtureCases('power_lmm.json');
    const rowsOf = (id: string) => (simulated.get(id)?.result ?? []) as Record<string, number>[];
    for (const id of ['nested.null.k5', 'nested.null.k3', 'nested.power.k5']) {
      for (const one of rowsOf(id)) {
        const { icc, littersPerGroup, pupsPerLitter, d } = one;
        const plan = { pupsPerLitter, icc, difference: d };
        expectClose(power.litterDesignPower(littersPerGroup, plan), one.exactLitterMeansPower, 1e-10, `${id} icc ${icc}`);
        if (d === 0) {
          const rate = power.falsePositivesIgnoringLitters(littersPerGroup, { pupsPerLitter, icc });
          expect(Math.abs(rate - one.pupsAsUnits)).toBeLessThan(3.5 * Math.sqrt((rate * (1 - rate)) / 1e5));
        }
      }
    }
  });
});

it('every case of power.json has been run', () => {
  expect([...cases.keys()].filter((id) => !run.has(id))).toEqual([]);
});
