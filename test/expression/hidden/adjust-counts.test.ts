import { describe, expect, it } from 'vitest';
import { adjustCounts } from '../../../src/expression/hidden/adjust-counts.ts';
import { findColumn } from '../../../src/table/index.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { sharedCounts, sharedSamples } from '../reference-design.ts';
import { codesOf, fixture, flat, modelMatrix } from './batches.ts';

const { batch, arm, weight } = fixture;
const all = fixture.samples.map((_, j) => j + 1);

const CASES = [
  { name: 'group', samples: all, kept: modelMatrix(15, arm) },
  { name: 'null', samples: all, kept: modelMatrix(15) },
  { name: 'nogroup', samples: all, kept: modelMatrix(15) },
  { name: 'covariate', samples: all, kept: modelMatrix(15, arm, weight) },
  {
    name: 'lacking',
    samples: fixture.lacking.samples,
    kept: modelMatrix(
      8,
      fixture.lacking.group.map((one) => (one === 'v' ? 1 : 0)),
    ),
  },
  { name: 'small', samples: fixture.small.samples, kept: modelMatrix(4) },
] as const;

/**
 * Counts that R itself does not settle: with five samples and four coefficients a batch's likelihood jumps by 4e-6 where damped fits stop a round
 * earlier or later, so that its common dispersion moves by 1e-4 and one or two counts by 1 when the samples are merely put in another order (tried
 * in R 4.2.2, sva 3.46, six orders).
 */
const UNDETERMINED = new Map([['covariate', 2]]);

describe('counts without batch effects', () => {
  it.each(CASES)('equal ComBat_seq: $name', ({ name, samples, kept }) => {
    const counts = flat(fixture.counts.map((row) => samples.map((j) => row[j - 1])));
    const batches = codesOf(samples.map((j) => batch[j - 1]));
    const adjusted = adjustCounts({ counts, samples: samples.length, batches, kept });
    const expected = flat(fixture.combat[name]);
    const off = Array.from(expected.keys()).filter((i) => adjusted?.[i] !== expected[i]);
    expect(adjusted?.length).toBe(expected.length);
    for (const i of off) expect(Math.abs((adjusted?.[i] ?? NaN) - expected[i])).toBe(1);
    expect(off.length).toBeLessThanOrEqual(UNDETERMINED.get(name) ?? 0);
  });

  it('cannot tell a batch from a group that is the same samples', () => {
    const counts = flat(fixture.counts.map((row) => row.slice(0, 10)));
    const batches = codesOf(batch.slice(0, 10));
    expect(adjustCounts({ counts, samples: 10, batches, kept: modelMatrix(10, batch.slice(0, 10)) })).toBeUndefined();
  });
});

describe.skipIf(!haveShared)('counts of the simulated study with batches', () => {
  it('are those of ComBat_seq, every one', { timeout: 120000 }, () => {
    const { genes, samples, counts } = sharedCounts('simulated/sim-batch');
    const sheet = sharedSamples('simulated/sim-batch');
    const names = findColumn(sheet, 'sample')?.cells ?? [];
    const column = (name: string): string[] =>
      samples.map((sample) => findColumn(sheet, name)?.cells[names.indexOf(sample)] ?? '');
    const kept = modelMatrix(samples.length, column('group'));
    const adjusted = adjustCounts({ counts, samples: samples.length, batches: codesOf(column('batch')), kept });
    const row = new Map(genes.map((gene, g) => [gene, g * samples.length]));
    const expected = sharedTsv('reference/expression/batch/sim-batch-combat-seq.tsv.gz');
    for (const one of expected) {
      const at = row.get(one.get('gene') ?? '') ?? -1;
      expect(samples.map((_, j) => adjusted?.[at + j])).toEqual(samples.map((sample) => Number(one.get(sample))));
    }
    const { nChanged } = JSON.parse(sharedText('reference/expression/batch/sim-batch-combat-seq.json')) as { nChanged: number };
    expect(adjusted?.filter((value, i) => value !== counts[i])).toHaveLength(nChanged);
  });
});
