import { describe, expect, it } from 'vitest';
import { mean, sampleVariance } from '../../../src/stats/descriptive/index.ts';
import * as multiplicity from '../../../src/stats/multiplicity/index.ts';
import { smoothingSplineValues } from '../../../src/stats/smoothing/index.ts';
import { expectClose } from '../../support/close.ts';
import { statsFixtureCases, statsFixtureText } from '../../support/stats-fixtures.ts';

/** Every case of padjust.json at its tolerance: 1e-12, smoothers 1e-4, local false discovery rates 1e-2. */
const cases = statsFixtureCases('padjust.json');
type Cell = number | null;
const { inputs } = JSON.parse(statsFixtureText('padjust.json')) as { inputs: Record<'P1' | 'P2', Cell[]> };
const numbers = (cells: readonly Cell[]): number[] => cells.map((cell) => cell ?? NaN);
const P1 = numbers(inputs.P1);
const P2 = numbers(inputs.P2);
const P3 = statsFixtureText('pvalues3000.txt.gz').trim().split('\n').map(Number);

const run = new Set<string>();
function truthOf<T>(id: string): T {
  run.add(id);
  const found = cases.get(id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found.result as T;
}
function closeAll(actual: ArrayLike<number>, expected: readonly Cell[], tolerance: number, what: string): void {
  expect(actual.length, what).toBeGreaterThanOrEqual(expected.length);
  expected.forEach((value, i) => {
    if (value === null) expect(actual[i]).toBeNaN();
    else expectClose(actual[i], value, tolerance, `${what}[${i}]`, 1e-300);
  });
}

describe('p.adjust', () => {
  const methods = ['bonferroni', 'holm', 'hochberg', 'hommel', 'BH', 'BY'] as const;
  it.each(methods)('%s, with and without NaN, ties and zeros', (method) => {
    closeAll(multiplicity.adjustPvalues(P1, method), truthOf(`p1.${method}`), 1e-12, `p1 ${method}`);
    closeAll(multiplicity.adjustPvalues(P2, method), truthOf(`p2.${method}`), 1e-12, `p2 ${method}`);
  });
  it('a family larger than the list', () => {
    closeAll(multiplicity.adjustPvalues(P1, 'BH', 20), truthOf('p1.n20.BH'), 1e-12, 'BH of 20');
    closeAll(multiplicity.adjustPvalues(P1, 'hommel', 20), truthOf('p1.n20.hommel'), 1e-12, 'hommel of 20');
  });
  it('Sidak and Holm-Sidak', () => {
    closeAll(multiplicity.adjustPvalues(P1, 'sidak'), truthOf('p1.sidak'), 1e-12, 'sidak');
    closeAll(multiplicity.adjustPvalues(P1, 'holm-sidak'), truthOf('p1.holmSidak'), 1e-12, 'holm-sidak');
  });
  it('3000 p-values', () => {
    const truth = truthOf<Record<string, number & Cell[]>>('p3.summary');
    const count = (method: multiplicity.AdjustMethod) => multiplicity.adjustPvalues(P3, method).filter((p) => p <= 0.05).length;
    expect(count('BH')).toBe(truth.BH05);
    expect(count('BY')).toBe(truth.BY05);
    expect(count('holm')).toBe(truth.holm05);
    expect(count('hommel')).toBe(truth.hommel05);
    closeAll(multiplicity.adjustPvalues(P3, 'BH'), truth.BHfirst20, 1e-12, 'BH');
    closeAll(multiplicity.adjustPvalues(P3, 'BY'), truth.BYfirst20, 1e-12, 'BY');
    closeAll(multiplicity.adjustPvalues(P3, 'hommel'), truth.hommelFirst20, 1e-12, 'hommel');
  });
});

describe('adaptive false discovery rates', () => {
  it('two-stage Benjamini-Krieger-Yekutieli', () => {
    const truth = truthOf<{ h0: Record<string, number>; adjp: number[] }>('p1.TSBH');
    const result = multiplicity.twoStageBH(P1, 0.05);
    expect(result.nullCount).toBe(truth.h0['h0.TSBH_0.05']);
    closeAll(result.adjusted, truth.adjp, 1e-12, 'TSBH');
  });
  interface QvalueTruth {
    pi0: number;
    lambda: number[];
    pi0lambda: number[];
    q05: number;
    qFirst20: number[];
    lfdrFirst20: number[];
  }
  it.each([
    ['qvalue.smoother', 'smoother', 1e-4],
    ['qvalue.smoother.logpi0', 'log-smoother', 1e-4],
    ['qvalue.bootstrap', 'bootstrap', 1e-12],
  ] as const)('%s', (id, method, tolerance) => {
    const truth = truthOf<QvalueTruth>(id);
    const result = multiplicity.storey(P3, { method });
    closeAll(result.limits, truth.lambda, 1e-12, 'limits');
    closeAll(result.shareAtLimits, truth.pi0lambda, 1e-12, 'shares');
    expectClose(result.nullShare, truth.pi0, tolerance, 'pi0');
    expect(result.qvalues.filter((q) => q <= 0.05)).toHaveLength(truth.q05);
    closeAll(result.qvalues, truth.qFirst20, tolerance, 'q');
    closeAll(result.localFalseDiscoveryRates, truth.lfdrFirst20, 1e-2, 'lfdr');
  });
  it('the smoothing spline with three degrees of freedom', () => {
    const truth = truthOf<{ x: number[]; y: number[]; fitted: number[] }>('smooth.spline.df3');
    closeAll(smoothingSplineValues(truth.x, truth.y, 3), truth.fitted, 1e-4, 'spline');
  });
});

it('combination tests', () => {
  const truth = truthOf<Record<string, number>>('combine.p');
  for (const method of ['fisher', 'stouffer', 'cauchy', 'simes', 'tippett'] as const) {
    expectClose(multiplicity.combinePvalues([0.01, 0.2, 0.03, 0.5, 0.07], method), truth[method], 1e-12, method);
  }
});

describe('Westfall-Young on all 70 splits of 4 and 4', () => {
  const matrix = statsFixtureText('maxT_matrix.tsv')
    .trim()
    .split('\n')
    .map((line) => line.split('\t').map(Number));
  /** |Welch's t| of the columns in `second` against the others, for every variable. */
  const statistics = (second: ReadonlySet<number>, into: Float64Array): void => {
    matrix.forEach((row, i) => {
      const a = row.filter((_, j) => !second.has(j));
      const b = row.filter((_, j) => second.has(j));
      into[i] = Math.abs((mean(b) - mean(a)) / Math.sqrt(sampleVariance(a) / a.length + sampleVariance(b) / b.length));
    });
  };
  const splits: Set<number>[] = [];
  for (let mask = 0; mask < 256; mask++) {
    const members = Array.from({ length: 8 }, (_, j) => j).filter((j) => mask & (1 << j));
    if (members.length === 4) splits.push(new Set(members));
  }
  const observed = new Float64Array(matrix.length);
  statistics(new Set([4, 5, 6, 7]), observed);
  const plan: multiplicity.ResamplingPlan = {
    count: splits.length,
    complete: true,
    statistics: (b, into) => statistics(splits[b], into),
  };
  interface Truth {
    index: number[];
    teststat: number[];
    rawp: number[];
    adjp: number[];
  }
  it.each([
    ['westfall.young.maxT', multiplicity.maxT],
    ['westfall.young.minP', multiplicity.minP],
  ] as const)('%s', (id, adjust) => {
    expect(splits).toHaveLength(70);
    const truth = truthOf<Truth>(id);
    const result = adjust(observed, plan);
    truth.index.forEach((index, k) => {
      const i = index - 1;
      expectClose(observed[i], Math.abs(truth.teststat[k]), 1e-12, `t ${index}`);
      expectClose(result.raw[i], truth.rawp[k], 1e-12, `raw ${index}`);
      expectClose(result.stepDown[i], truth.adjp[k], 1e-12, `adjusted ${index}`);
      expect(result.singleStep[i]).toBeGreaterThanOrEqual(result.stepDown[i]);
    });
  });
});

it('every case of padjust.json has been run', () => {
  expect([...cases.keys()].filter((id) => !run.has(id))).toEqual([]);
});
