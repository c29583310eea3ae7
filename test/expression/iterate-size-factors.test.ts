import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { iterateSizeFactors } from '../../src/expression/deseq/iterate-size-factors.ts';
import { readCounts } from '../../src/expression/index.ts';
import { fixtureBytes } from './fixtures.ts';

// estimateSizeFactors(dds, type = "iterate") of DESeq2 1.38.3
const EDGE_8V8 = [
  1.0259586732091459, 0.98395546288960278, 0.97219224797102144, 1.0158389777464425, 0.98609500955556206, 1.011226286523581,
  1.0077135328225231, 1.0100539377227178, 1.0348406970868471, 0.99867251129394718, 1.0129296462640789, 1.0133642745265805,
  0.98974656039547393, 0.99574033414255525, 0.97011605015672231, 0.97439184133354195,
];
const DENTATE_GYRUS = [
  3.5021318186793313, 1.4938273757886067, 0.74159538145720816, 2.0125209671363846, 1.3934716569318801, 3.2631526219792533,
  0.94968927467160347, 1.086439152624844, 0.83443768831910625, 0.060715593509245346, 0.32538670330586772, 0.042512302435095656,
  2.954348504509527, 8.7006158315250186, 2.8861766629879395, 0.52504192808714567,
];

describe('size factors by likelihood, against DESeq2 1.38.3', () => {
  it.each([
    ['edge-8v8.counts.tsv', EDGE_8V8, 1e-6],
    // leaving out the 5 % least likely genes makes the likelihood jump where a gene enters: from a first round that agrees to 3e-12 the
    // searches part by 1e-6 of the likelihood, and end 1.6e-4 apart in samples of size 0.04 to 8.7
    ['unit-counts.tsv', DENTATE_GYRUS, 5e-4],
  ])('%s', async (name, expected, bound) => {
    const { counts, samples } = readCounts(fixtureBytes(name), name);
    const factors = await iterateSizeFactors(counts, samples.length, plainContext());
    const worst = Math.max(...expected.map((value, j) => Math.abs(factors[j] / value - 1)));
    expect(worst).toBeLessThan(bound);
  });
});
