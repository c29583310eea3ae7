import { describe, expect, it } from 'vitest';
import * as survival from '../../../src/stats/survival/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { column, rowsOf } from '../tests/data.ts';

const cases = statsFixtureCases('survival.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

const rotarod = haveShared ? rowsOf('rotarod.csv') : [];
const rotarodTimes = column(rotarod, 'time');
const rotarodEvents = rotarodTimes.map((time) => time < 300);
const rotarodGroups = rotarod.map((row) => (row.get('group') === 'treatment' ? 1 : 0));
const rats = haveShared ? rowsOf('rats.csv') : [];
const females = rats.filter((row) => row.get('sex') === 'f');
const [times, events, rx, litter] = ['time', 'status', 'rx', 'litter'].map((name) => column(females, name));

type Curve = Record<'time' | 'n.risk' | 'n.event' | 'n.censor' | 'surv' | 'std.err' | 'lower' | 'upper', (number | null)[]> & {
  strata: string[];
};

function checkCurves(
  id: string,
  data: { times: number[]; events: ArrayLike<number | boolean>; groups: number[] },
  interval: survival.CurveInterval,
): void {
  const expected = result<Curve>(id);
  let at = 0;
  for (const group of [0, 1]) {
    const rows = data.groups.flatMap((one, i) => (one === group ? [i] : []));
    const curve = survival.kaplanMeier(
      rows.map((i) => data.times[i]),
      rows.map((i) => data.events[i]),
      { interval },
    );
    curve.time.forEach((time, i) => {
      expect([time, curve.atRisk[i], curve.events[i], curve.censored[i]]).toEqual([
        expected.time[at],
        expected['n.risk'][at],
        expected['n.event'][at],
        expected['n.censor'][at],
      ]);
      expectClose(curve.survival[i], Number(expected.surv[at]), 1e-8, id);
      expectClose(curve.se[i], Number(expected['std.err'][at]), 1e-8, id);
      expectClose(curve.low[i], expected.lower[at] ?? NaN, 1e-8, id);
      expectClose(curve.high[i], expected.upper[at] ?? NaN, 1e-8, id);
      at++;
    });
  }
  expect(at).toBe(expected.time.length);
}

describe.skipIf(!haveShared)('Kaplan-Meier (survival.json)', () => {
  const data = { times: rotarodTimes, events: rotarodEvents, groups: rotarodGroups };

  it('three kinds of limits', () => {
    checkCurves('km.rotarod', data, 'log');
    checkCurves('km.rotarod.loglog', data, 'log-log');
    checkCurves('km.rotarod.plain', data, 'plain');
    checkCurves('km.rats', { times, events, groups: rx }, 'log');
  });

  it('quantiles, some not reached', () => {
    const expected = result<Record<'quantile' | 'lower' | 'upper', { values: (number | null)[][] }>>('km.rats.medians');
    for (const group of [0, 1]) {
      const rows = rx.flatMap((one, i) => (one === group ? [i] : []));
      const curve = survival.kaplanMeier(
        rows.map((i) => times[i]),
        rows.map((i) => events[i]),
      );
      [0.1, 0.25, 0.5].forEach((p, k) => {
        const got = survival.survivalQuantile(curve, p);
        expect([got.estimate, got.low, got.high]).toEqual(
          (['quantile', 'lower', 'upper'] as const).map((field) => expected[field].values[group][k] ?? NaN),
        );
      });
    }
  });

  it('restricted means', () => {
    const expected = result<{ rmst: number; se: number }[]>('rmst.rats');
    for (const group of [0, 1]) {
      const rows = rx.flatMap((one, i) => (one === group ? [i] : []));
      const curve = survival.kaplanMeier(
        rows.map((i) => times[i]),
        rows.map((i) => events[i]),
      );
      const got = survival.restrictedMean(curve, 100);
      expectClose(got.mean, expected[group].rmst, 1e-8);
      expectClose(got.se, expected[group].se, 1e-8);
      expect(() => survival.restrictedMean(curve, 200)).toThrow(/not beyond/);
    }
  });
});

interface LogRank {
  chisq: number;
  df: number;
  'p.value': number;
  observed: number[];
  expected: number[];
  var: number[];
}

describe.skipIf(!haveShared)('log-rank tests (survival.json)', () => {
  for (const [id, data, options] of [
    ['logrank.rotarod', { times: rotarodTimes, events: rotarodEvents, groups: rotarodGroups }, {}],
    ['logrank.rats', { times, events, groups: rx }, {}],
    ['logrank.rats.stratified', { times, events, groups: rx }, { strata: litter }],
    ['peto.rats', { times, events, groups: rx }, { rho: 1 }],
  ] as const) {
    it(id, () => {
      const expected = result<LogRank>(id);
      const got = survival.logRankTest(data.times, data.events, data.groups, options);
      expectClose(got.statistic, expected.chisq, 1e-8);
      expect(got.df).toBe(expected.df);
      expectClose(got.pvalue, expected['p.value'], 1e-8);
      expected.observed.forEach((one, g) => {
        expectClose(got.observed[g], one, 1e-8);
        expectClose(got.expected[g], expected.expected[g], 1e-8);
      });
      expected.var.forEach((one, at) => {
        expectClose(got.variance[at], one, 1e-8);
      });
    });
  }
});

interface Cox {
  coefficients: Record<string, number[]> & { row: string[] };
  'conf.int': Record<string, number[]>;
  loglik: [number, number];
  LRT: { test: number; pvalue: number };
  wald: { test: number; pvalue: number };
  score: { test: number; pvalue: number };
  robscore: { test: number; pvalue: number } | null;
  concordance: Record<string, number>;
}

function checkTests(expected: Cox, got: survival.CoxModel): void {
  expectClose(got.nullLogLik, expected.loglik[0], 1e-10, 'null logLik');
  expectClose(got.logLik, expected.loglik[1], 1e-10, 'logLik');
  expectClose(got.likelihoodRatio.statistic, expected.LRT.test, 1e-8, 'LRT');
  expectClose(got.likelihoodRatio.pvalue, expected.LRT.pvalue, 1e-8, 'LRT p');
  expectClose(got.score.statistic, expected.score.test, 1e-8, 'score');
  expectClose(got.score.pvalue, expected.score.pvalue, 1e-8, 'score p');
  expectClose(got.concordance.estimate, expected.concordance['C'], 1e-8, 'concordance');
  expectClose(got.concordance.se, expected.concordance['se(C)'], 1e-8, 'concordance se');
}

function checkCoefficient(expected: Cox, got: survival.CoxCoefficient, j: number): void {
  const { coefficients } = expected;
  const interval = expected['conf.int'];
  const robust = coefficients['robust se']?.[j];
  expectClose(got.estimate, coefficients['coef'][j], 1e-8, 'coef');
  expectClose(got.hazardRatio, coefficients['exp(coef)'][j], 1e-8, 'hazard ratio');
  expectClose(got.se, coefficients['se(coef)'][j], 1e-8, 'se');
  if (robust !== undefined) expectClose(got.robustSe, robust, 1e-8, 'robust se');
  expectClose(got.statistic, coefficients['z'][j], 1e-8, 'z');
  expectClose(got.pvalue, coefficients['Pr(>|z|)'][j], 1e-8, 'p');
  expectClose(got.low, interval['lower .95'][j], 1e-8, 'low');
  expectClose(got.high, interval['upper .95'][j], 1e-8, 'high');
}

describe.skipIf(!haveShared)('Cox models (survival.json)', () => {
  for (const [id, options] of [
    ['cox.rats.efron', {}],
    ['cox.rats.breslow', { ties: 'breslow' }],
    ['cox.rats.exact', { ties: 'exact' }],
    ['cox.rats.strata', { strata: litter }],
    ['cox.rats.cluster', { clusters: litter }],
  ] as const) {
    it(id, () => {
      const expected = result<Cox>(id);
      const got = survival.fitCox(times, events, Float64Array.from(rx), { ...options, names: ['rx'] });
      checkTests(expected, got);
      checkCoefficient(expected, got.coefficients[0], 0);
      // R prints the Wald test with two decimals
      expect(Number(got.wald.statistic.toFixed(2))).toBe(expected.wald.test);
      expectClose(got.wald.pvalue, expected.wald.pvalue, 1e-8);
      if (expected.robscore !== null) {
        expectClose(got.robustScore?.statistic ?? NaN, expected.robscore.test, 1e-8);
        expectClose(got.robustScore?.pvalue ?? NaN, expected.robscore.pvalue, 1e-8);
      } else expect(got.robustScore).toBeUndefined();
    });
  }

  it('no event in the control group: an infinite hazard ratio, said so', () => {
    const expected = result<Cox>('cox.rotarod');
    const got = survival.fitCox(rotarodTimes, rotarodEvents, Float64Array.from(rotarodGroups), { names: ['treatment'] });
    checkTests(expected, got);
    const [one] = got.coefficients;
    expect([one.infinite, one.estimate, one.high, one.statistic]).toEqual([true, Infinity, Infinity, NaN]);
    expectClose(one.pvalue, expected.LRT.pvalue, 1e-8);
    expect(one.low).toBeGreaterThan(1);
    expect(got.notes[0]?.code).toBe('hazard-ratio-infinite');
    expect(() => survival.proportionalHazardsTest(got)).toThrow(/infinite/);
  });

  it('one infinite coefficient beside two finite ones', () => {
    const expected = result<Cox>('cox.rats.two');
    const male = rats.map((row) => (row.get('sex') === 'm' ? 1 : 0));
    const drug = column(rats, 'rx');
    const x = Float64Array.from(rats.flatMap((_, i) => [drug[i], male[i], drug[i] * male[i]]));
    const got = survival.fitCox(column(rats, 'time'), column(rats, 'status'), x, { names: ['rx', 'sexm', 'rx:sexm'] });
    checkTests(expected, got);
    checkCoefficient(expected, got.coefficients[0], 0);
    checkCoefficient(expected, got.coefficients[1], 1);
    const last = got.coefficients[2];
    expect([last.infinite, last.estimate, last.hazardRatio, last.low]).toEqual([true, -Infinity, 0, 0]);
    expect(last.high > 1).toBe(last.pvalue > 0.05);
  });

  it('gamma frailty of litters', () => {
    const expected = result<{ coef: number; se: number; theta: number; loglik: number[]; ranef: number[] }>(
      'cox.rats.gammafrailty',
    );
    const got = survival.fitGammaFrailty(times, events, Float64Array.from(rx), litter, { names: ['rx'] });
    expectClose(got.coefficients[0].estimate, expected.coef, 1e-6);
    expectClose(got.coefficients[0].se, expected.se, 1e-3);
    expectClose(got.variance, expected.theta, 1e-4);
    expectClose(got.conditionalLogLik, expected.loglik[1], 1e-6);
    expected.ranef.forEach((one, i) => {
      expectClose(got.logFrailties[i], one, 1e-5);
    });
    expect(got.logLik).toBeGreaterThan(got.logLikWithout);
    const order = litter.map((_, i) => i % 10);
    const none = survival.fitGammaFrailty(times, events, Float64Array.from(rx), order);
    expect(none.variance).toBe(0);
    expectClose(
      none.coefficients[0].estimate,
      survival.fitCox(times, events, Float64Array.from(rx)).coefficients[0].estimate,
      1e-12,
    );
  });

  it('proportional hazards', () => {
    const expected = result<{ row: string[]; chisq: number[]; df: number[]; p: number[] }>('cox.zph');
    const model = survival.fitCox(times, events, Float64Array.from(rx), { names: ['rx'] });
    survival.proportionalHazardsTest(model).forEach((got, i) => {
      expect([got.term, got.df]).toEqual([expected.row[i], expected.df[i]]);
      expectClose(got.statistic, expected.chisq[i], 1e-8);
      expectClose(got.pvalue, expected.p[i], 1e-8);
    });
  });
});

describe.skipIf(!haveShared)('accelerated failure times (survival.json)', () => {
  it('Weibull', () => {
    const expected = result<{ table: Record<'Value' | 'Std. Error' | 'z' | 'p', number[]>; scale: number; loglik: number[] }>(
      'aft.weibull',
    );
    const x = Float64Array.from(rx.flatMap((one) => [1, one]));
    const got = survival.fitAcceleratedModel(times, events, x, { names: ['(Intercept)', 'rx'] });
    got.coefficients.forEach((one, j) => {
      expectClose(one.estimate, expected.table.Value[j], 1e-8, one.term);
      expectClose(one.se, expected.table['Std. Error'][j], 1e-8, one.term);
      expectClose(one.statistic, expected.table.z[j], 1e-8, one.term);
      if (expected.table.p[j] > 0) expectClose(one.pvalue, expected.table.p[j], 1e-7, one.term);
    });
    expectClose(got.scale, expected.scale, 1e-8);
    expectClose(got.logLik, expected.loglik[1], 1e-10);
    const none = survival.fitAcceleratedModel(times, events, new Float64Array(times.length).fill(1));
    expectClose(none.logLik, expected.loglik[0], 1e-10);
  });

  it('a group without events sets no limit to its latency, said so', () => {
    // R's intercept of 17.87 is where it stopped on the way to infinity; scale and likelihood have their limits
    const expected = result<{ scale: number; loglik: number[] }>('tobit.rotarod');
    const x = Float64Array.from(rotarodGroups.flatMap((one) => [1, one]));
    const got = survival.fitAcceleratedModel(rotarodTimes, rotarodEvents, x, { distribution: 'lognormal' });
    expect(got.coefficients.map((one) => one.estimate).slice(0, 2)).toEqual([Infinity, -Infinity]);
    expect(got.notes.map((note) => note.code)).toEqual(['latency-unbounded', 'latency-unbounded']);
    expectClose(got.scale, expected.scale, 1e-6);
    expectClose(got.logLik, expected.loglik[1], 1e-8);
    const loglogistic = survival.fitAcceleratedModel(times, events, Float64Array.from(rx.flatMap((one) => [1, one])), {
      distribution: 'loglogistic',
    });
    expect(loglogistic.coefficients.every((one) => Number.isFinite(one.estimate) && one.se > 0)).toBe(true);
  });
});
