import { describe, expect, it } from 'vitest';
import { analyzeBehavior } from '../../src/behavior/index.ts';
import { compareLatencies } from '../../src/behavior/models/latency-survival.ts';
import type { MeasureNature } from '../../src/behavior/models/nature-results.ts';
import { compareRatios } from '../../src/behavior/models/rates-and-shares.ts';
import type { Measure } from '../../src/behavior/results.ts';
import { plainContext } from '../../src/context/index.ts';
import { randomStream } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';
import { assayPlan, smallStudy, textSource } from '../support/small-study.ts';

function measureOf(values: ArrayLike<number>, nature: MeasureNature, unit = 's', name = 'm'): Measure {
  const censored = nature.kind === 'latency' ? new Uint8Array(values.length) : null;
  const common = { assay: 'a', label: 'm', unit, domain: 'anxiety', direction: 1 } as const;
  return { id: `a/${name}`, values: Float64Array.from(values), censored, nature, ...common };
}

describe('latencies as survival times', () => {
  const study = smallStudy({ perGroup: 10, assays: [] });
  const random = randomStream(3, 'latencies');
  /** Exponential latencies, cut at 100 s; the rate of the high arm is a third of that of control. */
  const latencies = (rateOf: (arm: string) => number): Measure => {
    const times = study.animals.map((animal) => -Math.log(random.uniform()) / rateOf(animal.arm));
    const measure = measureOf(
      times.map((time) => Math.min(100, time)),
      { kind: 'latency' },
    );
    times.forEach((time, i) => {
      (measure.censored as Uint8Array)[i] = Number(time > 100);
    });
    return measure;
  };
  const slow = latencies((arm) => (arm === 'high' ? 0.01 : 0.03));

  it('give a hazard ratio below 1 where the event comes later, with censored animals counted', () => {
    const { latencies: survival, ratios } = compareLatencies(study, slow);
    const high = ratios.find((one) => one.arm === 'high');
    expect(high?.ratio).toBeGreaterThan(0.15);
    expect(high?.ratio).toBeLessThan(0.6);
    expect(high?.padj).toBeLessThan(0.05);
    expect(high?.method).toBe('Cox model, Efron ties, stratified by sex, standard errors robust to 10 litters');
    const [session] = survival;
    expect(session.horizon).toBe(100);
    expect(session.logRank?.stratified).toBe(true);
    expect(session.logRank?.pvalue).toBeLessThan(0.01);
    for (const arm of session.arms) expect(arm.events + arm.censored.reduce((a, b) => a + b, 0)).toBe(arm.n);
    expect(session.arms[2].events).toBeLessThan(session.arms[0].events);
    expect(session.arms[2].restrictedMean).toBeGreaterThan(session.arms[0].restrictedMean);
    expect(session.arms[2].median).toBeGreaterThan(session.arms[0].median);
  });

  it('censoring matters: taken as events, tests that ended early make latencies too short', () => {
    const ends = study.animals.map(() => 5 + 40 * random.uniform());
    const values = slow.values.map((time, i) => Math.min(time, ends[i]));
    const early = { ...slow, values, censored: Uint8Array.from(ends, (end, i) => Number(end < slow.values[i])) };
    const high = (measure: Measure) => compareLatencies(study, measure).latencies[0].arms[2];
    const ignored = high({ ...early, censored: new Uint8Array(values.length) });
    expect(ignored.median).toBeLessThan(0.7 * (Number.isNaN(high(early).median) ? Infinity : high(early).median));
    expect(high(early).events).toBeLessThan(ignored.events);
  });

  it('without any event there are curves but no test; with none in an arm the ratio is 0 with a one-sided interval', () => {
    const all = { ...slow, censored: new Uint8Array(slow.values.length).fill(1) };
    const none = compareLatencies(study, all);
    expect(none.latencies[0].logRank).toBeNull();
    expect(none.latencies[0].arms[0].median).toBeNaN();
    expect(none.ratios[0].ratio).toBeNaN();
    expect(none.ratios[0].method).toContain('not fitted');
    const never = { ...slow, censored: Uint8Array.from(study.animals, (animal) => Number(animal.arm === 'high')) };
    const high = compareLatencies(study, never).ratios.find((one) => one.arm === 'high');
    expect(high?.ratio).toBe(0);
    expect(high?.low).toBe(0);
    expect(high?.high).toBeLessThan(1);
    expect(high?.pvalue).toBeLessThan(0.001);
  });

  it('few litters leave the model-based errors, and the method says so', () => {
    const few: Study = { ...study, animals: study.animals.map((animal, i) => ({ ...animal, litter: `L${i % 4}` })) };
    expect(compareLatencies(few, slow).ratios[0].method).toContain('model-based standard errors');
  });
});

describe('counts and shares', () => {
  const study = smallStudy({ perGroup: 12, assays: [] });
  const random = randomStream(4, 'counts');
  const poisson = (mean: number): number => {
    let [n, product] = [-1, 1];
    while (product > Math.exp(-mean)) {
      product *= random.uniform();
      n++;
    }
    return n;
  };

  it('a rate ratio per distance is 1 when the drug only makes animals walk more', () => {
    const distance = study.animals.map((animal) => (animal.arm === 'high' ? 4000 : 2000) * (0.8 + 0.4 * random.uniform()));
    const entries = measureOf(
      distance.map((cm) => poisson(cm / 100)),
      { kind: 'count', exposure: 'distance_cm' },
      'n',
    );
    const walked = measureOf(distance, { kind: 'count', exposure: null }, 'cm', 'distance_cm');
    const of = (others: Measure[]) => compareRatios(study, entries, others).find((one) => one.arm === 'high');
    expect(of([])?.ratio).toBeGreaterThan(1.6);
    const perDistance = of([walked]);
    expect(perDistance?.kind).toBe('rate-ratio');
    expect(perDistance?.ratio).toBeGreaterThan(0.85);
    expect(perDistance?.ratio).toBeLessThan(1.15);
    expect(perDistance?.method).toContain('offset(log_exposure)');
  });

  it('an odds ratio from counts is that of the pooled table when nothing else is in the model', () => {
    const plain: Study = { ...study, animals: study.animals.map((animal) => ({ ...animal, sex: null, litter: null })) };
    const total = study.animals.map(() => 10 + Math.floor(10 * random.uniform()));
    const open = study.animals.map((animal, i) => Math.min(total[i] - 1, 1 + poisson(animal.arm === 'high' ? 2 : 5)));
    const share = measureOf(
      open.map((n, i) => (100 * n) / total[i]),
      { kind: 'share', successes: 'open', trials: 'total', fewer: 0 },
      '%',
    );
    const others = [
      measureOf(open, { kind: 'count', exposure: null }, 'n', 'open'),
      measureOf(total, { kind: 'count', exposure: null }, 'n', 'total'),
    ];
    const high = compareRatios(plain, share, others).find((one) => one.arm === 'high');
    const sum = (arm: string, list: number[]) => list.reduce((all, n, i) => all + (study.animals[i].arm === arm ? n : 0), 0);
    const odds = (arm: string) => sum(arm, open) / (sum(arm, total) - sum(arm, open));
    expect(high?.ratio).toBeCloseTo(odds('high') / odds('vehicle'), 9);
    expect(high?.method).toContain('weighted by the number of trials');
  });

  it('a share of time keeps within 0 and 100 %: an arm at 0 is named, not fitted', () => {
    const share = (value: (arm: string) => number) =>
      compareRatios(
        study,
        measureOf(
          study.animals.map((animal) => value(animal.arm)),
          { kind: 'share', successes: null, trials: null, fewer: 0 },
          '%',
        ),
        [],
      );
    expect(share(() => 20 + 10 * random.uniform())[0].ratio).toBeCloseTo(1, 0);
    expect(share((arm) => (arm === 'high' ? 0 : 20 + random.uniform()))[0].method).toContain('not fitted');
    expect(share((arm) => (arm === 'high' ? 104 : 20))[0].method).toContain('not fitted');
  });
});

describe('censoring from table to model', () => {
  const study = (
    measures = [{ name: 'latency_s', column: 'nsf_latency_s', unit: 's', direction: 1 as const, domain: 'anxiety' as const }],
  ) =>
    smallStudy({
      perGroup: 6,
      assays: [assayPlan({ assay: 'novelty-suppressed-feeding', format: 'table', files: 'nsf.csv', measures })],
    });
  const rows = (cell: (i: number) => string) => study().animals.map((animal, i) => `${animal.id},${cell(i)}`);
  const run = (text: string) => analyzeBehavior(study(), textSource([['nsf.csv', text]]), plainContext());

  it('by a column of marks', async () => {
    const text = `animal,nsf_latency_s,nsf_censored\n${rows((i) => `${i === 4 ? 480 : 100 + i},${i === 4 ? 1 : 0}`).join('\n')}\n`;
    const { measures, latencies, ratios } = await run(text);
    expect([...(measures[0].censored ?? [])].indexOf(1)).toBe(4);
    expect(latencies?.[0].arms.reduce((sum, arm) => sum + arm.events, 0)).toBe(35);
    expect(ratios?.map((one) => one.kind)).toEqual(['hazard-ratio', 'hazard-ratio']);
  });
  it("by the assay's cut-off, where no column says it", async () => {
    const { measures, flags } = await run(`animal,nsf_latency_s\n${rows((i) => (i < 3 ? '600' : String(100 + i))).join('\n')}\n`);
    expect([...(measures[0].censored ?? [])].filter((mark) => mark === 1)).toHaveLength(3);
    expect(flags).toEqual([]);
  });
  it('a mark that is none is refused with its line', async () => {
    const text = `animal,nsf_latency_s,nsf_censored\n${rows((i) => `${100 + i},${i === 2 ? 'maybe' : 0}`).join('\n')}\n`;
    await expect(run(text)).rejects.toThrow(/line 4.*maybe|maybe.*line 4|nsf.csv:4/s);
  });
  it('a negative latency is refused with its line and column', async () => {
    const text = `animal,nsf_latency_s\n${rows((i) => String(i === 3 ? -1 : 100 + i)).join('\n')}\n`;
    await expect(run(text)).rejects.toThrow(/nsf.csv:5:2: a latency cannot be negative/);
  });
  it('latencies that several animals share at the end of a test of unknown length are flagged', async () => {
    const custom = smallStudy({
      perGroup: 6,
      assays: [
        assayPlan({
          assay: 'custom',
          label: 'hide',
          format: 'table',
          files: 'h.csv',
          measures: [{ name: 'exit_latency_s', column: 'exit_s', unit: 's', direction: 1, domain: 'anxiety' }],
        }),
      ],
    });
    const of = async (cell: (i: number) => number) => {
      const lines = custom.animals.map((animal, i) => `${animal.id},${cell(i)}`);
      const result = await analyzeBehavior(
        custom,
        textSource([['h.csv', `animal,exit_s\n${lines.join('\n')}\n`]]),
        plainContext(),
      );
      return result.flags.map((flag) => flag.code);
    };
    expect(await of((i) => Math.min(110, 100 + i))).toEqual(['censoring-unknown']);
    expect(await of((i) => 100 + i)).toEqual([]);
  });
});
