import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/problems/index.ts';
import * as multiplicity from '../../../src/stats/multiplicity/index.ts';
import { randomStream } from '../../../src/stats/random.ts';

/** Hommel's adjusted p-values as Wright's closed form spells them out, O(n^2): the definition the fast one is held to. */
function wright(p: number[]): number[] {
  const n = p.length;
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const s = order.map((i) => p[i]);
  const adjusted = s.map(() => Math.min(...s.map((value, i) => (n * value) / (i + 1))));
  for (let m = n - 1; m >= 2; m--) {
    const split = n - m + 1;
    const bound = Math.min(...s.slice(split).map((value, i) => (m * value) / (i + 2)));
    for (let i = 0; i < split; i++) adjusted[i] = Math.max(adjusted[i], Math.min(m * s[i], bound));
    for (let i = split; i < n; i++) adjusted[i] = Math.max(adjusted[i], Math.min(m * s[split - 1], bound));
  }
  const result: number[] = [];
  order.forEach((i, k) => {
    result[i] = Math.max(adjusted[k], s[k]);
  });
  return result;
}

function draws(count: number, index: number, power = 1): number[] {
  const stream = randomStream(5, 'test/multiplicity', index);
  return Array.from({ length: count }, () => stream.uniform() ** power);
}

describe('adjustPvalues', () => {
  it("Hommel's fast form equals its definition", () => {
    for (let index = 0; index < 300; index++) {
      let p = draws(1 + (index % 40), index, 1 + (index % 4));
      const coarse = index % 3 === 0;
      if (coarse) p = p.map((value) => Math.round(value * 20) / 20);
      const fast = multiplicity.adjustPvalues(p, 'hommel');
      wright(p).forEach((value, i) => {
        expect(fast[i]).toBeCloseTo(value, 13);
      });
    }
  });
  it('is quick for a genome', () => {
    const p = draws(200000, 1, 2);
    const started = performance.now();
    multiplicity.adjustPvalues(p, 'hommel');
    expect(performance.now() - started).toBeLessThan(3000);
  });
  it('keeps the order of power between methods, and the order of the p-values', () => {
    const p = draws(60, 2, 3);
    const by = (method: multiplicity.AdjustMethod) => multiplicity.adjustPvalues(p, method);
    const chain = [by('none'), by('hommel'), by('hochberg'), by('holm'), by('bonferroni')];
    for (let i = 0; i < p.length; i++) {
      for (let k = 1; k < chain.length; k++) expect(chain[k][i]).toBeGreaterThanOrEqual(chain[k - 1][i] - 1e-15);
      expect(by('BY')[i]).toBeGreaterThanOrEqual(by('BH')[i]);
      expect(by('holm-sidak')[i]).toBeLessThanOrEqual(by('holm')[i] + 1e-15);
    }
  });
  it('of nothing, of one, of NaN alone', () => {
    expect(multiplicity.adjustPvalues([], 'hommel')).toHaveLength(0);
    for (const method of ['bonferroni', 'holm', 'hochberg', 'hommel', 'BH', 'BY', 'sidak', 'holm-sidak', 'none'] as const) {
      expect(multiplicity.adjustPvalues([0.3], method)[0]).toBeCloseTo(0.3, 15);
      expect(multiplicity.adjustPvalues([NaN, NaN], method)).toEqual(Float64Array.of(NaN, NaN));
    }
  });
  it('does not change the array it is given', () => {
    const p = [0.04, 0.01];
    multiplicity.adjustPvalues(p, 'none')[0] = 9;
    expect(p).toEqual([0.04, 0.01]);
  });
  it('says when the family is too small', () => {
    expect(() => multiplicity.adjustPvalues([0.1, 0.2], 'BH', 1)).toThrow(InputError);
  });
});

it('the first stage of the two-stage procedure tests at alpha / (1 + alpha), not at alpha', () => {
  // BH-adjusted 0.049: rejected at 0.05, not at 0.05 / 1.05 = 0.0476, so that both hypotheses count as null.
  const { nullCount, adjusted } = multiplicity.twoStageBH([0.0245, 0.9]);
  expect(nullCount).toBe(2);
  expect(adjusted[0]).toBeCloseTo(0.049, 15);
  expect(multiplicity.twoStageBH([0.0235, 0.9, NaN]).nullCount).toBe(1);
});

describe('planned procedures', () => {
  const p = [0.01, 0.04, 0.005, 0.2];
  it('fixed sequence: nothing behind a failure', () => {
    expect([...multiplicity.fixedSequence(p)]).toEqual([0.01, 0.04, 0.04, 0.2]);
    expect([...multiplicity.fixedSequence([0.01, NaN, 0.001])]).toEqual([0.01, NaN, NaN]);
  });
  it('graphs reproduce the procedures they stand for', () => {
    for (let index = 0; index < 50; index++) {
      const q = draws(2 + (index % 6), 1000 + index, 2);
      const holm = multiplicity.adjustPvalues(q, 'holm');
      multiplicity.graphicalProcedure(q, multiplicity.holmGraph(q.length)).forEach((value, i) => {
        expect(value).toBeCloseTo(holm[i], 13);
      });
      const first = q.map((_, i) => (i === 0 ? 1 : 0));
      const sequence = multiplicity.fixedSequence(q);
      multiplicity.graphicalProcedure(q, multiplicity.fallbackGraph(first)).forEach((value, i) => {
        expect(value).toBeCloseTo(sequence[i], 13);
      });
    }
  });
  it('the example of Bretz and colleagues: two primary, two secondary tests', () => {
    // Weights 1/2 on the primary ones, which hand half to each other and half to their secondary; p of their section 3.
    const transitions = [
      [0, 0.5, 0.5, 0],
      [0.5, 0, 0, 0.5],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
    ];
    const adjusted = multiplicity.graphicalProcedure([0.02, 0.055, 0.012, 0.1], { weights: [0.5, 0.5, 0, 0], transitions });
    expect(adjusted[0]).toBeCloseTo(0.04, 14);
    // After the first test 3/4 of alpha is at the second (0.055 / 0.75) and 1/4 at the third (0.012 / 0.25 = 0.048), which goes next.
    expect(adjusted[2]).toBeCloseTo(0.048, 14);
    expect(adjusted[1]).toBeCloseTo(0.055, 14);
    expect(adjusted[3]).toBeCloseTo(0.1, 14);
  });
  it('a NaN keeps its share, and a wrong graph is refused', () => {
    const adjusted = multiplicity.graphicalProcedure([0.01, NaN], multiplicity.holmGraph(2));
    expect(adjusted[0]).toBeCloseTo(0.02, 15);
    expect(adjusted[1]).toBeNaN();
    expect(() => multiplicity.graphicalProcedure([0.1], { weights: [1.5], transitions: [[0]] })).toThrow(InputError);
    expect(() => multiplicity.graphicalProcedure([0.1, 0.2], { weights: [1, 0], transitions: [[0, 1]] })).toThrow(InputError);
  });
});

describe('gatekeeping', () => {
  it('serial: a family waits for all tests of the one before', () => {
    const [first, second, third] = multiplicity.serialGatekeeping([
      { pvalues: [0.01, 0.02] },
      { pvalues: [0.001, 0.3], method: 'bonferroni' },
      { pvalues: [0.0001] },
    ]);
    expect([...first]).toEqual([0.02, 0.02]);
    expect([...second]).toEqual([0.02, 0.6]);
    expect([...third]).toEqual([0.6]);
    expect(multiplicity.serialGatekeeping([{ pvalues: [NaN] }, { pvalues: [0.01] }])[1][0]).toBeNaN();
  });
  it('parallel: one rejected gate of two opens half of the level', () => {
    const result = multiplicity.parallelGatekeeping([0.01, 0.4], [0.012, 0.03]);
    expect([...result.gate]).toEqual([0.02, 0.8]);
    expect(result.second[0]).toBeCloseTo(0.048, 14);
    expect(result.second[1]).toBeCloseTo(0.06, 14);
    expect(() => multiplicity.parallelGatekeeping([NaN], [0.1])).toThrow(InputError);
  });
  it('hold the familywise error whatever hypotheses are true', () => {
    const studies = 20000;
    const errors = { parallel: 0, serial: 0, graph: 0 };
    for (let study = 0; study < studies; study++) {
      const stream = randomStream(9, 'test/familywise', study);
      // The first gate is false with overwhelming evidence; everything else is null.
      const gate = [1e-9, stream.uniform()];
      const second = [stream.uniform(), stream.uniform(), stream.uniform()];
      const parallel = multiplicity.parallelGatekeeping(gate, second);
      if (parallel.gate[1] <= 0.05 || parallel.second.some((value) => value <= 0.05)) errors.parallel++;
      const serial = multiplicity.serialGatekeeping([{ pvalues: gate }, { pvalues: second }]);
      if (serial[0][1] <= 0.05 || serial[1].some((value) => value <= 0.05)) errors.serial++;
      const all = [...gate, ...second];
      if (multiplicity.graphicalProcedure(all, multiplicity.holmGraph(5)).some((value, i) => i > 0 && value <= 0.05))
        errors.graph++;
    }
    const limit = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / studies);
    for (const count of Object.values(errors)) expect(count / studies).toBeLessThan(limit);
    expect(errors.graph / studies).toBeGreaterThan(0.04);
  });
});

describe('q-values', () => {
  it('refuse a share that is not there', () => {
    expect(() => multiplicity.storey([0.001, 0.002, 0.003])).toThrow(InputError);
    const given = multiplicity.storey([0.001, NaN, 0.002, 0.9], { nullShare: 1 });
    expect(given.qvalues[1]).toBeNaN();
    expect(given.qvalues[0]).toBeCloseTo(0.003, 15);
    expect(given.localFalseDiscoveryRates[1]).toBeNaN();
  });
  it('are BH when all hypotheses are taken to be null', () => {
    const p = draws(500, 3, 1.5);
    const bh = multiplicity.adjustPvalues(p, 'BH');
    multiplicity.storey(p, { nullShare: 1 }).qvalues.forEach((q, i) => {
      expect(q).toBeCloseTo(bh[i], 14);
    });
  });
  it('recover a known share of nulls', () => {
    const p = [...draws(7000, 4), ...draws(3000, 5, 8)];
    expect(multiplicity.storey(p).nullShare).toBeGreaterThan(0.66);
    expect(multiplicity.storey(p).nullShare).toBeLessThan(0.82);
  });
});

describe('resampled maxima', () => {
  it('sampled: (b + 1) / (B + 1), and NaN keeps out', () => {
    const plan: multiplicity.ResamplingPlan = {
      count: 99,
      complete: false,
      statistics: (b, into) => into.set([b / 100, 5, NaN]),
    };
    const result = multiplicity.maxT([0.5, NaN, 0.2], plan);
    expect(result.raw[0]).toBeCloseTo((49 + 1) / 100, 15);
    expect(result.stepDown[0]).toBeCloseTo(0.5, 15);
    expect(result.raw[1]).toBeNaN();
    expect(result.raw[2]).toBeCloseTo(0.01, 15);
    expect(result.stepDown[2]).toBeCloseTo(0.5, 15);
    expect(multiplicity.minP([0.5, NaN, 0.2], plan).raw[1]).toBeNaN();
  });
});

describe('combination tests', () => {
  it('keep tiny p-values, skip NaN', () => {
    // p1 p2 (1 - log(p1 p2)).
    expect(multiplicity.combinePvalues([1e-100, 1e-100], 'fisher') / (1e-200 * (1 + 200 * Math.log(10)))).toBeCloseTo(1, 12);
    expect(multiplicity.combinePvalues([1e-40, 0.9], 'cauchy')).toBeCloseTo(2e-40, 50);
    expect(multiplicity.combinePvalues([NaN, 0.3], 'stouffer')).toBeCloseTo(0.3, 14);
    expect(multiplicity.combinePvalues([], 'simes')).toBeNaN();
  });
});
