import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimmedMeanFactor } from '../../src/expression/edger/trimmed-mean.ts';
import { log2, midranks, pow } from '../../src/stats/index.ts';

/** The definition, with a rank for every gene. */
function byRanks(observed: Float64Array, reference: Float64Array, observedSize: number, referenceSize: number): number {
  const rows = Array.from(observed.keys()).filter((g) => observed[g] > 0 && reference[g] > 0);
  const ratio = rows.map((g) => log2(observed[g] / observedSize / (reference[g] / referenceSize)));
  if (rows.length === 0 || ratio.every((value) => Math.abs(value) < 1e-6)) return 1;
  const abundance = rows.map((g) => (log2(observed[g] / observedSize) + log2(reference[g] / referenceSize)) / 2);
  const within = (values: number[], trim: number): boolean[] => {
    const low = Math.floor(values.length * trim) + 1;
    return Array.from(midranks(values), (rank) => rank >= low && rank <= values.length + 1 - low);
  };
  const [a, b] = [within(ratio, 0.3), within(abundance, 0.05)];
  let [sum, total] = [0, 0];
  rows.forEach((g, i) => {
    if (!a[i] || !b[i]) return;
    const variance =
      (observedSize - observed[g]) / observedSize / observed[g] + (referenceSize - reference[g]) / referenceSize / reference[g];
    sum += ratio[i] / variance;
    total += 1 / variance;
  });
  return total > 0 ? pow(2, sum / total) : 1;
}

describe('trimmed mean of M values', () => {
  it('equals the definition by ranks, also with many ties and few genes', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(counts, (pairs) => {
        const observed = Float64Array.from(pairs, (pair) => pair[0]);
        const reference = Float64Array.from(pairs, (pair) => pair[1]);
        const factor = trimmedMeanFactor({ observed, reference, observedSize: 1000, referenceSize: 700 });
        expect(factor).toBe(byRanks(observed, reference, 1000, 700));
      }),
      { numRuns: 500 },
    );
  });
});
