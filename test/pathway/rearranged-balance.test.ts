import { describe, expect, it } from 'vitest';
import { zBalance } from '../../src/pathway/balance/balance-indices.ts';
import { rearrangedTest } from '../../src/pathway/balance/rearranged-balance.ts';
import { mean, permutationTest, randomStream } from '../../src/stats/index.ts';

const SIDES = { excitatory: [0, 1, 2, 3, 4], inhibitory: [5, 6, 7, 8] };
const GENES = 9;

/** Genes that share a factor within their side, as co-expressed receptors do. */
function nullValues(samples: number, seed: number, purpose = 'rearranged-balance'): Float64Array {
  const stream = randomStream(seed, purpose);
  const values = new Float64Array(GENES * samples);
  for (let s = 0; s < samples; s++) {
    const shared = [stream.normal(), stream.normal()];
    for (let g = 0; g < GENES; g++) values[g * samples + s] = 8 + g + shared[g < 5 ? 0 : 1] + stream.normal();
  }
  return values;
}

function differenceOf(values: Float64Array, samples: number, treated: readonly number[], control: readonly number[]): number {
  const wanted = [...treated, ...control];
  const index = zBalance(values, samples, SIDES, wanted, control);
  return mean(index.subarray(0, treated.length)) - mean(index.subarray(treated.length));
}

function subsets(n: number, m: number, from = 0): number[][] {
  if (m === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((first) =>
    subsets(n, m - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

describe('the balance index taken anew for each arrangement', () => {
  it('equals the index computed by itself for every arrangement', () => {
    const samples = 9;
    const values = nullValues(samples, 3);
    const treated = [1, 4, 6, 7];
    const control = [0, 2, 3, 5, 8];
    const test = rearrangedTest(values, samples, SIDES, { treated, control }, {});
    const observed = differenceOf(values, samples, treated, control);
    const all = subsets(samples, treated.length).map((chosen) =>
      differenceOf(
        values,
        samples,
        chosen,
        Array.from({ length: samples }, (_, s) => s).filter((s) => !chosen.includes(s)),
      ),
    );
    expect(all.length).toBe(126);
    const asExtreme = all.filter((one) => Math.abs(one) >= Math.abs(observed) * (1 - 1e-9)).length;
    expect(test?.estimate).toBeCloseTo(observed, 12);
    expect(test).toMatchObject({ exact: true, arrangements: 126, asExtreme, pvalue: asExtreme / 126 });
  });

  it('leaves a gene out of the arrangements in which it does not vary among the controls, and is null where no group has two', () => {
    const samples = 8;
    const values = nullValues(samples, 5);
    values.fill(0.1, 8 * samples, 9 * samples);
    const without = rearrangedTest(
      values,
      samples,
      { ...SIDES, inhibitory: [5, 6, 7] },
      { treated: [0, 1, 2, 3], control: [4, 5, 6, 7] },
      {},
    );
    const groups = { treated: [0, 1, 2, 3], control: [4, 5, 6, 7] };
    expect(rearrangedTest(values, samples, SIDES, groups, {})).toEqual(without);
    expect(rearrangedTest(values, samples, SIDES, { ...groups, control: [4] }, {})).toBeNull();
    expect(rearrangedTest(values, samples, { ...SIDES, inhibitory: [8] }, groups, {})).toBeNull();
  });

  it('holds 5 % where the test of the values as they are does not', () => {
    const samples = 8;
    const treated = [0, 1, 2, 3];
    const control = [4, 5, 6, 7];
    const studies = 4000;
    let [held, rearranged] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const values = nullValues(samples, study, 'rearranged-balance/null');
      const index = zBalance(values, samples, SIDES, [...treated, ...control], control);
      if (permutationTest(index.subarray(0, 4), index.subarray(4)).pvalue <= 4 / 70) held++;
      if ((rearrangedTest(values, samples, SIDES, { treated, control }, {})?.pvalue ?? 1) <= 4 / 70) rearranged++;
    }
    // exact level 4/70 = 5.71 %, three standard errors in 4,000 studies 1.1 points
    expect(Math.abs(rearranged / studies - 4 / 70)).toBeLessThan(0.011);
    expect(held / studies).toBeGreaterThan(0.08);
  });
});
